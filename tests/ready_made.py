"""Rows that take long to make: made once in each process, then put back in each test that asks.

    GROUPS = ReadyMade(make_groups)
    GROUPS.remember()   # once, before any test: makes the rows, reads them, takes them back
    GROUPS.make()       # in a test: leaves in the database what make_groups() would leave

Each test has rows of its own, which end with its transaction. Where the tables are no longer as
they were before `remember` (because the test wrote to them first), the rows are made in earnest.
"""

import copy
from dataclasses import dataclass

from django.db import connection, transaction

from tests.tables import tables

#: What most rows point to; it is made anew, with other numbers, when all tables are emptied.
POINTED_TO = ("django_content_type", "auth_permission", "wagtailcore_page")


@dataclass
class _Change:
    """What was done to one table: rows as they are stored, by their primary key."""

    added: list
    gone: list
    new: dict
    old: dict


class ReadyMade:
    """The rows that `build()` makes, and what it returns."""

    def __init__(self, build):
        self.build = build
        self._changes = self._watched = self._sizes = self._made = None

    def remember(self):
        """Make the rows, keep what they are, and take them back."""
        if self._changes is not None:
            return
        with transaction.atomic():
            before = {table: table.rows() for table in tables()}
            self._made = self.build()
            after = {table: table.rows() for table in tables()}
            transaction.set_rollback(True)
        changes = {table: _difference(before[table], after[table]) for table in before}
        self._changes = {table: change for table, change in changes.items() if change}
        self._watched = [t for t in tables() if t in self._changes or t.name in POINTED_TO]
        self._sizes = _sizes(self._watched)

    @transaction.atomic
    def make(self):
        """Put the rows in the database; returns a copy of what `build()` returned."""
        if not self._is_as_before():
            return self.build()
        with connection.cursor() as cursor:
            for table, change in self._changes.items():
                _write(cursor, table, change)
            if connection.vendor == "postgresql":
                _count_on(cursor, self._changes)
        return copy.deepcopy(self._made)

    def _is_as_before(self):
        if self._changes is None or _sizes(self._watched) != self._sizes:
            return False
        overwritten = {table: change.old for table, change in self._changes.items() if change.old}
        return all(old.items() <= table.rows().items() for table, old in overwritten.items())


def _difference(before, after):
    if before == after:
        return None
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    return _Change(
        added=[row for key, row in after.items() if key not in before],
        gone=[key for key in before if key not in after],
        new={key: after[key] for key in changed},
        old={key: before[key] for key in changed},
    )


def _sizes(watched):
    """How many rows each table has and between which keys."""
    asked = " UNION ALL ".join(
        f"SELECT '{t.name}', COUNT(*), MIN({t.text_key}), MAX({t.text_key}) FROM \"{t.name}\""
        for t in watched
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return sorted(cursor.fetchall())


def _write(cursor, table, change):
    where = "WHERE " + " AND ".join(f'"{column}" = %s' for column in table.key)
    for key in change.gone:
        cursor.execute(f'DELETE FROM "{table.name}" {where}', key)
    fields = ", ".join(f'"{column}" = %s' for column in table.columns)
    for key, row in change.new.items():
        cursor.execute(f'UPDATE "{table.name}" SET {fields} {where}', [*row, *key])
    if change.added:
        _add(cursor, table, change.added)


def _add(cursor, table, rows):
    names = ", ".join(f'"{column}"' for column in table.columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as lines:
            for row in rows:
                lines.write_row(row)
    else:
        values = ", ".join(["%s"] * len(table.columns))
        cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({values})', rows)


def _count_on(cursor, changes):
    """The next rows of PostgreSQL get numbers after these."""
    for table, change in changes.items():
        if table.is_numbered and change.added:
            (key,) = table.key
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', '{key}'),"
                f' (SELECT MAX("{key}") FROM "{table.name}"))'
            )
