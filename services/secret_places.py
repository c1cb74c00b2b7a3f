"""A place that has become secret stays so, whichever of its older versions goes public later.

A version that was written before may still wait for review, for its day, or to be brought back; or
be on its way in the same moment. So whoever hides a place or writes its row holds a lock on it.
"""

from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Revision

from records.locks import held


@contextmanager
def alone(location):
    """Hold the lock on the row of `location` to the end of the transaction; gives the row as it is."""
    with transaction.atomic():
        yield held(type(location).objects).get(pk=location.pk)


def keep_secret(location):
    """Make the row of `location` and all versions of it secret, at once and without review."""
    with alone(location) as row:
        if not row.is_confidential:
            row.is_confidential = True
            row.save(update_fields=["is_confidential"])
        close(row.revisions.all())


def close(revisions):
    """Mark these versions of a place as secret; nothing else in them changes."""
    for revision in revisions.filter(content__is_confidential=False):
        revision.content["is_confidential"] = True
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def close_if_closed_since(revision):
    """Mark `revision` as secret if its row has been since it was read. Call it `alone`."""
    if Revision.objects.filter(pk=revision.pk, content__is_confidential=True).exists():
        revision.content["is_confidential"] = True
        # The reviewers' version has been put together already, once for all who ask.
        revision.as_object().is_confidential = True


def close_older(sender, instance, revision=None, **kwargs):
    """Receives Wagtail's `published`: what is older than a secret version opens nothing any more."""
    if instance.is_confidential and revision is not None:
        close(instance.revisions.filter(pk__lt=revision.pk))
