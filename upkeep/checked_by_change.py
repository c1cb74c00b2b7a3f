"""A change that a group sent and that is public now counts as its check, where it was one.

It was one when the group wrote the whole record (nobody has checked it before), or when it answered
our question whether the record is still right. One number put right in between is no check.
"""

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery

from records.models import Standing, confirm
from upkeep.models import Reminder, SubmissionItem

ROLE = "the group itself"
NOTE = "By what they sent."
PUBLIC = (SubmissionItem.State.APPROVED, SubmissionItem.State.TRUSTED)


def count_changes_as_checks():
    """Write a check for each such record, dated when it was sent; returns how many."""
    standing = Standing.objects.filter(record_uid=OuterRef("record_uid"))
    asked = Reminder.objects.filter(
        record_uid=OuterRef("record_uid"),
        due_at=OuterRef("due_at"),
        made_at__lte=OuterRef("submission__sent_at"),
    )
    items = (
        SubmissionItem.objects.filter(state__in=PUBLIC)
        .annotate(
            checked_at=Subquery(standing.values("checked_at")[:1], output_field=DateTimeField()),
            due_at=Subquery(standing.values("due_at")[:1], output_field=DateTimeField()),
        )
        .filter(Q(checked_at=None) | Exists(asked))
        .select_related("submission", "content_type")
        .order_by("submission__sent_at")
    )
    newest = {item.record_uid: item for item in items}
    return sum(_count(item) for item in newest.values())


def _count(item):
    record = item.record
    if record is None or not record.live:
        return False
    confirm(record, role=ROLE, at=item.submission.sent_at, note=NOTE)
    return True
