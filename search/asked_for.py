"""What was searched for, as it may be told: rounded, from a threshold up, in whole weeks only.

Nobody but this module reads the counts, so that no page can show a smaller number. There is one
period for everybody: two that overlap would tell the difference.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from places.areas import area_map
from search.counting import examples_of, is_private
from search.counts import SearchCount, week_of
from search.understanding.vocabulary import current as current_vocabulary

#: The last so many whole weeks, never the one that runs: no number moves while somebody searches.
WEEKS = 12
#: Less than this is not told, and more is rounded down to a multiple of it.
STEP = 5


@dataclass(frozen=True)
class Topic:
    """A topic asked for from one area. `nothing_near` is 0 where it may not be told.

    `term` is an example of the need, or "". `area` is a council's code, or "" for no place.
    """

    need: str
    need_name: str
    term: str
    area: str
    area_name: str
    searches: int
    nothing_near: int

    @property
    def words(self):
        """How the finder is asked for it."""
        return self.term or self.need_name

    @property
    def name(self):
        return self.term[:1].upper() + self.term[1:] if self.term else self.need_name


def is_counted():
    """Whether this site counts searches at all."""
    return settings.SEARCH_COUNTS


def period(today=None):
    """(first day, last day) of what is told."""
    this_week = week_of(today or timezone.localdate())
    return this_week - timedelta(weeks=WEEKS), this_week - timedelta(days=1)


def asked_for(today=None):
    """The Topics that enough searches were about, most searches first."""
    if not is_counted():
        return []
    rows = SearchCount.objects.between(*period(today)).values("need", "term", "area")
    rows = rows.annotate(asked=Sum("searches"), missed=Sum("nothing_near")).filter(asked__gte=STEP)
    topics = [topic for row in rows if (topic := _topic(**row))]
    return sorted(topics, key=lambda one: (-one.searches, one.name.casefold(), one.area_name))


def rounded(count):
    """A count as it may be told: rounded down to fives, so fewer than five are none."""
    return count - count % STEP


def _topic(need, term, area, asked, missed):
    """A Topic, or None for what the vocabulary or the site no longer has, or must not be told."""
    entry = current_vocabulary().needs.entries.get(need)
    area_name = area_map().name(area)
    is_known = entry and (not term or term in examples_of(entry)) and (not area or area_name)
    if not is_known or is_private(need, term):
        return None
    return Topic(need, entry.name, term, area, area_name, rounded(asked), rounded(missed))
