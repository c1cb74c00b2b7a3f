"""The cache of one machine: files that all its processes share, and in which nobody miscounts.

Django's own cache of files may take two for the first, and throws live counts away by chance when
there are many. Limits of how often something may be done stand on `add`.
"""

import fcntl
import pickle
import time
from contextlib import contextmanager
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class CountingFileCache(FileBasedCache):
    """As FileBasedCache, but `add` is done by one at a time, over all processes.

    Nothing goes before its time; `sweep` removes what is over.
    """

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self._alone():
            return super().add(key, value, timeout, version)

    def sweep(self):
        """Remove the files of what is over; returns how many."""
        with self._alone():
            over = [name for name in self._list_cache_files() if self._is_over(name)]
            return sum(self._delete(name) for name in over)

    @contextmanager
    def _alone(self):
        """One at a time. The lock goes with the file that is open, also when a process is killed."""
        self._createdir()
        with (Path(self._dir) / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _is_over(self, name):
        try:
            with Path(name).open("rb") as file:
                return self._is_expired(file)
        except FileNotFoundError:
            return False

    def _is_expired(self, f):
        """Whether its time is over. It is not deleted: by now another may have its name."""
        ends_at = self._ends_at(f)
        return ends_at is not None and ends_at < time.time()

    def _ends_at(self, file):
        """The first thing in a file of Django's cache: seconds since 1970, None for never."""
        try:
            # Nobody but this cache writes in its folder.
            return pickle.load(file)  # nosec B301
        except EOFError:
            return 0

    def _cull(self):
        """Nothing is thrown away to make room: a count that is lost is a limit that is none."""
