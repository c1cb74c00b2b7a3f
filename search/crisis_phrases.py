"""What sounds like danger, edited by staff."""

from django.core.exceptions import ValidationError
from django.db import models

from hubs.models import CrisisLine
from services.wording import phrase_keys


class CrisisPhrase(models.Model):
    """A phrase that puts crisis help first, or a guard: a phrase that only sounds like danger.

    What people type is compared with these and written down nowhere.
    """

    class Kind(models.TextChoices):
        PHRASE = "phrase", "Sounds like danger"
        GUARD = "guard", "Only sounds like it"

    text = models.CharField("words", max_length=120)
    topic = models.CharField(max_length=13, choices=CrisisLine.Topic.choices)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.PHRASE)
    is_active = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["topic", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "topic", "kind"], name="search_crisis_phrase_once"
            ),
        ]

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        if not phrase_keys(self.text):
            raise ValidationError({"text": "Use at least one word that says something."})
