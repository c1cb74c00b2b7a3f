"""The embedded engine: answers from the index file, and keeps it."""

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from search.engines import IndexUnavailable
from search.engines.embedded import file
from search.engines.embedded.caches import Memory, Sets, kept
from search.engines.embedded.search import Search
from search.engines.embedded.writer import Writer
from search.understanding.spelling import deletes, reach, slips_between

#: A word that so many listings hold is common.
COMMON = 5


class EmbeddedEngine:
    """See search.engines.Engine."""

    name = "embedded"

    def __init__(self):
        self._memory = None, Memory()

    def is_ready(self):
        """Whether there is an index that this version of the program can read, and it is sound."""
        try:
            return self._read(_is_sound)
        except IndexUnavailable:
            return False

    def turn_to_build(self):
        """A context in which nobody else builds. Waits for whoever does."""
        return file.lock("build")

    def rebuild(self, documents, version, *, keep=None, catch_up=None):
        """Make a new file of all documents and swap it in; returns how many there are.

        `keep` are small values to keep with it. `catch_up(put, remove)` is called at the end,
        while nobody else can write: it hands over what changed in the meantime.
        """
        with file.building() as (connection, target):
            connection.execute("BEGIN")
            writer = Writer(connection, is_new=True)
            count = sum(writer.put(document, version) for document in documents)
            for name, value in {**(keep or {}), "floor": version}.items():
                writer.keep(name, value)
            writer.finish()
            connection.execute("COMMIT")
            with file.lock():
                if catch_up:
                    self._catch_up(connection, catch_up)
                connection.close()
                file.swap_in(target)
        return count

    def _catch_up(self, connection, catch_up):
        connection.execute("BEGIN")
        writer = Writer(connection)
        catch_up(
            lambda documents, version: [writer.put(one, version) for one in documents],
            lambda uids, version: [writer.remove(uid, version) for uid in uids],
        )
        writer.finish()
        connection.execute("COMMIT")

    @contextmanager
    def _writer(self):
        with file.lock(), file.writing() as connection:
            writer = Writer(connection)
            yield writer
            writer.finish()

    def put(self, documents, version):
        with self._writer() as writer:
            for document in documents:
                writer.put(document, version)

    def remove(self, uids, version):
        with self._writer() as writer:
            for uid in uids:
                writer.remove(uid, version)

    def keep(self, name, value):
        """Keep a small JSON value with the index, for all processes to read."""
        with self._writer() as writer:
            writer.keep(name, value)

    def scrub(self):
        """Leave no trace in the file of what was taken out of it."""
        with file.lock():
            with file.writing() as connection:
                connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection = sqlite3.connect(file.path().resolve())
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    def kept(self, name):
        """A value that `keep` was given, or None."""
        return self._read(lambda connection: kept(connection, name))

    def versions(self):
        rows = self._read(
            lambda connection: connection.execute(
                "SELECT uid, fingerprint FROM document"
            ).fetchall()
        )
        return {UUID(bytes=uid): fingerprint for uid, fingerprint in rows}

    def search(self, question):
        return self._read(lambda connection: self._search(connection, question))

    def _search(self, connection, question):
        """One reading of the file: what is written meanwhile is not seen."""
        connection.execute("BEGIN")
        try:
            sets = Sets(connection, self._memory_of(connection))
            return Search(connection, sets, question).answer()
        finally:
            connection.execute("COMMIT")

    def _memory_of(self, connection):
        identity = file.identity_read()
        held, memory = self._memory
        if held != identity:
            memory = Memory()
            self._memory = identity, memory
        return memory.at(kept(connection, "edition"))

    def lexicon(self):
        """The words of the listings, for the spelling step."""
        return _Lexicon(self._read)

    def size(self):
        """Bytes on disk."""
        return Path(file.path()).stat().st_size

    def _read(self, ask):
        """Ask a connection; once more with a fresh one where the file was swapped underneath."""
        for last in (False, True):
            try:
                connection, _ = file.reader()
                return ask(connection)
            except sqlite3.DatabaseError as error:
                file.close()
                if last:
                    # Only the name of the error: its text might hold words that somebody typed.
                    name = getattr(error, "sqlite_errorname", type(error).__name__)
                    raise IndexUnavailable(f"The search index cannot be read: {name}") from None
        raise AssertionError("never reached")


def _is_sound(connection):
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return answer == "ok" and kept(connection, "labels") is not None


class _Lexicon:
    """The index's words as search.understanding.spelling.Lexicon. Counted by stem."""

    def __init__(self, read):
        self._read = read

    def _rows(self, sql, values):
        return self._read(lambda connection: connection.execute(sql, values).fetchall())

    def count(self, word):
        rows = self._rows("SELECT held FROM lexicon JOIN stem USING (stem) WHERE word = ?", (word,))
        return rows[0][0] if rows else 0

    def knows(self, word):
        """A word of one listing only may be that listing's slip, where a common word is close by."""
        held = self.count(word)
        return held > 1 or (held == 1 and all(n < COMMON for _, n in self.close_words(word)))

    def close_words(self, word):
        slips = reach(word)
        if not slips:
            return []
        forms = sorted(deletes(word, slips))
        rows = self._rows(
            "SELECT DISTINCT word, held FROM near_word JOIN lexicon USING (word)"
            " JOIN stem USING (stem)"
            f" WHERE form IN ({', '.join('?' * len(forms))})",
            forms,
        )
        return [(one, held) for one, held in rows if slips_between(word, one) <= slips]
