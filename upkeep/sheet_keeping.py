"""Keeping what a sheet says: drafts of every row and one submission, all of it or nothing."""

from django.db import transaction

from organisations import people
from search.signals import rebuilt_once
from services.models import Service
from upkeep import drafts, submissions
from upkeep.sheet_difference import compare
from upkeep.sheet_uploads import SheetUpload

NOTE = "Sent as a sheet: {name}."


class LookAgain(Exception):
    """Something is not as the person was shown: they should look at the difference again."""


def difference(upload):
    """What an upload would change as things are now."""
    return compare(
        upload.organisation, upload.user, upload.columns, upload.rows, namespace=upload.uid
    )


@transaction.atomic
def keep(upload, *, digest, stopped=()):
    """Keep the changes of an upload as drafts and send them as one; returns the Submission.

    `digest` is of the Difference that the person agreed to; `stopped` the uids ticked as no longer
    running. Raises LookAgain when the difference is another one by now, and submissions.NotReady.
    The same upload sent again finds nothing to keep and gives None.
    """
    # Deleted first: whoever else sends the same upload waits here, and then finds it gone.
    if not SheetUpload.objects.filter(pk=upload.pk).delete()[0]:
        return None
    people.lock(upload.organisation)
    found = difference(upload)
    if found.errors or found.digest != digest:
        raise LookAgain
    with rebuilt_once():
        found.finder.keep()
        records = [_keep_row(row, upload.user) for row in found.rows]
        records += [_stop(service, upload.user) for service in _ticked(found, stopped)]
    if not records:
        return None
    note = NOTE.format(name=upload.name)
    return submissions.send(upload.organisation, by=upload.user, records=records, note=note)


def _keep_row(row, user):
    if row.is_new:
        row.service.save()
    _name_saved_places(row.service)
    drafts.keep(row.service, by=user, seen=row.seen)
    return row.service


def _name_saved_places(service):
    """Point to the places by primary key: new ones have theirs only since they were saved."""
    for rows in (service.at_locations, service.sessions):
        items = list(rows.all())
        for item in items:
            item.location = item.location
        rows.set(items)


def _ticked(found, uids):
    return [service for service in found.missing if str(service.uid) in set(uids)]


def _stop(service, user):
    version = drafts.newest(service)
    version.status = Service.Status.DEFUNCT
    drafts.keep(version, by=user, seen=service.latest_revision_id)
    return service
