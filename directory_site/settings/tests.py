"""The test suite: the real parts, with cheap password hashing and a place of its own for files."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, env

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_until_the_end = tempfile.TemporaryDirectory(prefix="open-door-tests-", ignore_cleanup_errors=True)
VAR_DIR = Path(_until_the_end.name)
MEDIA_ROOT = VAR_DIR / "media"
SEARCH_INDEX_PATH = VAR_DIR / "search.sqlite3"
STATIC_ROOT = None  # nothing is collected
DEMONSTRATION = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SITE_FACTS_SECONDS = 0
VOCABULARY_CHECK_SECONDS = 0  # each test sees its own vocabulary
PLACES_REFRESH_SECONDS = 0
# SQLite in a file, as it is used, so that several threads at once find what they would find there.
# TEST_DATABASE is where the migrated file is kept from one run to the next: see docs/testing.md.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default="")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
