"""What is on at a day: sessions of public services with their exceptions, from the database."""

from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, Q

from services.models import Closure, Location, Service, Session, SessionChange
from services.occurrences import WEEKDAYS, Exceptions, Occurrence, occurrences_on


@dataclass(frozen=True)
class Happening:
    """One session on one day. `km` is the distance from the place asked about, where there is one."""

    occurrence: Occurrence
    service: Service
    location: Location | None
    km: float | None = None

    @property
    def session(self):
        return self.occurrence.row

    @property
    def name(self):
        return self.session.name or self.service.name

    def at_distance(self, km):
        return replace(self, km=km)


def exceptions_between(first, last, *, session_uids=None, location_ids=None):
    """The Exceptions for the dates `first` to `last`, of all records or of those named. Two queries."""
    changes = SessionChange.objects.filter(on__range=(first, last))
    closures = Closure.objects.filter(first_day__lte=last, last_day__gte=first)
    if session_uids is not None:
        changes = changes.filter(session_uid__in=session_uids)
    if location_ids is not None:
        closures = closures.filter(location_id__in=location_ids)
    at_secret = Session.objects.filter(
        uid=OuterRef("session_uid"), location__is_confidential=True
    ).order_by()
    changes = changes.annotate(is_secret=Exists(at_secret))
    closures = closures.annotate(is_secret=F("location__is_confidential"))
    return Exceptions(*([_told(row) for row in rows] for rows in (changes, closures)))


def _told(row):
    """The change or closure as anybody may know it: why a secret place is closed may say where it is."""
    if row.is_secret:
        row.reason = ""
    return row


def public_sessions(services=None):
    """Sessions of published, running services, at no place or at a published one."""
    services = Service.objects.published() if services is None else services
    places = Location.objects.published().order_by().values("pk")
    return (
        Session.objects.filter(
            service__in=services.filter(status=Service.Status.ACTIVE).order_by().values("pk")
        )
        .filter(Q(location__isnull=True) | Q(location__in=places))
        .select_related("service__organisation", "location")
    )


def happenings(sessions, day, exceptions):
    """`[Happening]` of these sessions that begin on the date `day`, by time. No queries."""
    running = [session for session in sessions if _is_running(session.service, day)]
    found = occurrences_on(running, day, exceptions)
    return [Happening(o, o.row.service, o.row.location) for o in found]


def _is_running(service, day):
    return not (
        (service.starts_on and day < service.starts_on)
        or (service.ends_on and day > service.ends_on)
    )


def sessions_on(day, *, sessions=None, exceptions=None):
    """`[Happening]` that begin on the date `day`, by time; cancelled and uncertain ones too.

    `sessions` narrows it (default: all public ones). Three queries, however many there are.
    """
    exceptions = exceptions or exceptions_between(day, day)
    changed = [uid for uid, on in exceptions.changes if on == day]
    rows = (public_sessions() if sessions is None else sessions).filter(
        Q(byday="") | Q(byday__contains=WEEKDAYS[day.weekday()]) | Q(uid__in=changed)
    )
    return happenings(rows, day, exceptions)
