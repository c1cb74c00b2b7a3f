"""Needs: what people come with, in a tree that staff edit."""

from django.db import models
from treebeard.mp_tree import MP_Node


class Need(MP_Node):
    """A need in everyday words ("money worries"), with the phrases people type for it.

    `phrases` holds one phrase a line: what people type, and what listings write. `sensitive`
    needs (abuse, safety) put "Exit this page" on every page that shows them.
    """

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=250, blank=True)
    phrases = models.TextField(blank=True, help_text="What people type, one phrase a line.")
    listing_phrases = models.TextField(
        blank=True, help_text="What listings say, in professional words too, one phrase a line."
    )
    sensitive = models.BooleanField(
        default=False, help_text="Show “Exit this page” wherever this need is shown."
    )

    node_order_by = None

    class Meta:
        ordering = ["path"]

    def __str__(self):
        return self.name

    @property
    def phrase_list(self):
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]

    @property
    def listing_phrase_list(self):
        return [line.strip() for line in self.listing_phrases.splitlines() if line.strip()]
