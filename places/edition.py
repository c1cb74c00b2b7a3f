"""When names or areas last changed, so that what is kept in memory is never out of date for long.

Each process keeps tables of names and areas. Whatever changes them calls `bump()`; each process
looks at the token in the database at most every PLACES_REFRESH_SECONDS.
"""

import time
import uuid

from django.conf import settings
from django.db.models.signals import m2m_changed, post_delete, post_save

from places.models import Alias, Area, NamesEdition, PlaceName


class _Seen:
    token = ""
    until = float("-inf")


def bump(**_signal):
    """Say that a name or an area has changed: every process reads its tables afresh."""
    NamesEdition.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})


def current_token():
    """The token now, read from the database at most every PLACES_REFRESH_SECONDS."""
    if time.monotonic() >= _Seen.until:
        saw(NamesEdition.objects.filter(pk=1).values_list("token", flat=True).first())
    return _Seen.token


def saw(token):
    """Another query has just read the token (None where there is none yet): it need not be read again."""
    _Seen.token = token or ""
    _Seen.until = time.monotonic() + settings.PLACES_REFRESH_SECONDS


def watch():
    """Bump whenever an area, alias or place name is saved or deleted (bulk changes call bump)."""
    for model in (Area, Alias, PlaceName):
        post_save.connect(bump, sender=model, dispatch_uid=f"places-saved-{model.__name__}")
        post_delete.connect(bump, sender=model, dispatch_uid=f"places-gone-{model.__name__}")
    m2m_changed.connect(bump, sender=Area.parts.through, dispatch_uid="places-parts")


class Kept:
    """Something made from the database and kept in memory until the edition changes.

    `kept()` returns it; `make` is called without arguments when there is none or it is old.
    """

    def __init__(self, make):
        self.make = make
        self._state = (None, None)

    def __call__(self):
        newest = current_token()
        token, value = self._state
        if value is None or newest != token:
            value = self.make()
            # One assignment, so that another thread sees the old state or the new, never a mixture.
            self._state = (newest, value)
        return value
