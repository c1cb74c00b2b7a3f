"""Drafts that an organisation keeps of its own records, and two people changing the same one.

A published record's changes live in its revisions only. A record that was never public has a row
as well, with live=False: it holds the newest draft, so that lists and look-ups of one's own see it.
"""

from django.db import transaction
from wagtail.models import Revision

#: The fields that a record's name is made of.
NAMING = ("name", "address_1", "postcode")


class Overtaken(Exception):
    """Somebody else has saved the record since: `theirs` is their version."""

    def __init__(self, theirs):
        super().__init__("Somebody else has changed this since.")
        self.theirs = theirs


def newest(record):
    """The newest version of `record`: its latest draft, or the row where there is none."""
    return record.get_latest_revision_as_object()


def newest_of(records, *, lists=True):
    """{uid: newest version} of many records, with one query for all their revisions.

    For reading: whether what they name is still there is not looked up. Without `lists` the fields
    that name several other things (needs, languages) are left out, which saves a query for each.
    """
    return {record.uid: _read(record, version, lists) for record, version in _with_newest(records)}


def _read(record, revision, lists):
    if revision is None:
        return record
    left_out = () if lists else {f.name for f in record._meta.local_many_to_many}
    content = {name: value for name, value in revision.content.items() if name not in left_out}
    version = type(record).from_serializable_data(content, check_fks=False)
    version.pk, version.latest_revision_id = record.pk, record.latest_revision_id
    return version


def titles(records):
    """{uid: what its newest version is called} of many records, in one query."""
    return {record.uid: _title(record, version) for record, version in _with_newest(records)}


def _with_newest(records):
    """[(record, its newest revision or None)], in one query."""
    ids = [record.latest_revision_id for record in records if record.latest_revision_id]
    revisions = Revision.objects.in_bulk(ids)
    return [(record, revisions.get(record.latest_revision_id)) for record in records]


def _title(record, revision):
    if revision is None:
        return str(record)
    named = {name: revision.content[name] for name in NAMING if name in revision.content}
    return str(type(record)(pk=record.pk, **named))


def seen(record):
    """The id of the revision that a form of `record` begins from, or None before the first."""
    return record.latest_revision_id


def version(record, revision_id):
    """`record` as it was in that revision of its own, or None where there is no such revision.

    Without an id it is what is public: what a form of a record without any draft began from.
    """
    if record.pk is None:
        return None
    if revision_id is None:
        return type(record).objects.filter(pk=record.pk, live=True).first()
    found = record.revisions.filter(pk=revision_id).first()
    return found.as_object() if found else None


@transaction.atomic
def keep(record, *, by, seen):
    """Save `record`, a changed version of its newest, as a draft by the user `by`.

    `seen` is the revision id that the change began from. Raises Overtaken where somebody has
    saved a version since; nothing is saved then. A record that is not there yet is made: a second
    one with its uid is an IntegrityError. Returns the Revision.
    """
    if record.pk is None:
        record.live = False
        record.save()
        return record.save_revision(user=by, log_action="wagtail.create")
    row = type(record).objects.select_for_update().get(pk=record.pk)
    if row.latest_revision_id != seen:
        raise Overtaken(newest(row))
    if _never_public(row):
        record.live = False
        record.save()
    return record.save_revision(user=by, log_action=True)


def _never_public(row):
    return not row.live and row.first_published_at is None


def saved_by(record):
    """The user who saved the newest draft of `record`, or None."""
    latest = Revision.objects.filter(pk=record.latest_revision_id).select_related("user").first()
    return latest.user if latest else None
