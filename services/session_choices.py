"""Sessions to choose from, in words: by service, day, time and place."""

from services.models import Session
from services.opening_words import row_words


def session_words(session):
    """For example "Tuesday, 10am to midday, at Throston Road Hall". For staff."""
    words = session.name or row_words(session)
    if session.name:
        words = f"{session.name}: {row_words(session)}"
    return f"{words}, at {session.location}" if session.location_id else words


def session_choices(service):
    """Choices for a select: [(uid, "Service: Tuesday, 10am to midday, at the hall"), …]."""
    if service is None:
        return []
    rows = service.sessions.select_related("service", "location").order_by("sort_order", "pk")
    return [(session.uid, _with_service(session)) for session in rows]


def _with_service(session):
    return f"{session.service}: {session_words(session)}"


def words_of(uids):
    """{uid: "Service: Tuesday, 10am to midday, at the hall"} for many sessions in one query."""
    sessions = Session.objects.filter(uid__in=uids).select_related("service", "location")
    return {session.uid: _with_service(session) for session in sessions}
