"""Calls for staff to make: one open call for a record at most."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from records.models import Standing
from upkeep.models import CallTask

#: What a confirmation answers. That mail comes back is not put right by it.
ANSWERED = (CallTask.Why.NO_ANSWER, CallTask.Why.NO_OWNER)


def ask_staff(record, why, *, now, since=None):
    """Put a call about `record` on the list; returns whether it is new.

    Nothing is added while one is open, or where one was made at or after `since`.
    """
    earlier = CallTask.objects.filter(record_uid=record.uid)
    if since and earlier.filter(made_at__gte=since).exists():
        return False
    content_type = ContentType.objects.get_for_model(record, for_concrete_model=False)
    _, is_new = CallTask.objects.get_or_create(
        record_uid=record.uid,
        done_at=None,
        defaults={
            "content_type": content_type,
            "object_id": record.pk,
            "why": why,
            "made_at": now,
        },
    )
    return is_new


def close_answered(sender, instance, **kwargs):
    """A record was confirmed: nobody needs to ring up about it. Receives post_save of Standing."""
    now = timezone.now()
    if instance.state != Standing.State.CONFIRMED or not instance.due_at or instance.due_at <= now:
        return
    open_calls = CallTask.objects.filter(
        record_uid=instance.record_uid, done_at=None, why__in=ANSWERED
    )
    for task in open_calls:
        task.note = f"{task.note}\nConfirmed by {instance.checked_by_role}.".strip()
        task.done_at = now
        task.save(update_fields=["note", "done_at"])
