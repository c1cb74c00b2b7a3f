"""Words that mean the same, edited by staff."""

from django.core.exceptions import ValidationError
from django.db import models


class Synonym(models.Model):
    """A rule of one phrase a line. Without `means` all its phrases are equal in meaning.

    With `means` it goes one way: who types one of `phrases` finds what is written in `means` too
    ("iapt" means "talking therapies"), and not the other way round.
    """

    phrases = models.TextField(help_text="One word or phrase a line.")
    means = models.TextField(
        blank=True,
        help_text="Leave empty if all the phrases mean the same. Or say what they mean, one a line.",
    )
    is_active = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["phrases"]

    def __str__(self):
        sides = [", ".join(self.phrase_list), ", ".join(self.means_list)]
        return " → ".join(side for side in sides if side)

    @property
    def phrase_list(self):
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]

    @property
    def means_list(self):
        return [line.strip() for line in self.means.splitlines() if line.strip()]

    def clean(self):
        super().clean()
        if not self.means_list and len(self.phrase_list) < 2:
            raise ValidationError({"phrases": "Give two phrases, or say what this one means."})
