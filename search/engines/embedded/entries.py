"""Entries of the index, read by ranges of their keys, with how far each is from a place."""

import json
import math
from struct import unpack
from typing import NamedTuple

from search.engines.embedded import cells
from search.engines.embedded.facts import spread

#: Below so many services, one reading of the whole index beats many readings of a part of it.
SMALL = 4000
_NO_LIMIT = -1


class Entry(NamedTuple):
    """A row of the entry table (see schema.py), and its facts spread out for counting."""

    key: int
    organisation: int
    latitude: float | None
    longitude: float | None
    points: bytes | None
    facts: int
    needs: int
    tags: int
    hours: int
    ends: int | None
    name: str
    spread: int

    @property
    def document(self):
        return self.key & cells.DOCUMENT_MASK

    def further_points(self):
        """Every point of an entry that has several."""
        numbers = unpack(f"<{len(self.points) // 8}d", self.points)
        return zip(numbers[::2], numbers[1::2], strict=True)


#: Positions of columns: reading by position takes half the time, where thousands are read.
ORGANISATION, FACTS, NEEDS, TAGS, HOURS, ENDS, NAME, SPREAD = map(
    Entry._fields.index,
    ("organisation", "facts", "needs", "tags", "hours", "ends", "name", "spread"),
)
_KEYS = "SELECT key FROM entry WHERE key BETWEEN ? AND ?"
_MATCHING = "SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"
_ENTRIES = (
    f"SELECT {', '.join(Entry._fields[:-1])} FROM entry"
    " WHERE key IN (SELECT value FROM json_each(?))"
)


class Entries:
    """Reads what is not over on the day `today` (an ordinal) from one index file."""

    def __init__(self, connection, memory, today, count):
        self.connection, self.known, self.today = connection, memory.entries, today
        self.is_small = count < SMALL
        self._every = {}

    def matching(self, expression, ranges):
        """Entries in key ranges that hold what the FTS5 `expression` says; "" is everything."""
        if len(ranges) > 1 and self.is_small:
            if expression not in self._every:
                self._every[expression] = self.read(expression, *cells.ALL)
            return [
                entry
                for entry in self._every[expression]
                if any(first <= entry[0] <= last for first, last in ranges)
            ]
        return [entry for span in ranges for entry in self.read(expression, *span)]

    def read(self, expression, first, last, limit=_NO_LIMIT):
        if expression:
            rows = self.connection.execute(_MATCHING, (expression, first, last, limit))
        else:
            rows = self.connection.execute(_KEYS, (first, last))
        return self._entries([key for (key,) in rows])

    def of(self, uid):
        """The entries of one service by its uid: none where it is not held or over."""
        found = self.connection.execute("SELECT keys FROM document WHERE uid = ?", (uid.bytes,))
        row = found.fetchone()
        return self._entries(json.loads(row[0])) if row else []

    def _entries(self, keys):
        """The entries with these keys, read where they are not remembered."""
        known, today = self.known, self.today
        if unknown := [key for key in keys if key not in known]:
            rows = self.connection.execute(_ENTRIES, (json.dumps(unknown),))
            known.update((row[0], Entry(*row, spread(row[FACTS]))) for row in rows)
        entries = [known[key] for key in keys]
        return [e for e in entries if (ends := e[ENDS]) is None or ends >= today]


class Distances:
    """Kilometres from one point to entries, each worked out once.

    On the flat: right to a hundred metres within 50 km, which is enough to sort by.
    """

    def __init__(self, point):
        self.point = point
        self.known = {}
        if point:
            self.north_km, self.east_km = cells.km_per_degree(point[0])

    def __call__(self, entry):
        """The distance to the nearest point of an entry; None where either has no point."""
        if self.point is None or entry.latitude is None:
            return None
        known = self.known.get(entry[0])
        if known is None:
            known = self.known[entry[0]] = (
                self._to(entry.latitude, entry.longitude)
                if entry.points is None
                else min(self._to(*point) for point in entry.further_points())
            )
        return known

    def _to(self, latitude, longitude):
        return math.hypot(
            (latitude - self.point[0]) * self.north_km, (longitude - self.point[1]) * self.east_km
        )
