"""Records and people of their own for tests that write: nobody else relies on them.

`trial(site)` makes them once in a running demonstration, far from where the other tests look.
"""

import json
import re
import uuid
from datetime import timedelta
from unittest import mock

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
#: Tests that write are made without JavaScript and with it.
TRIES = ("plain", "js")
COMMAND = "from tests.browser.trial import make; make()"


class Trial:
    """What was made: `address(name, key)`, `enter(page, key)`, and the words of `made`."""

    def __init__(self, site, made):
        self.site, self.made = site, made

    def __getattr__(self, name):
        return self.made[name]

    def own(self, *rest):
        """An address below the listings of the trial group."""
        return "/".join([self.site.address + "/listings", self.made["group"], *rest, ""])

    def enter(self, page, who="owner"):
        """Make the browser of `page` the one in which this person is signed in."""
        page.context.add_cookies(
            [{"name": "sessionid", "value": self.made["people"][who], "url": self.site.address}]
        )
        return page


def trial(site):
    """The Trial of this site, made at the first call."""
    if not hasattr(site, "trial"):
        printed = site.manage("shell", "-v", "0", "-c", COMMAND)
        site.trial = Trial(site, json.loads(printed.strip().splitlines()[-1]))
    return site.trial


def make():
    """Run in the site's own process: make everything and print where it is."""
    from records.models import confirm
    from tests.factories import OrganisationFactory, ServiceFactory

    group, other = (
        OrganisationFactory(name=name, email=f"{name[:5].lower()}@trial.example.org")
        for name in ("Trial Players", "Other Players")
    )
    for record in (group, other):
        confirm(record, role="the website manager")
    records = _places_and_services(group)
    plain = ServiceFactory(organisation=group, name="Plain readings", cost="free")
    people = _people(group, other)
    print(
        json.dumps(
            {
                "group": str(group.uid),
                "other": str(other.uid),
                "plain": str(plain.uid),
                "people": {name: _session(user) for name, user in people.items()},
                **records,
                **_asked(group, people),
                **_links(group),
                **_for_the_desk(group, people["owner"]),
            }
        )
    )


def _places_and_services(group):
    from django.utils import timezone

    from tests.factories import (
        LocationFactory,
        ServiceAtLocationFactory,
        ServiceFactory,
        SessionFactory,
    )

    where = {"city": "York", "postcode": "YO1 7HH", "latitude": 53.962, "longitude": -1.081}
    own = LocationFactory(name="Trial Hall", kept_by=group, **where)
    shared = LocationFactory(name="Borrowed Hall", **where)
    service = ServiceFactory(organisation=group, name="Trial readings", in_person=True)
    for place in (own, shared):
        ServiceAtLocationFactory(service=service, location=place)
    session = SessionFactory(service=service, location=own, byday=EVERY_DAY)
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "service": str(service.uid),
        "place": str(own.uid),
        "shared": str(shared.uid),
        "session": f"sessions/{session.uid}/{tomorrow}",
    }


def _people(group, other):
    from accounts.models import User
    from organisations.models import Role

    people = {
        name: User.objects.create_user(f"{name}@trial.example.org")
        for name in ("owner", "editor", "leaver", "other_leaver", "stranger", "guest", "claimant")
    }
    roles = {"owner": Role.OWNER, "editor": Role.EDITOR}
    roles |= {"leaver": Role.EDITOR, "other_leaver": Role.EDITOR}
    for name, role in roles.items():
        group.memberships.create(user=people[name], role=role)
    other.memberships.create(user=people["leaver"], role=Role.OWNER)
    return people


def _session(user):
    """The key of a session of `user`, as after typing a code from an e-mail."""
    from tests.people import came_by_code

    return came_by_code(user).cookies["sessionid"].value


def _asked(group, people):
    """A claim and invitations that wait."""
    from organisations import claims
    from organisations.invitations import invite, path_of, withdraw

    claims.start(group, user=people["claimant"], words="I paint the scenery.")
    owner = people["owner"]
    guest, over, _ = (
        invite(group, email=f"{name}@trial.example.org", role="editor", by=owner)
        for name in ("guest", "over", "waiting")
    )
    withdraw(over, by=owner)
    return {
        "claim": str(group.claims.get().uid),
        "invitation": path_of(guest),
        "invitation_over": path_of(over),
        "memberships": {
            name: str(group.memberships.get(user=people[name]).uid)
            for name in ("editor", "leaver", "other_leaver")
        },
    }


def _links(group):
    """Links "still right?" of one record, of two, of a mail too old, and of records that have gone."""
    one = [_overdue(group, "Single readings")]
    two = [_overdue(group, name) for name in ("First readings", "Second readings")]
    late = [_overdue(group, "Late readings")]
    gone = [_overdue(group, "Gone readings")]
    links = {"one": _link(one), "two": _link(two), "gone": _link(gone)}
    with mock.patch("django.core.signing.time.time", return_value=0):
        links["late"] = _link(late)
    gone[0].unpublish()
    return {"links": links}


def _overdue(group, name):
    from django.utils import timezone

    from records.models import confirm
    from tests.factories import ServiceFactory

    service = ServiceFactory(organisation=group, name=name)
    confirm(service, role="the group itself", at=timezone.now() - timedelta(days=200))
    return service


def _link(services):
    """The path in a mail to the owner that asks about `services`."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from upkeep.models import Reminder
    from upkeep.reminders import write
    from upkeep.still_right_links import link

    address, uid = "owner@trial.example.org", uuid.uuid4()
    asked = [
        Reminder.objects.create(
            content_type=ContentType.objects.get_for_model(service),
            object_id=service.pk,
            record_uid=service.uid,
            due_at=service.standing.due_at,
            number=1,
            made_at=timezone.now(),
        )
        for service in services
    ]
    write(address, asked, message_uid=uid)
    return re.search(r"/still-right/.*", link(uid, address))[0]


def _for_the_desk(group, owner):
    """For each of two tries: a record to check, one that is reported, one that was sent in."""
    from tests.factories import ServiceFactory
    from tests.upkeep.sending import changed
    from upkeep import reports, submissions

    sent = {}
    for name in TRIES:
        _overdue(group, f"Unchecked {name}")
        reported = ServiceFactory(organisation=group, name=f"Reported {name}")
        reports.keep(reported, uid=uuid.uuid4(), what="other", detail="It rang out.")
        service = ServiceFactory(organisation=group, name=f"Sent {name}")
        changed(service, by=owner, summary="We read to each other.")
        sent[name] = str(submissions.send(group, by=owner, records=[service]).uid)
    return {"sent": sent}
