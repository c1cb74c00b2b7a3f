"""The tests' databases: the migrations make one, of which every process of the run has a copy.

A test with real transactions leaves its rows behind; after it a new copy is taken.
"""

import fcntl
import os
import shutil
import zlib
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection


class TestDatabase:
    """What the two kinds of database share. `folder` is of the whole run, `name` of the process."""

    __test__ = False

    def __init__(self, folder, name):
        self.folder, self.name = Path(folder), name

    def prepare(self, *, keep):
        """Go to a copy of what the migrations made; with `keep`, on top of an earlier run's."""
        with self._alone():
            made = self.folder / f"migrated-{connection.vendor}"
            if not (made.exists() or (keep and self.is_kept())):
                self.migrate(keep=keep)
            made.touch()
        self.copy()

    @contextmanager
    def _alone(self):
        """One process of the run at a time."""
        with (self.folder / "migrating").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _migrate(self, name, *, keep):
        test = connection.settings_dict["TEST"]
        asked, test["NAME"] = test["NAME"], name
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False, keepdb=keep
        )
        connection.close()
        test["NAME"] = asked

    def _go_to(self, name):
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(name)


class SQLite(TestDatabase):
    """A file; TEST_DATABASE says where the migrated one is kept for the next run."""

    _copies = 0

    @property
    def migrated(self):
        kept = connection.settings_dict["TEST"]["NAME"]
        return Path(kept) if kept else self.folder / "migrated.sqlite3"

    def is_kept(self):
        if not self.migrated.exists():
            return False
        self._go_to(self.migrated)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA user_version")
            return cursor.fetchone()[0] == migrations_mark()

    def migrate(self, *, keep):
        making = self.migrated.with_suffix(f".{os.getpid()}")
        if keep and self.migrated.exists():
            shutil.copyfile(self.migrated, making)
        self._migrate(str(making), keep=keep)
        self._go_to(making)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA user_version = {migrations_mark()}")
        connection.close()
        making.rename(self.migrated)

    def copy(self):
        """Each time a new file: a thread of a test may have the old one open."""
        self.drop()
        self._copies += 1
        shutil.copyfile(self.migrated, self._own)
        self._go_to(self._own)

    def copy_to(self, file):
        """A site of its own begins with what the migrations made."""
        shutil.copyfile(self.migrated, file)

    def drop(self):
        connection.close()
        self._own.unlink(missing_ok=True)

    @property
    def _own(self):
        return settings.VAR_DIR / f"tests-{self._copies}.sqlite3"


class PostgreSQL(TestDatabase):
    """A database of the server, which is copied by it; the migrated one is kept there."""

    migrated = "test_open_door_migrated"

    def is_kept(self):
        with self._server() as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [self.migrated],
            )
            return cursor.fetchone() == (str(migrations_mark()),)

    def migrate(self, *, keep):
        if not keep:
            with self._server() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {self.migrated} WITH (FORCE)")
        self._migrate(self.migrated, keep=keep)
        with self._server() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {self.migrated} IS '{migrations_mark()}'")

    def copy(self):
        self.drop()
        # One copy at a time: the server lends a database as a template to one only.
        with self._alone(), self._server() as cursor:
            cursor.execute(f"CREATE DATABASE {self._own} TEMPLATE {self.migrated}")
        self._go_to(self._own)

    def copy_to(self, file):
        """Nothing: a site in a file migrates by itself."""

    def drop(self):
        connection.close()
        with self._server() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self._own} WITH (FORCE)")

    @property
    def _own(self):
        return f"test_open_door_{self.name}"

    @contextmanager
    def _server(self):
        connection.close()
        with connection._nodb_cursor() as cursor:
            yield cursor


def test_database(folder, name):
    """The TestDatabase of the kind that the settings name."""
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor](folder, name)


test_database.__test__ = False


def migrations_mark():
    """A number that changes with any migration of any app, 31 bits."""
    mark = 0
    for config in apps.get_app_configs():
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            mark = zlib.crc32(file.read_bytes(), mark)
    return mark & 0x7FFFFFFF
