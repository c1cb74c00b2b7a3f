"""Taking back what was just said of a record at the desk: confirmed, not confirmed, hidden."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log

from records.models import Check, Standing
from upkeep.kinds import KINDS, kind_of
from upkeep.models import CallTask

TAKEN_BACK = "upkeep.taken_back"
_MOMENTS = ("checked_at", "due_at", "since")
_WORDS = ("state", "checked_by_role")


def remembered(record):
    """What is true of `record` now, as plain values: enough to come back to it."""
    calls = CallTask.objects.filter(record_uid=record.uid, done_at__isnull=True)
    return {
        "kind": kind_of(record),
        "uid": str(record.uid),
        "before": _values(record.standing),
        "calls": {str(task.pk): task.note for task in calls},
    }


def now_is(record):
    """What is true of it after the action: taking back is refused once that has changed again."""
    return {"after": _values(record.standing)}


def _values(standing):
    moments = {name: getattr(standing, name) for name in _MOMENTS}
    words = {name: getattr(standing, name) for name in _WORDS}
    return words | {name: at.isoformat() if at else None for name, at in moments.items()}


@transaction.atomic
def take_back(data, *, by):
    """Bring a record back to what was `remembered`; returns the words to say.

    Raises ValidationError where somebody has done something about it since.
    """
    record = KINDS[data["kind"]].objects.filter(uid=data["uid"]).first()
    Standing.objects.select_for_update().filter(record_uid=data["uid"]).first()
    if record is None or _values(record.standing) != data["after"]:
        raise ValidationError("Something has changed since. It was not taken back.")
    if data["before"] != data["after"]:
        _bring_back(record.standing, data["before"])
    _open_calls(data)
    log(instance=record, action=TAKEN_BACK, user=by)
    return f"Taken back. “{record}” is as it was before."


def _bring_back(standing, before):
    at = parse_datetime(before["checked_at"]) if before["checked_at"] else None
    if standing.checked_at != at:
        Check.objects.filter(
            record_uid=standing.record_uid, checked_at=standing.checked_at
        ).delete()
    for name in _WORDS:
        setattr(standing, name, before[name])
    for name in _MOMENTS:
        setattr(standing, name, parse_datetime(before[name]) if before[name] else None)
    standing.save()


def _open_calls(data):
    """Calls that were open are open again, unless a new one has been made since."""
    if CallTask.objects.filter(record_uid=data["uid"], done_at__isnull=True).exists():
        return
    for pk, note in data["calls"].items():
        CallTask.objects.filter(pk=pk).update(done_at=None, done_by=None, note=note)
