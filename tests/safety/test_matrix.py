"""Route × person × record, made from the URL configuration and the table of policies.

What is somebody else's answers as what does not exist: the same status, the same words.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from directory_site.policies import Policy, policy_of
from tests.safety.rows import changed, fingerprint
from tests.safety.world import (
    OWN,
    STRANGERS,
    UID,
    private_addresses,
    public_addresses,
    unknown,
    words,
)
from tests.staff.routes import routes

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
NEW_UID = uuid.uuid4()


def payload(route, record, world):
    """A form that would change something, sent by somebody who may."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    shown = world.own.records["services"][0]
    record = record or world.own.organisation
    return {
        "uid": shown.uid if route.name == "upkeep:still_right_now" else NEW_UID,
        "seen": getattr(record, "latest_revision_id", None) or "",
        "later": "1",
        "name": "Taken over",
        "kind": "group",
        "summary": "Taken over.",
        "description": "Taken over.",
        "address_1": "1 Taken Street",
        "postcode": "TS24 8AY",
        "place": world.others.records["places"][0].uid,
        "email": "taken@example.org",
        "role": "owner",
        "answer": "owner",
        "instead": "nobody",
        "note": "Taken over.",
        "is_cancelled": "yes",
        "first_day": tomorrow,
        "days": f"{tomorrow}/{tomorrow}",
        "reason": "Taken over.",
        "detail": "Taken over.",
        "what": "other",
        "words": "It is mine.",
        "contact_name": "Taken",
        "page": "1",
    }


def ask(client, method, address, data):
    return client.post(address, data) if method == "post" else client.get(address)


class Probes:
    """Asks, counts, and gathers what was answered otherwise than it should be."""

    def __init__(self, world):
        self.clients = world.clients
        self.count, self.wrong, self._nothing = 0, [], {}

    def stranger(self, role, method, address, data):
        """Not there for this person, and no word more than for what does not exist."""
        self.count += 1
        status, leads, _ = answer = words(ask(self.clients[role], method, address, data))
        if role == "visitor":
            right = status == 405 or (status == 302 and leads.startswith("/join/?next="))
            right = right or (status == 403 and method == "post")  # their words, and no more
        else:
            right = status in (404, 405)
        if not right or answer != self.nothing(role, method, address, data):
            self.wrong.append((role, method, address, status, leads))

    def nothing(self, role, method, address, data):
        """What a visitor, or anybody who is signed in, is told where the uids are of nothing."""
        asking = "visitor" if role == "visitor" else "without an organisation"
        # A visitor's form comes back with what was in it, so the same must have been sent.
        sent = str(data) if role == "visitor" and method == "post" else ""
        key = (asking, method, UID.sub("uid", address), sent)
        if key not in self._nothing:
            self._nothing[key] = words(ask(self.clients[asking], method, unknown(address), data))
        return self._nothing[key]


@pytest.mark.one_database
def test_somebody_elses_is_not_there_for_anybody(world, record_property):
    probes, before = Probes(world), fingerprint()
    own = world.own
    addresses = private_addresses(own.organisation, own.records)
    addresses += private_addresses(own.drafted, {part: [] for part in own.records})
    for route, record, address in addresses:
        data = payload(route, record, world)
        for role in STRANGERS:
            for method in METHODS:
                probes.stranger(role, method, address, data)
    record_property("probes", probes.count)
    assert probes.wrong == []
    assert changed(before, fingerprint()) == []
    assert probes.count >= 2900


@pytest.mark.one_database
def test_somebody_elses_records_are_not_there_below_ones_own_organisation(world, record_property):
    probes, before = Probes(world), fingerprint()
    open_place = world.own.records["places"][0]
    for route, record, address in private_addresses(world.others.organisation, world.own.records):
        if record is None or (route.name == "upkeep:suggest" and record == open_place):
            continue
        data = payload(route, record, world)
        for role in ("editor of another", "owner of another"):
            for method in METHODS:
                probes.stranger(role, method, address, data)
    record_property("probes", probes.count)
    assert probes.wrong == [] and changed(before, fingerprint()) == []
    assert probes.count >= 400


def own_addresses(world):
    """As a member uses them: a note about a place goes to its other keeper."""
    for route, record, address in private_addresses(world.own.organisation, world.own.records):
        if route.name == "upkeep:suggest":
            address = address.replace(str(record.uid), str(world.others.records["places"][0].uid))
        yield route, record, address


def test_ones_own_is_there_and_what_owners_do_is_not_for_editors(world):
    wrong = []
    for route, _, address in own_addresses(world):
        for role in OWN:
            status = world.clients[role].get(address).status_code
            is_owners = policy_of(route.name, route.path) is Policy.OWNER
            right = (404, 405) if is_owners and role == "own editor" else (200, 302, 405)
            if status not in right:
                wrong.append((role, address, status))
    assert wrong == []


