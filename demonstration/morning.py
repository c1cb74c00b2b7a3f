"""A morning on the website manager's desk: five sent in, three to check, two reported, and more.

Everything goes the way it goes on a real site: groups save drafts and send them for review, people
report, a mail comes back. What waits already is left as it is, so a morning may be set up again
when it is cleared, or twice. All of it is about the fictional listings of the demonstration.
"""

from datetime import time, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demonstration.beside import CHECK_NOTE
from demonstration.loader import SOURCE
from demonstration.people import PEOPLE, Person, make_member, make_people, only_in_demonstration
from organisations import claims, invitations, people
from organisations.models import Claim, Membership, Organisation, Role
from outbox.bounces import Notice, take_back
from outbox.models import Message
from outbox.sending import deliver
from outbox.staff_views import TROUBLE
from records.models import Standing, confirm
from services.models import Location, Service
from upkeep import drafts, reports, submissions
from upkeep.desk.sections import TO_DO
from upkeep.due import due, give_due_dates
from upkeep.models import ProblemReport, SubmissionItem


def _keeper(email, name, organisation):
    return Person(email, name, Role.OWNER, "Keeps a listing", "Sends in a change.", organisation)


#: Those who send something in, beside the people whom one can enter as.
KEEPERS = [
    _keeper("pat@northseaquilters.example.org", "Pat Harbottle", "c-quilters"),
    _keeper("ron@seatongreenhall.example.org", "Ron Tully", "seaton-green-hall-committee"),
    _keeper("bilal@goodsshed.example.org", "Bilal Askew", "c-goods-shed"),
]
#: Says that an organisation is hers which nobody looks after.
CLAIMANT = ("wendy@weathervane.example.org", "Wendy Marr", "weathervane")
#: Looked after an organisation, and has left it with nobody.
LEAVER = ("colin@leftalone.example.org", "Colin Page", "raby-corner-methodists")
#: An address with a slip of the pen, which an owner invited.
WRONG_ADDRESS = "jone@anchorlite.example.org"

#: Due for a check: (model, key, days since the check).
TO_CHECK = [
    (Service, "weathervane-group", 450),
    (Organisation, "c-quilters", 200),
    (Location, "anchorlight-stockton", 190),
]
#: Others of the demonstration were checked so long before the morning.
CHECKED_BEFORE = timedelta(days=30)

#: Reported: (model, key, what, words, who wants to hear of it).
REPORTED = [
    (
        Service,
        "seaton-hall-chair-yoga",
        ProblemReport.What.TIMES,
        "It starts at half past ten now. We stood outside for half an hour.",
        "ada@example.org",
    ),
    (
        Service,
        "c-mens-shed",
        ProblemReport.What.CONTACT,
        "The number rings and rings. Nobody ever picks it up.",
        "",
    ),
]


def set_up_morning():
    """Leave the desk with its morning; returns nothing. Refuses outside the demonstration.

    Needs the listings (`load`). Crisis lines, hubs and single points of access that have come due
    by now stay due: nobody pretends to have checked those.
    """
    only_in_demonstration()
    make_people()
    with transaction.atomic():
        _leave_three_to_check()
        for person in KEEPERS:
            make_member(person)
        for send in SENT_IN:
            send()
        for report in REPORTED:
            _report(*report)
        _claim()
        _leave_alone()
    _lose_a_mail()


def on_the_desk():
    """[(how many, what)] that wait for the website manager now, in the order of the desk."""
    counts = [(section().count(), section.title) for section in TO_DO]
    return [(count, title) for count, title in counts if count]


def _leave_three_to_check():
    chosen = {_record(model, key).uid for model, key, _ in TO_CHECK}
    now = timezone.now()
    give_due_dates()
    for item in due(now):
        is_ours = getattr(item.record, "source", "") == SOURCE and not item.stays
        if is_ours and item.record.uid not in chosen:
            at = now - CHECKED_BEFORE
            confirm(item.record, role="the website manager", at=at, note=CHECK_NOTE)
    for model, key, days in TO_CHECK:
        record = _record(model, key)
        standing = Standing.objects.get(record_uid=record.uid)
        if standing.due_at > now or standing.state == Standing.State.HIDDEN:
            # Beside a newer check an older one would count for nothing.
            standing.delete()
            at = now - timedelta(days=days)
            confirm(record, role="the group itself", at=at, note=CHECK_NOTE)


def _knitters_move_rooms():
    _change(
        "nell@croftknitters.example.org",
        Service,
        ["c-knit-natter"],
        "Only the room. The time is the same.",
        _notice("We are in the children's room until the roof is mended.", "Back in the window!"),
    )


def _anchorlight_rings_first():
    _change(
        "ravi@anchorlight.example.org",
        Service,
        ["anchorlight-sleep-shed", "anchorlight-self-esteem", "anchorlight-anger"],
        "The same notice on three of ours.",
        _notice("Please ring before you come this month.", "No need to ring first any more."),
    )


