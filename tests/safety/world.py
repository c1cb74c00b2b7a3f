"""Two organisations with all kinds of records, and everybody who might come to their addresses."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from directory_site.policies import Policy, policy_of
from organisations.models import Claim, Invitation, Organisation, Role
from organisations.people import remove
from records.models import Standing
from services.models import Location, Service
from tests import people
from tests.factories import (
    CrisisLineFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.routes import routes
from tests.upkeep.sending import with_review
from upkeep.first_listing import CHECK, STEPS
from upkeep.models import FirstListing
from upkeep.page_tables import PAGES

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
#: Parts of an address below one organisation, and the records that their uid names.
BELOW = ("services", "places", "sessions", "invitations", "claims", "people")
SLUGS = {
    "about": [page.slug for page in PAGES[Organisation]],
    "services": [page.slug for page in PAGES[Service]],
    "places": [page.slug for page in PAGES[Location]],
    "new": [step.slug for step in STEPS] + [CHECK],
}


@dataclass
class Group:
    """An organisation and the records of it, by the part of an address that leads to them."""

    organisation: Organisation
    drafted: Organisation = None
    records: dict = field(default_factory=lambda: {part: [] for part in BELOW})


@dataclass
class World:
    """`own` is the organisation asked about; `others` is somebody else's."""

    own: Group
    others: Group
    clients: dict
    public: dict  # {kind: [records that the public may see]}
    unseen: dict  # {kind: [records that it may not]}


#: Who has nothing to look for at the addresses of an organisation.
STRANGERS = (
    "visitor",
    "without an organisation",
    "editor of another",
    "owner of another",
    "former member",
    "invited, not accepted",
    "staff editor",
    "website manager",
)
OWN = ("own editor", "own owner")


def make_world():
    """Everything that the probes ask for; all of it in the database."""
    with_review()
    own, others = _group("Knitters of Hart"), _group("Others of Elsewhere")
    own.drafted = OrganisationFactory(name="Not yet public", live=False)
    clients = _people(own, others)
    for organisation in (own.organisation, own.drafted):
        FirstListing.objects.create(organisation=organisation, done=["group"])
    public, unseen = _seen_and_unseen(own)
    return World(own, others, clients, public, unseen)


def _group(name):
    group = Group(OrganisationFactory(name=name, email=f"hello@{name[:3].lower()}.example.org"))
    keeper = group.organisation
    place = LocationFactory(kept_by=keeper)
    secret = LocationFactory(kept_by=keeper, is_confidential=True, postcode="TS25 5XX")
    drafted = LocationFactory(kept_by=keeper, live=False)
    shown = ServiceFactory(organisation=keeper, in_person=True)
    ServiceAtLocationFactory(service=shown, location=place)
    session = SessionFactory(service=shown, location=place, byday=EVERY_DAY)
    expired = ServiceFactory(organisation=keeper)
    expired.unpublish(set_expired=True)
    hidden = ServiceFactory(organisation=keeper)
    Standing.objects.create(record_uid=hidden.uid, state=Standing.State.HIDDEN)
    changed = Service.objects.get(pk=shown.pk)
    changed.summary = "Not approved yet."
    changed.save_revision()
    group.records["places"] = [place, secret, drafted]
    group.records["services"] = [
        Service.objects.get(pk=shown.pk),
        ServiceFactory(organisation=keeper, live=False),
        hidden,
        expired,
    ]
    group.records["sessions"] = [session]
    return group


def _people(own, others):
    owner = people.member(own.organisation, Role.OWNER, "own-owner@example.org")
    editor = people.member(own.organisation, Role.EDITOR, "own-editor@example.org")
    for client, role in ((owner, Role.OWNER), (editor, Role.EDITOR)):
        own.drafted.memberships.create(user=client.user, role=role)
    former = people.member(own.organisation, Role.EDITOR, "former@example.org")
    remove(own.organisation.memberships.get(user=former.user), by=owner.user)
    invited = User.objects.create_user("invited@example.org")
    claiming = User.objects.create_user("claiming@example.org")
    own.records["invitations"] = [
        Invitation.objects.create(organisation=own.organisation, email=invited.email)
    ]
    own.records["claims"] = [
        Claim.objects.create(organisation=own.organisation, user=claiming, words="I am the chair.")
    ]
    own.records["people"] = [own.organisation.memberships.get(user=editor.user)]
    return {
        "visitor": people.visitor(),
        "without an organisation": people.ordinary_user(),
        "editor of another": people.member(others.organisation, Role.EDITOR),
        "owner of another": people.member(others.organisation, Role.OWNER),
        "former member": former,
        "invited, not accepted": people.came_by_code(invited),
        "staff editor": people.editor(),
        "website manager": people.website_manager(),
        "own editor": editor,
        "own owner": owner,
    }


