"""Needs: what people come with, in a tree that staff edit."""

from django.db import models
from treebeard.mp_tree import MP_Node

from services.recognition import NeedEntry, Recogniser
from services.vocabulary import Kept, touch


class Need(MP_Node):
    """A need in everyday words ("money worries"), with the phrases people type for it.

    `phrases` and `listing_phrases` hold one phrase a line in the notation that
    docs/vocabulary.md explains; a line that starts with "not:" is a guard. `sensitive` needs (abuse, safety) put "Exit this page" on every page that shows them.
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

    def move(self, target, pos=None):
        """Move within the tree; what "all below it" means changes with it."""
        super().move(target, pos)
        touch()


def need_entries():
    """All needs of the site as recognition.NeedEntry, parents first, in one query."""
    entries, slugs = [], {}
    for need in Need.objects.order_by("path"):
        slugs[need.path] = need.slug
        above = range(Need.steplen, len(need.path), Need.steplen)
        entries.append(
            NeedEntry(
                slug=need.slug,
                name=need.name,
                phrases=tuple(need.phrase_list),
                listing_phrases=tuple(need.listing_phrase_list),
                within=tuple(slugs[need.path[:end]] for end in above),
                sensitive=need.sensitive,
            )
        )
    return entries


#: The site's Recogniser, made again when staff change a need.
recogniser = Kept(lambda: Recogniser(need_entries()))


def recognise(text, side="query"):
    """Needs recognised in a text, surest first; `side` is "query" or "listing"."""
    return recogniser().recognise(text, side)


def expand(slugs):
    """The needs of these slugs and all needs below them, as a set of slugs."""
    return recogniser().expand(slugs)
