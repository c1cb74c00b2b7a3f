"""One token that changes with every change of the vocabulary, so that each process notices.

Whatever is made from needs, synonyms or crisis phrases is kept in memory with the token it was
made under, and made again when the token is another. A change inside a transaction is seen by
other processes when it is committed.
"""

import time
import uuid

from django.conf import settings
from django.db import models

#: How long a process may trust the token it last read, in seconds. Own changes are seen at once.
CHECK_SECONDS = 1.0


class VocabularyVersion(models.Model):
    """The single row (pk 1) that holds the token."""

    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"Vocabulary of {self.changed_at:%d %B %Y %H:%M}"


class _Seen:
    token = None
    until = 0.0


def touch(**kwargs):
    """Say that the vocabulary has changed. A signal receiver too; call it after bulk changes."""
    VocabularyVersion.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    _Seen.until = 0.0


def current_token():
    """The token now, read from the database at most once a second in each process."""
    if time.monotonic() >= _Seen.until:
        saw(VocabularyVersion.objects.filter(pk=1).values_list("token", flat=True).first())
    return _Seen.token


def saw(token):
    """Another query has just read the token (None where there is none yet): it need not be read again."""
    _Seen.token = token
    _Seen.until = time.monotonic() + getattr(settings, "VOCABULARY_CHECK_SECONDS", CHECK_SECONDS)


class Kept:
    """Something made from the vocabulary by `make()`, kept until the vocabulary changes."""

    def __init__(self, make):
        self.make = make
        self.kept = None

    def __call__(self):
        token = current_token()
        kept = self.kept
        if kept is None or kept[0] != token:
            kept = self.kept = (token, self.make())
        return kept[1]