def _seen_and_unseen(own):
    place = own.records["places"][0]
    hub = HubFactory(location=place, organisation=own.organisation)
    shown, *unseen = own.records["services"]
    public = {
        "service": [shown],
        "organisation": [own.organisation],
        "hub": [hub],
        "single-point-of-access": [SinglePointOfAccessFactory()],
        "crisis-line": [CrisisLineFactory()],
    }
    return public, {
        "service": unseen,
        "organisation": [own.drafted],
        "hub": [HubFactory(live=False), HubFactory(location=own.records["places"][1])],
        "single-point-of-access": [SinglePointOfAccessFactory(live=False)],
        "crisis-line": [CrisisLineFactory(live=False, in_block=False)],
        "place": own.records["places"],
    }


def private_addresses(organisation, records):
    """[(route, record or None, address)] of all pages of one organisation, its records put in.

    `records` is {part of BELOW: records}. A route of a shape not known here is an error: say in
    BELOW or SLUGS what its parts stand for.
    """
    found = []
    for route in routes():
        if policy_of(route.name, route.path) in (Policy.MEMBER, Policy.OWNER):
            found += _addresses(route, organisation, records)
    return found


def _addresses(route, organisation, records):
    parts = [part for part in route.path.split("/") if part]
    named = next((part for part in reversed(parts) if part in BELOW), None)
    varies = set(route.varies)
    values = {}
    if "organisation_uid" in varies:
        values["organisation_uid"] = organisation.uid
        chosen = records[named] if "uid" in varies else [None]
    else:
        values["uid"] = organisation.uid
        chosen = [None]
    slugs = [None]
    if "slug" in varies:
        slugs = SLUGS[next(part for part in parts if part in SLUGS)]
    if "day" in varies:
        values["day"] = timezone.localdate() + timedelta(days=1)
    known = {"organisation_uid", "uid", "slug", "day"}
    assert varies <= known, f"{route.name} varies by {varies - known}"
    for record in chosen:
        for slug in slugs:
            given = dict(values)
            if record:
                given["uid"] = record.uid
            if slug:
                given["slug"] = slug
            yield route, record, reverse(route.name, kwargs=given)


def public_addresses(kind_records):
    """[(route, kind, record, address)] of what has a record's uid and is no organisation's own."""
    kinds = {
        "service": "service",
        "organisation": "organisation",
        "hub": "hub",
        "access_point": "single-point-of-access",
    }
    for route in routes():
        policy = policy_of(route.name, route.path)
        if policy not in (Policy.PUBLIC, Policy.FORM, Policy.SIGNED_IN):
            continue
        if route.varies == ("uid",):
            for record in kind_records[kinds[route.name]]:
                yield route, record, reverse(route.name, args=[record.uid])
        elif route.varies == ("organisation_uid",):
            for record in kind_records["organisation"]:
                yield route, record, reverse(route.name, args=[record.uid])
        elif route.varies == ("kind", "uid"):
            for kind, records in kind_records.items():
                for record in records:
                    yield route, record, reverse(route.name, args=[kind, record.uid])


UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def unknown(address):
    """The same address with the uid of nothing in the place of each uid."""
    return UID.sub(lambda found: str(uuid.uuid5(uuid.NAMESPACE_OID, found[0])), address)


def words(response):
    """What an answer says, without what differs each time: its status, where it leads, its text."""
    text = "" if response.streaming else response.content.decode("utf-8", "replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    leads = response.headers.get("Location", "")
    return response.status_code, UID.sub("uid", leads), UID.sub("uid", text)
