"""Services that staff put first for certain words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from services.models import Service
from services.wording import words


class PromotedResultQuerySet(models.QuerySet):
    def current(self, on=None):
        """Those whose last day has not passed."""
        on = on or timezone.localdate()
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on))


class PromotedResult(models.Model):
    """A service shown above the results whenever somebody searches for exactly these words."""

    phrase = models.CharField(
        "when people type", max_length=120, help_text="Capitals and punctuation do not matter."
    )
    key = models.CharField(max_length=200, editable=False, db_index=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="promotions")
    position = models.PositiveSmallIntegerField(default=1)
    ends_on = models.DateField("last day", null=True, blank=True)

    objects = PromotedResultQuerySet.as_manager()

    class Meta:
        ordering = ["phrase", "position"]
        constraints = [
            models.UniqueConstraint(fields=["key", "service"], name="search_promoted_once"),
        ]

    def __str__(self):
        return f"“{self.phrase}” → {self.service}"

    def save(self, *args, **kwargs):
        self.key = key_of(self.phrase)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if not words(self.phrase):
            raise ValidationError({"phrase": "Type at least one word."})


def key_of(phrase):
    """The form in which typed words are compared with promoted phrases."""
    return " ".join(words(phrase))[:200]
