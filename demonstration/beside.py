"""What stands beside the records of the demonstration: checks, cancelled sessions, closed days.

None of it is part of a record, so it is renewed at each set-up even where staff edited the record.
"""

from datetime import time, timedelta

from demonstration.days import first_day_of, moment_before
from demonstration.filling import demonstration_uid
from records.models import Check, Standing
from services.models import Closure, SessionChange

#: A record nobody has checked for so long counts as not confirmed, however long its interval.
UNCONFIRMED_AFTER_DAYS = 400
CHECK_NOTE = "Part of the demonstration."


def write_standings(checked, now):
    """Write when each record was last checked, unless somebody has really checked it since.

    `checked` is a list of `(record, fields)`.
    """
    real = Check.objects.exclude(note=CHECK_NOTE).values_list("record_uid", flat=True)
    really_checked = set(real)
    ours = [(record, f) for record, f in checked if record.uid not in really_checked]
    dated = [(record, f) for record, f in ours if f.get("checked_days_ago") is not None]
    _write_rows(Check, [_check(record, fields, now) for record, fields in dated], ours)
    _write_rows(Standing, [_standing(record, fields, now) for record, fields in dated], ours)


def _write_rows(model, rows, ours):
    """Make the rows of `ours` exactly these, one for a record, in a few statements."""
    there = dict(
        model.objects.filter(record_uid__in=[record.uid for record, _fields in ours]).values_list(
            "record_uid", "pk"
        )
    )
    for row in rows:
        row.pk = there.pop(row.record_uid, None)
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model.objects.bulk_update([row for row in rows if row.pk], names, batch_size=100)
    model.objects.bulk_create(row for row in rows if not row.pk)
    model.objects.filter(pk__in=there.values()).delete()


def _check(record, fields, now):
    return Check(
        record_uid=record.uid,
        checked_at=moment_before(now, fields["checked_days_ago"]),
        role=fields["checked_by"],
        note=CHECK_NOTE,
    )


def _standing(record, fields, now):
    at = moment_before(now, fields["checked_days_ago"])
    is_old = fields["checked_days_ago"] > UNCONFIRMED_AFTER_DAYS
    return Standing(
        record_uid=record.uid,
        checked_at=at,
        checked_by_role=fields["checked_by"],
        due_at=at + timedelta(days=record.check_interval_days),
        state=Standing.State.UNCONFIRMED if is_old else Standing.State.CONFIRMED,
    )


def change_sessions(service, fields, today):
    """Cancel or move sessions on the first day they are on, so many days from today."""
    changes = [*fields.get("cancelled", []), *fields.get("changed", [])]
    if not changes:
        return
    sessions = {session.uid: session for session in service.sessions.all()}
    for change in changes:
        uid = demonstration_uid("service", fields["key"], "sessions", change.get("session", 0))
        if uid in sessions:
            _change_session(sessions[uid], change, today)


def _change_session(session, change, today):
    day = first_day_of(session, today + timedelta(days=change["in_days"]))
    reason = change.get("reason", "")
    SessionChange.objects.filter(session_uid=session.uid, reason=reason).delete()
    if day:
        SessionChange.objects.update_or_create(
            session_uid=session.uid,
            on=day,
            defaults={
                "is_cancelled": "opens" not in change,
                "opens_at": _clock(change.get("opens")),
                "closes_at": _clock(change.get("closes")),
                "reason": reason,
            },
        )


def close_places(place, fields, today):
    """Write the days on which a place is closed or open at other times."""
    for closure in fields.get("closures", []):
        first = today + timedelta(days=closure["in_days"])
        reason = closure.get("reason", "")
        Closure.objects.filter(location=place, reason=reason).delete()
        Closure.objects.create(
            location=place,
            first_day=first,
            last_day=first + timedelta(days=closure.get("days", 1) - 1),
            opens_at=_clock(closure.get("opens")),
            closes_at=_clock(closure.get("closes")),
            reason=reason,
        )


def _clock(text):
    return time.fromisoformat(text) if text else None
