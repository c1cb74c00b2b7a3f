"""Sessions to choose from, in words: by service, day, time and place."""

from itertools import groupby

from services.models import Session
from services.opening_words import row_words


def session_words(session):
    """For example "Tuesday, 10am to midday, at Throston Road Hall". For staff."""
    words = session.name or row_words(session)
    if session.name:
        words = f"{session.name}: {row_words(session)}"
    return f"{words}, at {session.location}" if session.location_id else words


def session_choices(also=None):
    """Choices for a select, grouped by organisation: [(organisation, [(uid, words), …]), …].

    Each begins with its service, so that typing the name finds it. Sessions of published services;
    `also` names one more that must stay selectable.
    """
    sessions = (
        Session.objects.filter(service__live=True)
        .select_related("service__organisation", "location")
        .order_by(
            "service__organisation__name",
            "service__organisation_id",
            "service__name",
            "service_id",
            "sort_order",
            "pk",
        )
    )
    groups = [
        (str(organisation), [(s.uid, _with_service(s)) for s in rows])
        for organisation, rows in groupby(
            sessions, key=lambda session: session.service.organisation
        )
    ]
    known = {uid for _, options in groups for uid, _ in options}
    if also and also not in known:
        groups.append(("No longer there", [(also, _gone(also))]))
    return groups


def _gone(uid):
    session = Session.objects.filter(uid=uid).select_related("service", "location").first()
    return _with_service(session) if session else "A session that is gone"


def _with_service(session):
    return f"{session.service}: {session_words(session)}"


def words_of(uids):
    """{uid: "Service: Tuesday, 10am to midday, at the hall"} for many sessions in one query."""
    sessions = Session.objects.filter(uid__in=uids).select_related("service", "location")
    return {session.uid: _with_service(session) for session in sessions}