def test_the_forms_of_the_probes_would_change_something(world):
    """Otherwise nothing would be shown by nothing having been changed."""
    effective, refused = set(), []
    before = fingerprint()
    for route, record, address in own_addresses(world):
        with transaction.atomic():
            response = world.clients["own owner"].post(address, payload(route, record, world))
            if response.status_code in (403, 404):
                refused.append((address, response.status_code))
            if changed(before, fingerprint()):
                effective.add(route.name)
            transaction.set_rollback(True)
    assert refused == []
    assert len(effective) >= 20, sorted(effective)


def test_an_editor_does_nothing_that_owners_do(world):
    before = fingerprint()
    for route, record, address in own_addresses(world):
        if policy_of(route.name, route.path) is Policy.OWNER:
            data = payload(route, record, world)
            assert world.clients["own editor"].post(address, data).status_code == 404, address
    assert changed(before, fingerprint()) == []


@pytest.mark.one_database
def test_what_is_not_public_is_not_there_for_anybody_on_public_pages(world, record_property):
    probes, before = Probes(world), fingerprint()
    for route, _, address in public_addresses(world.unseen):
        data = payload(route, None, world)
        for role in (*STRANGERS, *OWN):
            for method in METHODS:
                probes.count += 1
                client = world.clients[role]
                answer = words(ask(client, method, address, data))
                signed_in = policy_of(route.name, route.path) is not Policy.SIGNED_IN
                allowed = (404, 405) if signed_in or role != "visitor" else (302, 403, 405)
                nothing = probes.nothing(role, method, address, data)
                if answer[0] not in allowed or answer != nothing:
                    probes.wrong.append((role, method, address, answer[:2]))
    record_property("probes", probes.count)
    assert probes.wrong == [] and changed(before, fingerprint()) == []


@pytest.mark.one_database
def test_what_is_public_is_there_for_everybody(world):
    """Also for staff and members, and the same pages lead visitors to the sign-in."""
    wrong = []
    for route, _, address in public_addresses(world.public):
        for role in (*STRANGERS, *OWN):
            status = world.clients[role].get(address).status_code
            needs = policy_of(route.name, route.path) is Policy.SIGNED_IN
            right = (200, 302, 405) if needs else (200,)
            right = (302, 405) if needs and role == "visitor" else right
            if status not in right:
                wrong.append((role, address, status))
    assert wrong == []


def test_ones_own_account_asks_visitors_to_sign_in(world):
    fixed = [r for r in routes() if not r.varies]
    addresses = [r.path for r in fixed if policy_of(r.name, r.path) is Policy.SIGNED_IN]
    assert len(addresses) > 15
    for address in addresses:
        for method in METHODS:
            response = getattr(world.clients["visitor"], method)(address)
            leads = response.headers.get("Location", "")
            asks = leads.startswith(("/join/?next=", "/account/login/?next="))
            keeps_words = method == "post" and "You are signed out" in response.text
            assert response.status_code == 405 or asks or keeps_words, (address, leads)


@pytest.mark.one_database
def test_what_is_closed_is_closed_for_everybody(world):
    closed = [r.path for r in routes() if policy_of(r.name, r.path) is Policy.CLOSED]
    assert len(closed) >= 4
    for address in closed:
        for client in world.clients.values():
            assert client.get(address).status_code == client.post(address).status_code == 404


@pytest.mark.one_database
def test_no_link_but_a_signed_one_opens_anything(world):
    before = fingerprint()
    for route in routes():
        if policy_of(route.name, route.path) is Policy.TOKEN:
            for token in ("x", str(world.own.records["invitations"][0].uid), "a:b:c", "1"):
                address = route.path.replace("/x/", f"/{token}/")
                for role, client in world.clients.items():
                    for method in METHODS:
                        status = ask(client, method, address, {"record": "x"}).status_code
                        assert status == 404, (role, method, address, status)
    assert changed(before, fingerprint()) == []


@pytest.mark.one_database
def test_the_staff_area_is_not_there_for_the_people_of_an_organisation(world, record_property):
    before = fingerprint()
    addresses = sorted({r.path for r in routes() if r.path.startswith("/staff/")})
    client = world.clients["own owner"]
    wrong = [
        (method, address)
        for address in addresses
        for method in METHODS
        if ask(client, method, address, {}).status_code != 404
    ]
    record_property("probes", 2 * len(addresses))
    assert wrong == [] and changed(before, fingerprint()) == []


#: Led back to Wagtail's front page, or told that it is not theirs.
def _is_refused(response):
    return response.status_code in (403, 404, 405) or response.headers.get("Location") == "/staff/"


@pytest.mark.one_database
def test_staff_reach_only_what_their_policy_says(world):
    before, wrong = fingerprint(), []
    refused = {
        Policy.MANAGER: ["staff editor"],
        Policy.ADMINISTRATOR: ["staff editor", "website manager"],
    }
    for route in routes():
        for role in refused.get(policy_of(route.name, route.path), []):
            for method in METHODS:
                response = ask(world.clients[role], method, route.path, {})
                if not _is_refused(response):
                    wrong.append((role, method, route.path, response.status_code))
    assert wrong == [] and changed(before, fingerprint()) == []
