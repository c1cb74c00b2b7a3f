"""Which public records are due to be checked, and how far asking about each has come."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from organisations.models import Organisation
from records.models import Record, Standing, interval
from services.models import Location, Service, ServiceAtLocation, Session
from upkeep.models import CallTask, Reminder, SubmissionItem

#: Who is written to about one record is also asked about what comes due within this time.
AHEAD = timedelta(days=14)


@dataclass
class Due:
    """A record that is due (or soon), with what was asked about it since: times by number."""

    record: Record
    standing: Standing
    asked: dict = field(default_factory=dict)
    called_at: object = None
    #: Its people have sent a change, which waits for staff: they have answered.
    is_waiting: bool = False

    @property
    def stays(self):
        return self.record.stays_when_overdue


def asked_about():
    """A queryset for each kind: what is public or would be, but for being hidden by a timer.

    Not asked about: services that have ended, places where nothing public happens.
    """
    services = Service.objects.not_over().filter(live=True, organisation__live=True)
    live = Service.objects.filter(live=True)
    used = (
        Exists(ServiceAtLocation.objects.filter(location=OuterRef("pk"), service__in=live))
        | Exists(Session.objects.filter(location=OuterRef("pk"), service__in=live))
        | Exists(Hub.objects.filter(location=OuterRef("pk"), live=True))
    )
    return [
        CrisisLine.objects.filter(live=True),
        SinglePointOfAccess.objects.filter(live=True).select_related("organisation"),
        Hub.objects.filter(live=True).select_related("organisation"),
        Organisation.objects.filter(live=True),
        services.select_related("organisation"),
        Location.objects.filter(used, live=True).select_related("kept_by"),
    ]


def give_due_dates():
    """What was never checked is due one interval after it was first published; returns how many."""
    dated = Standing.objects.filter(due_at__isnull=False).values("record_uid")
    count = 0
    for records in asked_about():
        for record in records.exclude(uid__in=dated):
            standing, _ = Standing.objects.get_or_create(record_uid=record.uid)
            begun = standing.checked_at or record.first_published_at or record.created_at
            undated = Standing.objects.filter(pk=standing.pk, due_at=None)
            count += undated.update(due_at=begun + interval(record))
    return count


def due(now=None, *, ahead=timedelta(0), among=None):
    """All that is due at `now`, or within `ahead` of it, and not hidden; safety first, then by date.

    `among`: only records with these uids.
    """
    now = now or timezone.now()
    standings = Standing.objects.filter(due_at__lte=now + ahead).exclude(
        state=Standing.State.HIDDEN
    )
    if among is not None:
        standings = standings.filter(record_uid__in=among)
    by_uid = {standing.record_uid: standing for standing in standings}
    found = [
        Due(record, by_uid[record.uid])
        for records in asked_about()
        for record in records.filter(uid__in=standings.values("record_uid"))
        if record.uid in by_uid
    ]
    _add_what_was_asked(found, standings)
    return sorted(found, key=lambda d: (not d.stays, d.standing.due_at, d.record.uid))


def _add_what_was_asked(found, standings):
    by_uid = {item.record.uid: item for item in found}
    uids = standings.values("record_uid")
    for reminder in Reminder.objects.filter(record_uid__in=uids):
        item = by_uid.get(reminder.record_uid)
        if item and reminder.due_at == item.standing.due_at:
            item.asked[reminder.number] = reminder.made_at
    for uid, made_at in (
        CallTask.objects.filter(record_uid__in=uids)
        .order_by("made_at")
        .values_list("record_uid", "made_at")
    ):
        item = by_uid.get(uid)
        if item and made_at >= item.standing.due_at:
            item.called_at = made_at
    sent = SubmissionItem.objects.filter(record_uid__in=uids, state=SubmissionItem.State.WAITING)
    for uid in sent.values_list("record_uid", flat=True):
        if uid in by_uid:
            by_uid[uid].is_waiting = True


def may_be_hidden(record, now):
    """Whether a timer may hide `record`: nothing that is known to be right may go with it.

    Crisis lines, hubs, single points of access and the places of hubs are never hidden by a timer.
    An organisation or a place stays while a service that is not overdue hangs on it.
    """
    if record.stays_when_overdue:
        return False
    if isinstance(record, Location):
        if Hub.objects.filter(location=record, live=True).exists():
            return False
        here = Q(at_locations__location=record) | Q(sessions__location=record)
        return not _not_overdue(Service.objects.filter(here), now).exists()
    if isinstance(record, Organisation):
        return not _not_overdue(record.services.all(), now).exists()
    return True


def _not_overdue(services, now):
    overdue = Standing.objects.filter(record_uid=OuterRef("uid"), due_at__lte=now)
    return services.not_over().filter(live=True).not_hidden().exclude(Exists(overdue))
