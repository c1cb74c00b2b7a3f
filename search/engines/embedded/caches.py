"""What a process remembers of an index file, so that most of a search needs no reading.

Everything goes by the file and its edition: any write makes a new edition, and what was remembered
of an older one is dropped. Numbered sets never change while their file lives.
"""

import json

from search import ranking
from search.engines.embedded import hours

#: The facets of named values that are kept together, because most services share them.
TAGS = ("audiences", "serves", "led_by", "languages")
#: Bounds on memory, about 20 MB each: beyond them all is forgotten and read again.
_MOST_SETS, _MOST_ENTRIES, _MOST_DOCUMENTS = 100_000, 50_000, 5_000


class Table(dict):
    """Looks up what `make` says of a key, asked once for each key."""

    __slots__ = ("make",)

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        value = self[key] = self.make(key)
        return value


class Memory:
    """What is remembered of one file: `entries` by key, `documents` by number, `sets`, labels.

    `held` says how many documents hold a stem; `open` is (minute, which times are open then) of
    the last minute that was asked about.
    """

    def __init__(self):
        self.edition = None
        self.sets = {}
        self.forget()

    def forget(self):
        self.entries, self.documents, self.held, self.labels = {}, {}, {}, None
        self.open = None, {}

    def at(self, edition):
        """Drop what belongs to another edition, or is too much."""
        too_much = len(self.entries) > _MOST_ENTRIES or len(self.documents) > _MOST_DOCUMENTS
        if edition != self.edition or too_much:
            self.forget()
            self.edition = edition
        if len(self.sets) > _MOST_SETS:
            self.sets = {}
        return self


class Sets:
    """The numbered sets of one file, read as they are asked for."""

    def __init__(self, connection, memory):
        self.connection, self.memory = connection, memory
        self._held = memory.sets

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
        """The slugs of a facet in a set of needs (those above are in) or of tags."""
        return self.needs(number) if kind == "needs" else self.tags(number)[kind]

    def tags(self, number):
        """{facet: slugs} of audiences, communities and languages."""
        return self._remembered("tags", number, _tags)

    def needs(self, number):
        """{slug: how sure} of the needs of a listing; 0 for those that only stand above."""
        return self._remembered("needs", number, _needs)

    def coverage(self, number):
        """[(code, name, kind)] of the areas of a coverage."""
        return self._remembered("coverage", number, lambda held: json.loads(held or "[]"))

    def times(self, number):
        """The packed times of a listing, as search.engines.embedded.hours takes them."""
        return self._remembered("hours", number, str)

    def open_bits(self, number, minute):
        """Which of hours.STATES hold for a set of times at a minute."""
        asked_at, known = self.memory.open
        if asked_at != minute:
            known = {}
            self.memory.open = minute, known  # At once, because threads share it.
        bits = known.get(number)
        if bits is None:
            bits = hours.open_bits(self.times(number), minute) if number else 0
            known[number] = bits
        return bits

    def organisation(self, uid):
        """The number of an organisation here; None where nothing of it is held."""
        asked = "SELECT id FROM organisation WHERE uid = ?"
        row = self.connection.execute(asked, (uid.bytes,)).fetchone()
        return row[0] if row else None

    def labels(self, kind):
        """{slug: label} of a facet in the order to show them."""
        if self.memory.labels is None:
            self.memory.labels = kept(self.connection, "labels") or {}
        return self.memory.labels.get(kind, {})


def kept(connection, name):
    """A value that was kept beside the index, or None."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else None


def _tags(held):
    return dict(zip(TAGS, json.loads(held) if held else [()] * len(TAGS), strict=True))


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
