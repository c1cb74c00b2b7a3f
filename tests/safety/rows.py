"""What the database holds, so that a test can say that nothing was changed."""

import hashlib

from django.apps import apps

#: Rows that any visit may write: sessions, and counts of wrong passwords.
PASSING = {"sessions.Session", "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog"}


def fingerprint():
    """{table: hash of all its rows} of every model, those of many-to-many fields included."""
    return {
        model._meta.label: _hash(model)
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed and model._meta.label not in PASSING
    }


def _hash(model):
    rows = model._base_manager.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def changed(before, after):
    """The tables whose rows differ."""
    return sorted(label for label in before if before[label] != after[label])
