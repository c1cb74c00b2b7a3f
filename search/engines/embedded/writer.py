"""Putting documents into an index file and taking them out again."""

import json
from collections import Counter
from struct import pack

from search.engines.embedded import cells, hours, text
from search.engines.embedded.caches import TAGS, Table
from search.engines.embedded.facts import facts_of
from search.engines.embedded.shown import shown_of
from search.understanding.spelling import SHORTEST_WORD, deletes, reach
from services.wording import stem

_DOCUMENT = "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ENTRY = f"INSERT INTO entry VALUES ({', '.join('?' * 11)})"
_COLUMNS = "name, needs, organisation, summary, more, body, place"
_WORDS = f"INSERT INTO words (rowid, {_COLUMNS}) VALUES (?{', ?' * 7})"
_FORGET = f"INSERT INTO words (words, rowid, {_COLUMNS}) VALUES ('delete', ?{', ?' * 7})"
#: Tokens that stand for a need begin with a sign that nobody's word can hold.
NEED_TOKEN = "¤"
_NO_SET = 0
_PORTION = 200
#: Bytes that FTS5 collects before it writes: while a file is built, and its own default.
_ROOM_FOR_BUILDING, _ROOM = 1 << 26, 1 << 20


def day_number(day):
    return None if day is None else day.toordinal()


