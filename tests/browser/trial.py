"""Records and people of their own for tests that write: nobody else relies on them.

`trial(site, "sheet")` is what the tests of one file have: no other file uses it up, in whatever
order they run. All of it is made at once in a running demonstration, at the first call.
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


def trial(site, whose):
    """The Trial of one test file: `whose` is its name among PARTS."""
    if not hasattr(site, "trials"):
        printed = site.manage("shell", "-v", "0", "-c", COMMAND)
        made = json.loads(printed.strip().splitlines()[-1])
        site.trials = {name: Trial(site, words) for name, words in made.items()}
    return site.trials[whose]


def make():
    """Run in the site's own process: make everything and print where it is."""
    print(json.dumps({whose: _make(whose, parts) for whose, parts in PARTS.items()}))


def _make(whose, parts):
    from records.models import confirm
    from tests.factories import OrganisationFactory, ServiceFactory

    group, other = (
        OrganisationFactory(
            name=f"{kind} {whose.title()} Players",
            email=f"{kind}@{whose.replace(' ', '-')}.example.org",
        )
        for kind in ("Trial", "Other")
    )
    for record in (group, other):
        confirm(record, role="the website manager")
    made = {
        "group": str(group.uid),
        "group_name": group.name,
        "other": str(other.uid),
        "plain": str(ServiceFactory(organisation=group, name="Plain readings", cost="free").uid),
    }
    people = _people(whose, group, other)
    for part in parts:
        made |= part(whose, group, people)
    return made | {"people": {name: _session(user) for name, user in people.items()}}


def _places_and_services(whose, group, people):
    from django.utils import timezone

    from tests.factories import (
        LocationFactory,
        ServiceAtLocationFactory,
        ServiceFactory,
        SessionFactory,
    )

    where = {"city": "York", "postcode": "YO1 7HH", "latitude": 53.962, "longitude": -1.081}
    own = LocationFactory(name=f"Hall of {group}", kept_by=group, **where)
    shared = LocationFactory(name=f"Borrowed for {whose}", **where)
    service = ServiceFactory(organisation=group, name="Trial readings", in_person=True)
    for place in (own, shared):
        ServiceAtLocationFactory(service=service, location=place)
    session = SessionFactory(service=service, location=own, byday=EVERY_DAY)
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "service": str(service.uid),
        "place": str(own.uid),
        "place_name": own.name,
        "shared": str(shared.uid),
        "shared_name": shared.name,
        "session": f"sessions/{session.uid}/{tomorrow}",
    }


def _people(whose, group, other):
    from accounts.models import User
    from organisations.models import Role

    people = {
        name: User.objects.create_user(f"{name}.{whose.replace(' ', '-')}@trial.example.org")
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


def _asked(whose, group, people):
    """A claim and invitations that wait."""
    from organisations import claims
    from organisations.invitations import invite, path_of, withdraw

    claims.start(group, user=people["claimant"], words="I paint the scenery.")
    owner, guest = people["owner"], people["guest"].email
    guest, over, _ = (
        invite(group, email=email, role="editor", by=owner)
        for email in (guest, f"over.{guest}", f"waiting.{guest}")
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


def _links(whose, group, people):
    """Links "still right?" of one record, of two, of a mail too old, and of records that have gone."""
    address = people["owner"].email
    one = [_overdue(group, "Single readings")]
    two = [_overdue(group, name) for name in ("First readings", "Second readings")]
    late = [_overdue(group, "Late readings")]
    gone = [_overdue(group, "Gone readings")]
    links = {"one": _link(one, address), "two": _link(two, address), "gone": _link(gone, address)}
    with mock.patch("django.core.signing.time.time", return_value=0):
        links["late"] = _link(late, address)
    gone[0].unpublish()
    return {"links": links}


def _overdue(group, name):
    from django.utils import timezone

    from records.models import confirm
    from tests.factories import ServiceFactory

    service = ServiceFactory(organisation=group, name=name)
    confirm(service, role="the group itself", at=timezone.now() - timedelta(days=200))
    return service


def _link(services, address):
    """The path in a mail to `address` that asks about `services`."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from upkeep.models import Reminder
    from upkeep.reminders import write
    from upkeep.still_right_links import link

    uid = uuid.uuid4()
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


def _sent_in(whose, group, people):
    """For each of two tries: a change of a record that was sent in."""
    from tests.factories import ServiceFactory
    from tests.upkeep.sending import changed
    from upkeep import submissions

    sent = {}
    for name in TRIES:
        service = ServiceFactory(organisation=group, name=f"Sent {name}")
        changed(service, by=people["owner"], summary="We read to each other.")
        sent[name] = str(submissions.send(group, by=people["owner"], records=[service]).uid)
    return {"sent": sent}


def _for_the_desk(whose, group, people):
    """For each of two tries one row in each section; those of long lists are the oldest of theirs."""
    from django.utils import timezone

    from organisations import claims
    from organisations.dismissals import pair_key
    from organisations.models import Organisation
    from outbox.models import Message
    from tests.factories import OrganisationFactory, ServiceFactory
    from tests.upkeep.desk import reported, to_call
    from upkeep.likely_pairs import open_pairs
    from upkeep.models import LikelyPair

    claims.start(group, user=people["claimant"], words="I paint the scenery.")
    open_pairs()  # compares, if nobody has: that would take away the pairs made here
    long_ago = timezone.now() - timedelta(days=999)
    for name in TRIES:
        _overdue(group, f"Unchecked {name}")
        reported(ServiceFactory(organisation=group, name=f"Reported {name}"), detail="It rang out.")
        to_call(ServiceFactory(organisation=group, name=f"To ring {name}"))
        lonely, one, two = (
            OrganisationFactory(name=f"{kind} {name}") for kind in ("Lonely", "Twin", "Other twin")
        )
        Organisation.objects.filter(pk=lonely.pk).update(created_at=long_ago)
        first, second = pair_key(one.uid, two.uid)
        LikelyPair.objects.create(
            kind="organisation",
            first_uid=first,
            second_uid=second,
            why="Same web page",
            place=0,
        )
        Message.objects.create(
            key=f"trial {name}", kind="news", to=f"gone.{name}@trial.example.org",
            subject=f"News {name}", body="x", about=group.uid, state="bounced",
        )  # fmt: skip
    return {}


#: What the tests of each file need.
PARTS = {
    "own pages": [_places_and_services, _asked],
    "reporting": [_places_and_services, _links],
    "sheet": [_places_and_services],
    "desk": [_places_and_services, _sent_in, _for_the_desk],
    "review": [_sent_in],
}