def _quilters_start_earlier():
    def earlier(draft):
        session = draft.sessions.first()
        starts = {time(19): time(18, 30)}.get(session.opens_at, time(19))
        session.opens_at = starts

    _change("pat@northseaquilters.example.org", Service, ["c-quilting"], "", earlier)


def _hall_says_where_to_park():
    def parking(draft):
        words = "Twelve spaces on gravel, two Blue Badge on tarmac. Free."
        fewer = "Twelve spaces on gravel, one Blue Badge on tarmac. Free."
        draft.parking = fewer if draft.parking == words else words

    _change("ron@seatongreenhall.example.org", Location, ["seaton-green-hall"], "", parking)


NEW_SERVICE = "Saturday mending bench"


def _makers_add_a_service():
    """A service that was never public; at a later morning a notice on the same one."""
    email = "bilal@goodsshed.example.org"
    organisation, user = _group_of(email)
    service = organisation.services.filter(name=NEW_SERVICE).first()
    if service is None:
        service = Service(
            organisation=organisation,
            name=NEW_SERVICE,
            summary="Bring a chair, a toaster or a toy. We mend it with you.",
            cost=Service.Cost.DONATION,
            in_person=True,
        )
        drafts.keep(service, by=user, seen=None)
        service = Service.objects.get(pk=service.pk)
        place = _record(Location, "c-shed-yard")
        service.at_locations.create(location=place)
        service.sessions.create(
            location=place, byday="SA", opens_at=time(10), closes_at=time(12), booking="drop_in"
        )
        drafts.keep(service, by=user, seen=service.latest_revision_id)
    elif not _waits(service):
        _save(service, user, _notice("Closed for the bank holiday.", "Open every Saturday."))
    _send(organisation, user, [service], "New! Can it be there by Saturday?")


#: One submission each.
SENT_IN = [
    _knitters_move_rooms,
    _anchorlight_rings_first,
    _quilters_start_earlier,
    _hall_says_where_to_park,
    _makers_add_a_service,
]


def _notice(words, next_time):
    """A change of a draft's notice: to `words`, or to the others where those are there already."""

    def change(draft):
        draft.alert = next_time if draft.alert == words else words

    return change


def _change(email, model, keys, note, change):
    organisation, user = _group_of(email)
    records = [_record(model, key) for key in keys]
    for record in records:
        if not _waits(record):
            _save(record, user, change)
    _send(organisation, user, records, note)


def _save(record, user, change):
    draft = drafts.newest(record)
    change(draft)
    drafts.keep(draft, by=user, seen=record.latest_revision_id)


def _send(organisation, user, records, note):
    if not all(map(_waits, records)):
        submissions.send(organisation, by=user, records=records, note=note)


def _waits(record):
    waiting = SubmissionItem.State.WAITING
    return SubmissionItem.objects.filter(record_uid=record.uid, state=waiting).exists()


def _group_of(email):
    person = next(one for one in (*PEOPLE, *KEEPERS) if one.email == email)
    organisation = _record(Organisation, person.organisation)
    return organisation, Membership.objects.get(organisation=organisation, user__email=email).user


def _record(model, key):
    return model.objects.get(source=SOURCE, source_id=key)


def _report(model, key, what, words, reply_to):
    record = _record(model, key)
    if not ProblemReport.objects.filter(record_uid=record.uid, closed_at=None).exists():
        reports.keep(record, uid=uuid4(), what=what, detail=words, reply_to=reply_to)


def _claim():
    email, name, key = CLAIMANT
    organisation = _record(Organisation, key)
    user = make_member(Person(email, name, Role.OWNER, "", ""))
    if claims.waiting_claim(organisation, user) is None:
        # What came of it at an earlier morning begins anew.
        Claim.objects.filter(user=user).delete()
        Membership.objects.filter(user=user).delete()
        claims.start(organisation, user=user, words="I have been its treasurer since May.")


def _leave_alone():
    email, name, key = LEAVER
    if User.objects.filter(email=email).exists():
        return
    user = make_member(Person(email, name, Role.OWNER, "", ""))
    organisation = _record(Organisation, key)
    people.leave(people.add(organisation, user, role=Role.OWNER, by=user), instead="nobody")


def _lose_a_mail():
    """An invitation to a wrong address goes out and comes back."""
    if Message.objects.filter(TROUBLE, to=WRONG_ADDRESS).exists():
        return
    organisation, user = _group_of("ravi@anchorlight.example.org")
    for earlier in organisation.invitations.open().filter(email=WRONG_ADDRESS):
        invitations.withdraw(earlier, by=user)
    invitations.invite(organisation, email=WRONG_ADDRESS, role=Role.EDITOR, by=user)
    message = Message.objects.filter(to=WRONG_ADDRESS).latest("pk")
    deliver(message.pk)
    take_back(Notice(message.uid, is_hard=True, reason="550 5.1.1 No such person here"))
