"""A place that has become secret stays so, whichever of its older versions goes public later.

A version that was written before may still wait for review, for its day, or to be brought back.
"""

from django.db import transaction
from wagtail.models import Revision

from services.models import Location


@transaction.atomic
def keep_secret(location):
    """Make the row of `location` and all versions of it secret, at once and without review."""
    row = Location.objects.select_for_update().get(pk=location.pk)
    if not row.is_confidential:
        row.is_confidential = True
        row.save(update_fields=["is_confidential"])
    close(row.revisions.all())


def close(revisions):
    """Mark these versions of a place as secret; nothing else in them changes."""
    for revision in revisions.filter(content__is_confidential=False):
        revision.content["is_confidential"] = True
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def close_older(sender, instance, revision=None, **kwargs):
    """Receives Wagtail's `published`: what is older than a secret version opens nothing any more."""
    if instance.is_confidential and revision is not None:
        close(instance.revisions.filter(pk__lt=revision.pk))
