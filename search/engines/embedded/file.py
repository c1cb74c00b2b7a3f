"""The index file: finding it, opening it for each thread, writing to it, and swapping it whole.

The path in the settings is a symbolic link to the file of the newest build. A new build is
made beside it and the link replaced at one moment; a reader sees the old or the new, never none.
Writers in all processes take turns by a lock file.
"""

import fcntl
import os
import sqlite3
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from search.engines import IndexUnavailable
from search.engines.embedded import schema

READING = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA query_only = 1",
    "PRAGMA cache_size = -16000",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA temp_store = MEMORY",
)
_WRITING = (
    "PRAGMA busy_timeout = 20000",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = 1",
)
#: Nobody reads a file that is still being built: speed is all, and a crash only leaves litter.
_BUILDING = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -64000",
    "PRAGMA temp_store = MEMORY",
)
_threads = threading.local()


def path():
    return Path(settings.SEARCH_INDEX_PATH)


def identity():
    """What tells one build from another; IndexUnavailable when there is none."""
    where = str(settings.SEARCH_INDEX_PATH)
    try:
        found = os.stat(where)  # noqa: PTH116 - a third of the time, and asked for each search
    except OSError as error:
        raise IndexUnavailable("There is no search index yet.") from error
    return where, found.st_dev, found.st_ino, os.getpid()


def _open(target, pragmas):
    try:
        connection = sqlite3.connect(f"file:{target.resolve()}?mode=rw", uri=True)
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)
        current = schema.is_current(connection)
    except sqlite3.Error as error:
        raise IndexUnavailable(f"The search index cannot be read: {error}") from error
    if not current:
        connection.close()
        raise IndexUnavailable("The search index was made by another version.")
    return connection


def reader():
    """(connection, identity) for reading in this thread, opened anew after a swap."""
    wanted = identity()
    held = getattr(_threads, "reader", None)
    if held is None or held[1] != wanted:
        close()
        held = _threads.reader = (_open(path(), READING), wanted)
    return held


def identity_read():
    """The identity of the file that this thread's reader has open."""
    return _threads.reader[1]


def close():
    """Close this thread's connection, so that the next search opens the file again."""
    held, _threads.reader = getattr(_threads, "reader", None), None
    if held is not None and held[1][-1] == os.getpid():
        held[0].close()


@contextmanager
def lock(to="write"):
    """Hold the right to "write" or "build", against all threads and processes. Waits for it."""
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        held = os.open(f"{path()}.lock-{to}", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise IndexUnavailable(f"The folder of the search index cannot be used: {error}") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)  # Which gives the lock back.


@contextmanager
def writing():
    """A connection in a transaction of its own: all of it is kept, or nothing. Call in a lock."""
    identity()
    connection = _open(path(), _WRITING)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise IndexUnavailable(f"The search index cannot be written: {error}") from error
    finally:
        connection.close()


@contextmanager
def building():
    """A connection to a new, empty file, and its path. What fails leaves no file behind."""
    target = path().with_name(f"{path().name}.{uuid.uuid4().hex}")
    connection = sqlite3.connect(target)
    connection.isolation_level = None
    try:
        for pragma in _BUILDING:
            connection.execute(pragma)
        schema.create(connection)
        yield connection, target
    except BaseException as error:
        connection.close()
        discard(target)
        if isinstance(error, sqlite3.Error | OSError):
            raise IndexUnavailable(f"The search index cannot be made: {error}") from error
        raise
    connection.close()


def swap_in(target):
    """Make `target` the index that everybody reads. Call in a lock."""
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    link = path().with_name(f"{path().name}.link-{uuid.uuid4().hex}")
    link.symlink_to(target.name)
    old = path().resolve() if path().exists() else None
    link.replace(path())
    if old is not None and old != path():
        discard(old)
    _discard_litter(keep=target)


def discard(target):
    """Remove an index file with all that SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)


def _discard_litter(keep):
    """Remove builds that were killed half-way, and older ones."""
    for found in path().parent.glob(f"{path().name}.*"):
        is_build = len(found.suffix) == 33 and found != keep
        if is_build and not found.is_symlink():
            discard(found)
