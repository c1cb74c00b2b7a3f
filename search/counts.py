"""How often topics were searched for: the one table, and the one way to add to it.

A topic is an entry of the vocabulary, never what somebody typed. Nothing here says who asked, from
where, on which day, or what else they asked. Why: docs/adr/0007.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

#: Counts go when their week is so long past: about 13 months, so that a year can be compared.
KEPT = timedelta(weeks=56)
#: How long adding may wait for a database that others hold, in milliseconds.
PATIENCE_MS = 1000

_UPSERT = """INSERT INTO search_searchcount (week, area, need, term, searches, nothing_near) VALUES {rows}
ON CONFLICT (week, area, need, term) DO UPDATE SET
  searches = search_searchcount.searches + excluded.searches,
  nothing_near = search_searchcount.nothing_near + excluded.nothing_near
"""


class SearchCountQuerySet(models.QuerySet):
    def add(self, topics, area):
        """Add a search of this week to all `topics` in one statement.

        `topics` maps (need, term) to whether nothing was near; `area` is the code of a council of
        the site, or "". Raises django.db.Error where the database does not take it within
        PATIENCE_MS.
        """
        week = connection.ops.adapt_datefield_value(week_of(timezone.localdate()))
        # In order, so that two at once never wait for each other.
        rows = [(week, area, *topic, 1, int(missed)) for topic, missed in sorted(topics.items())]
        if rows:
            _write(rows)

    def between(self, first, last):
        """Counts of the weeks that begin on these Mondays or between them."""
        return self.filter(week__gte=first, week__lte=last)

    def forget_old(self, now):
        """Delete the counts of weeks long past; returns how many rows went."""
        return self.filter(week__lt=timezone.localdate(now) - KEPT).delete()[0]


class SearchCount(models.Model):
    """How many searches of one week were about one topic, from one council's area.

    `need` is the slug of a Need; `term` one of its examples ("knitting" of crafts), or "" for the
    need as a whole, which holds its examples too. `area` is a council's code, or "" where no place
    was given. The key holds no number that grows: it would tell which rows were made together.
    """

    pk = models.CompositePrimaryKey("week", "area", "need", "term")
    week = models.DateField()
    area = models.CharField(max_length=20, blank=True)
    need = models.CharField(max_length=80)
    term = models.CharField(max_length=80, blank=True)
    searches = models.PositiveIntegerField(default=0)
    #: How many of them found nothing to go to nearby, only help from afar or nothing at all.
    nothing_near = models.PositiveIntegerField(default=0)

    objects = SearchCountQuerySet.as_manager()

    def __str__(self):
        return f"{self.term or self.need}, week of {self.week}: {self.searches}"


def week_of(day):
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _write(rows):
    """One statement on the database's own terms; what waits for others waits PATIENCE_MS."""
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    statement, values = _UPSERT.format(rows=marks), [value for row in rows for value in row]
    if connection.vendor == "postgresql":
        # Sent together with the statement, so it holds for this statement alone.
        statement = f"SET LOCAL lock_timeout = {PATIENCE_MS}; {statement}"
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(statement, values)
            return
        usual = settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 5)
        connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            cursor.execute(statement, values)
        finally:
            connection.connection.execute(f"PRAGMA busy_timeout = {int(usual * 1000)}")
