"""What a process remembers of an index file: numbered sets, labels, times. Never goes stale.

A numbered set never changes while its file lives, so nothing here needs to be forgotten but when
another file is swapped in. Labels go by the edition of the file.
"""

import json
from functools import cached_property

from search import ranking
from search.engines.embedded import hours

#: A bound on memory: beyond it everything is forgotten and read again.
_MOST = 200_000


class Sets:
    """The numbered sets of one file, read as they are asked for."""

    def __init__(self, connection, held, kept):
        self.connection, self._held, self._kept = connection, held, kept
        if len(held) > _MOST:
            held.clear()

    def _read(self, number):
        row = self.connection.execute(
            "SELECT held FROM value_set WHERE id = ?", (number,)
        ).fetchone()
        return row[0] if row else ""

    def _remembered(self, kind, number, make):
        key = kind, number
        if key not in self._held:
            self._held[key] = make(self._read(number) if number else "")
        return self._held[key]

    def members(self, kind, number):
        """The slugs of a set; of needs those above are in."""
        if kind == "needs":
            return self.needs(number).keys()
        return self._remembered(kind, number, _slugs)

    def needs(self, number):
        """{slug: how sure} of the needs of a listing; 0 for those that only stand above."""
        return self._remembered("needs", number, _needs)

    def coverage(self, number):
        """[(code, name, kind)] of the areas of a coverage."""
        return self._remembered("coverage", number, lambda held: json.loads(held or "[]"))

    def times(self, number):
        """The packed times of a listing, as search.engines.embedded.hours takes them."""
        return self._remembered("hours", number, str)

    def open_bits(self, number, at):
        return hours.open_bits(self.times(number), at) if number else 0

    def labels(self, kind):
        """{slug: label} of a facet in the order to show them."""
        return self._labels.get(kind, {})

    @cached_property
    def _labels(self):
        return self._kept("labels") or {}


def _slugs(held):
    return frozenset(json.loads(held)) if held else frozenset()


def _needs(held):
    if not held:
        return {}
    confirmed, recognised, mentioned, wider = json.loads(held)
    return {
        **dict.fromkeys(wider, 0.0),
        **dict.fromkeys(mentioned, ranking.MENTIONED),
        **dict.fromkeys(recognised, ranking.RECOGNISED),
        **dict.fromkeys(confirmed, ranking.CONFIRMED),
    }