class Writer:
    """Writes to one connection. `finish` must be called at the end: words are counted there.

    A writer of a new file (`is_new`) holds rows back and puts the words in order of their keys at
    the end, which makes FTS5 faster to build and to read.
    """

    def __init__(self, connection, *, is_new=False):
        self.connection = connection
        self.is_new = is_new
        self.sets, self.organisations = {}, {}
        floor = self._one("SELECT value FROM meta WHERE name = 'floor'")
        #: The version of the whole build: whatever is older was read before it.
        self.floor = int(floor[0]) if floor else 0
        #: The stem of every word that came by, and by how much the count of each stem changes.
        self.stem_of, self.stems = Table(stem), Counter()
        self.held_back = [], []
        self.next_id = 1 + self._one("SELECT ifnull(max(id), 0) FROM document")[0]

    def put(self, document, version):
        """Put a document in the place of any older one. False where a newer one is held."""
        if not self.is_new and not self._make_room(document.uid, version):
            return False
        number, self.next_id = self.next_id, self.next_id + 1
        fields = text.field_words(document)
        stems = [list(map(self.stem_of.__getitem__, field)) for field in fields]
        stems[1] += self._need_tokens(document)
        stems = [" ".join(field) for field in stems]
        packed, bounds = text.packed(stems)
        entries = self._entries(document, number, stems[0])
        row = (
            *(number, document.uid.bytes, version, document.fingerprint(), document.name),
            *(f"[{','.join([str(entry[0]) for entry in entries])}]", bounds, packed),
            shown_of(document),
        )
        # FTS5 counts the words of a new file itself, once for each entry.
        self._count(stems, 1 - len(entries) if self.is_new else 1)
        if self.is_new:
            self._hold_back(row, entries)
        else:
            self.connection.execute(_DOCUMENT, row)
            self.connection.executemany(_ENTRY, entries)
            self.connection.executemany(_WORDS, [(entry[0], *stems) for entry in entries])
        return True

    def _count(self, fields, times):
        """Count each stem of a document (its fields as texts) so many times more."""
        if times:
            for one in set(" ".join(fields).split()):
                self.stems[one] += times

    def _hold_back(self, row, entries):
        rows, all_entries = self.held_back
        rows.append(row)
        all_entries.extend(entries)
        if len(rows) >= _PORTION:
            self._write_held_back()

    def _write_held_back(self):
        rows, entries = self.held_back
        self.connection.executemany(_DOCUMENT, rows)
        self.connection.executemany(_ENTRY, entries)
        rows.clear()
        entries.clear()

    def remove(self, uid, version):
        """Take a document out, and remember that. False where a newer one is held."""
        if not self._make_room(uid, version):
            return False
        self.connection.execute("REPLACE INTO removed VALUES (?, ?)", (uid.bytes, version))
        return True

    def _make_room(self, uid, version):
        if version < self.floor:
            return False
        removed = self._one("SELECT version FROM removed WHERE uid = ?", uid.bytes)
        if removed and removed[0] > version:
            return False
        held = self._one(
            "SELECT id, version, keys, bounds, stems FROM document WHERE uid = ?", uid.bytes
        )
        if held and held[1] > version:
            return False
        self.connection.execute("DELETE FROM removed WHERE uid = ?", (uid.bytes,))
        if held:
            self._forget(*held)
        return True

    def _forget(self, number, _version, keys, bounds, stems):
        """FTS5 without content of its own must be told the very words it is to forget."""
        fields = text.unpacked(stems, bounds)
        for key in json.loads(keys):
            self.connection.execute(_FORGET, (key, *fields))
            self.connection.execute("DELETE FROM entry WHERE key = ?", (key,))
        self.connection.execute("DELETE FROM document WHERE id = ?", (number,))
        self._count(fields, -1)

    def _one(self, sql, *values):
        return self.connection.execute(sql, values).fetchone()

    def _need_tokens(self, document):
        slugs = [slug for kind in needs_of(document) for slug in kind]
        return [need_token(slug) for slug in slugs]

    def _entries(self, document, number, name):
        organisation, ends = self._organisation(document), day_number(document.ends_on)
        needs = self._set("needs", needs_of(document))
        tags = self._set("tags", tuple(getattr(document, kind) for kind in TAGS))
        times = self._set("hours", hours.packed(document))
        return [
            (
                *(cells.key(kind, cell, number), organisation, *where, facts_of(document, access)),
                *(needs, tags, times, ends, f" {name} "),
            )
            for kind, cell, where, access in self._whereabouts(document)
        ]

    def _whereabouts(self, document):
        """(kind, cell, (latitude, longitude, all points), access facts) for each cell it is in."""
        access = {fact for place in document.places for fact in place.access}
        if document.coverage:
            yield cells.COVERAGE, self._coverage(document), _where(document.points), access
        elif document.is_remote:
            yield cells.EVERYWHERE, 0, _where(document.points), access
        elif not document.points:
            yield cells.UNPLACED, 0, _where(()), access
        else:
            by_cell = {}
            for place in document.places:
                if place.point:
                    by_cell.setdefault(cells.cell_of(*place.point), []).append(place)
            for cell, places in by_cell.items():
                points = tuple(dict.fromkeys(place.point for place in places))
                here = {fact for place in places for fact in place.access}
                yield cells.GRID, cell, _where(points), here

    def _coverage(self, document):
        areas = tuple([(area.code, area.name, area.kind) for area in document.coverage])
        known = ("coverage", areas) in self.sets
        number = self._set("coverage", areas)
        if not known:
            rows = [(code, number) for code, _, _ in areas]
            self.connection.executemany("INSERT OR IGNORE INTO covered VALUES (?, ?)", rows)
        return number

    def _set(self, kind, values):
        """The number of a set of values (a tuple, or text as it is); 0 where nothing is in it."""
        if not any(values):
            return _NO_SET
        number = self.sets.get((kind, values))
        if number is None:
            held = values if isinstance(values, str) else json.dumps(values)
            number = self._number("value_set", {"kind": kind, "held": held})
            self.sets[kind, values] = number
        return number

    def _organisation(self, document):
        uid = document.organisation_uid.bytes
        if uid not in self.organisations:
            name = document.organisation
            number = self._number("organisation", {"uid": uid}, {"name": name})
            if not self.is_new:
                self.connection.execute(
                    "UPDATE organisation SET name = ? WHERE id = ?", (name, number)
                )
            self.organisations[uid] = number
        return self.organisations[uid]

    def _number(self, table, key, more=None):
        """The number of the row with this key, made (with `more`) where there is none."""
        columns = {**key, **(more or {})}
        made = self.connection.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)})"
            f" VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        if made.rowcount:
            return made.lastrowid
        where = " AND ".join(f"{name} = ?" for name in key)
        return self._one(f"SELECT id FROM {table} WHERE {where}", *key.values())[0]

    def keep(self, name, value):
        """Keep a small JSON value under a name."""
        self.connection.execute("REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value)))

    def finish(self):
        """Write what was held back: words in order, counts, and that something has changed."""
        if self.is_new:
            self._write_held_back()
            self._write_words()
        self._count_words()
        self.connection.execute(
            "INSERT INTO meta VALUES ('edition', 1)"
            " ON CONFLICT (name) DO UPDATE SET value = value + 1"
        )

    def _write_words(self):
        """Put the text of every entry, in order of the keys, and count who holds which stem.

        FTS5 is given room to collect before it writes: merging small pieces is half of its work.
        """
        run = self.connection.execute
        run("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_ROOM_FOR_BUILDING,))
        texts = run(
            "SELECT key, stems, bounds FROM entry JOIN document ON id = key & ? ORDER BY key",
            (cells.DOCUMENT_MASK,),
        )
        rows = ((key, *text.unpacked(stems, bounds)) for key, stems, bounds in texts)
        self.connection.executemany(_WORDS, rows)
        run("INSERT INTO words (words) VALUES ('optimize')")
        run("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_ROOM,))
        run("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, words, row)")
        run("INSERT INTO stem SELECT term, doc FROM temp.term")
        run("DROP TABLE temp.term")

    def _count_words(self):
        """Bring the lexicon up to date with the documents put and taken out."""
        self.connection.executemany(
            "INSERT INTO stem VALUES (?, ?)"
            " ON CONFLICT (stem) DO UPDATE SET held = held + excluded.held",
            [(one, count) for one, count in self.stems.items() if count],
        )
        new = sorted(word for word in self.stem_of if self.is_new or not self._is_known(word))
        self.connection.executemany(
            "INSERT INTO lexicon VALUES (?, ?)", [(word, self.stem_of[word]) for word in new]
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO near_word VALUES (?, ?)",
            sorted(row for word in new for row in _near_rows(word)),
        )
        if not self.is_new:
            self._forget_stems([one for one, count in self.stems.items() if count < 0])
        self.stem_of, self.stems = Table(stem), Counter()

    def _is_known(self, word):
        return self._one("SELECT 1 FROM lexicon WHERE word = ?", word) is not None

    def _forget_stems(self, stems):
        """Words that no listing holds any more are no longer offered as the spelling meant."""
        gone = "SELECT word FROM lexicon JOIN stem USING (stem) WHERE stem = ? AND held <= 0"
        for one in stems:
            for (word,) in self.connection.execute(gone, (one,)).fetchall():
                self.connection.execute("DELETE FROM lexicon WHERE word = ?", (word,))
                self.connection.executemany(
                    "DELETE FROM near_word WHERE form = ? AND word = ?", _near_rows(word)
                )
            self.connection.execute("DELETE FROM stem WHERE stem = ? AND held <= 0", (one,))


def needs_of(document):
    """The needs of a document by how sure they are: confirmed, recognised, mentioned, wider."""
    return (
        *(document.needs, document.recognised_needs),
        *(document.mentioned_needs, document.wider_needs),
    )


def need_token(slug):
    """The word that stands in the index for a need."""
    return NEED_TOKEN + slug.replace("-", NEED_TOKEN)


def _near_rows(word):
    if len(word) < SHORTEST_WORD - 1 or not word.isalpha() or len(word) > 40:
        return []
    return [(form, word) for form in deletes(word, reach(word) or 1)]


def _where(points):
    """(latitude, longitude, all points packed where there are several)."""
    if not points:
        return None, None, None
    several = pack(f"<{2 * len(points)}d", *(part for point in points for part in point))
    return (*points[0], several if len(points) > 1 else None)
