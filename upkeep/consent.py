"""A person's name or own number in public: only with their word, and gone at once when they say so.

Withdrawing takes it out of the public row, of drafts and of all earlier versions. What was said
and when stays, without the name or number.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from upkeep.models import Consent

GIVEN = "upkeep.consent.given"
WITHDRAWN = "upkeep.consent.withdrawn"
CONTACTS = "contacts"


def has_consent(row_uid):
    """Whether the person of this contact row agreed to be shown, and has not taken it back."""
    return Consent.objects.filter(row_uid=row_uid, withdrawn_at__isnull=True).exists()


@transaction.atomic
def give(record, row_uid, *, by):
    """Write down that the person of the contact row agreed to be shown; once."""
    if has_consent(row_uid):
        return
    Consent.objects.update_or_create(
        row_uid=row_uid,
        defaults={
            "record": record,
            "record_uid": record.uid,
            "given_by": by,
            "given_at": timezone.now(),
            "withdrawn_at": None,
            "withdrawn_by": None,
        },
    )
    log(instance=record, action=GIVEN, user=by)


@transaction.atomic
def withdraw(record, row_uid, *, by):
    """Take the contact row out of what is public, of drafts and of every earlier version of `record`."""
    Consent.objects.filter(row_uid=row_uid, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )
    _change(record, row_uid, lambda row: None)
    log(instance=record, action=WITHDRAWN, user=by)


@transaction.atomic
def blank(record, row_uid, names, *, by):
    """The same for some fields of the row ("name"); the rest of it stays."""

    def without(row):
        return {**row, **dict.fromkeys(names, "")}

    _change(record, row_uid, without)
    log(instance=record, action=WITHDRAWN, user=by)


def _change(record, row_uid, change):
    """Replace the row in the database and in all revisions by `change(row)`; None removes it."""
    model = getattr(type(record), CONTACTS).rel.related_model
    for row in model.objects.filter(uid=row_uid):
        changed = change({})
        if changed is None:
            row.delete()
        else:
            for name, value in changed.items():
                setattr(row, name, value)
            row.save()
    for revision in record.revisions.all():
        _change_revision(revision, str(row_uid), change)


def _change_revision(revision, row_uid, change):
    if row_uid not in [row.get("uid") for row in revision.content.get(CONTACTS, [])]:
        return
    rows = [
        change(row) if row.get("uid") == row_uid else row
        for row in revision.content.get(CONTACTS, [])
    ]
    revision.content[CONTACTS] = [row for row in rows if row is not None]
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
