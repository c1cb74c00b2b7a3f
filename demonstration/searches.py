"""Made-up counts of searches, so that the pages that show them have something to show."""

from datetime import timedelta
from zlib import crc32

from demonstration.people import only_in_demonstration
from search.asked_for import WEEKS, period
from search.counting import examples_of, is_private
from search.counts import SearchCount
from search.understanding.vocabulary import current as current_vocabulary

HARTLEPOOL, MIDDLESBROUGH, REDCAR = "E06000001", "E06000002", "E06000003"
STOCKTON, DARLINGTON = "E06000004", "E06000005"
AREAS = (HARTLEPOOL, MIDDLESBROUGH, REDCAR, STOCKTON, DARLINGTON, "")
#: Examples that people of the demonstration look for, by need; in which areas nothing is near.
EXAMPLES = {
    "crafts": (("knitting", ()), ("quilting", (DARLINGTON, STOCKTON))),
    "activity": (("archery", (STOCKTON, REDCAR)), ("karate", ())),
    "music": (("choir", ()), ("brass band", (MIDDLESBROUGH, ""))),
    "gardening": (("allotment", ()),),
    "health": (("dentist", (HARTLEPOOL, MIDDLESBROUGH, REDCAR, STOCKTON, DARLINGTON, "")),),
}


def write_counts(today=None):
    """Write made-up counts of the last whole weeks, the same each time; returns how many rows.

    What was really counted in these weeks is replaced, and other weeks are left alone.
    """
    only_in_demonstration()
    first, last = period(today)
    entries = current_vocabulary().needs.entries
    rows = [
        row
        for number in range(0, WEEKS, 3)
        for slug in entries
        if not is_private(slug)
        for area in AREAS
        for row in _rows_of(entries[slug], area, first + timedelta(weeks=number))
    ]
    SearchCount.objects.between(first, last).delete()
    SearchCount.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _rows_of(entry, area, week):
    """Counts of one need in one area and week: by chance, and the same each time."""
    searches = _by_chance(entry.slug, area, most=14) - 5 + _by_chance(entry.slug, week, most=4)
    if searches <= 0:
        return
    yield SearchCount(week=week, area=area, need=entry.slug, searches=searches)
    for term, nowhere in EXAMPLES.get(entry.slug, ()):
        if term in examples_of(entry):
            named = 1 + _by_chance(term, area, most=searches)
            missed = named if area in nowhere else 0
            yield SearchCount(
                week=week,
                area=area,
                need=entry.slug,
                term=term,
                searches=named,
                nothing_near=missed,
            )


def _by_chance(*what, most):
    """A number from 0 to `most` - 1 that is always the same for the same things."""
    return crc32("|".join(map(str, what)).encode()) % most
