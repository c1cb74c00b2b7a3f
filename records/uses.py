"""Wagtail's index of what uses what (`ReferenceIndex`), brought up to date once for each record.

Wagtail itself does so at every save of a record and of each of its rows.
"""

from contextlib import contextmanager

from wagtail.signal_handlers import (
    disable_reference_index_auto_update,
    reference_index_auto_update_disabled,
    update_reference_index_on_save,
)


@contextmanager
def left_alone():
    """Nothing that is saved inside is looked at. May be nested, which Wagtail's own may not."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield


@contextmanager
def looked_at_once(record):
    """`record` is saved inside, with its rows: what they use is looked at when all are there."""
    with left_alone():
        yield
    update_reference_index_on_save(record)
