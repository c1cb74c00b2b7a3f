"""Words put where nobody may read them, then looked for everywhere.

Each is a pair: the first word is asked for, the second is looked for, so that a page that repeats
a question is no finding.
"""

import logging
from dataclasses import dataclass

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from directory_site.policies import Policy, policy_of
from organisations import claims
from organisations.invitations import invite
from organisations.models import Organisation, OrganisationAccount, OrganisationContact
from outbox.models import Message
from outbox.sending import send_due
from pages.starter import make_site
from places.models import Postcode
from records.models import Check
from services.models import Closure, Location, LocationPhone, Service, SessionChange
from services.needs import Need
from tests import people
from tests.factories import AreaFactory, ServiceAtLocationFactory, ServiceFactory, SessionFactory
from tests.ready_made import ReadyMade
from tests.safety.world import EVERY_DAY, make_world, private_addresses, public_addresses
from tests.staff.routes import routes
from upkeep import reports, submissions
from upkeep.models import CallTask, ProblemReport

pytestmark = pytest.mark.django_db

WHERE = [
    "draft", "never", "expired", "hidden", "notes", "contact", "declined", "reviewnote",
    "report", "claimwords", "claimreason", "callnote", "checknote", "secretplace", "noconsent",
]  # fmt: skip
#: What is looked for; the reporter's, the invited and the private address among them.
LOOKED_FOR = [
    *(f"plm{where}" for where in WHERE),
    "reporter@plmreply.example",
    "guest@plminvited.example",
    "chair@plmprivate.example",
    "01632 960888",
    "01632960888",
    "01632 960777",
    "01632960777",
    "TS25 5XX",
    "TS255XX",
    "54.654321",
    "1.234567",
]
OPEN = "xqvopen plmopen"
ASK = (
    "/find/?q={}",
    "/find/?near={}",
    "/find/?q={}&print=1",
    "/api/find?q={}",
    "/api/find?near={}",
)


def canary(where):
    assert where in WHERE
    return f"xqv{where} plm{where}"


@dataclass
class Aviary:
    """The world with canaries in it, and who may know them."""

    world: object
    insiders: set
    letters: list


def make_aviary():
    """Returns the Aviary; all of it is in the database."""
    sent_before = len(mail.outbox)
    Need.add_root(slug="mental-health", name="Mental health")
    area = AreaFactory()
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code=area.code)
    make_site(
        name="Help in Hartlepool",
        councils=[area.code],
        email="team@example.org",
        public_url="http://testserver",
    )
    world = make_world()
    _in_records(world)
    _in_a_secret_place(world)
    _in_what_people_wrote(world)
    send_due()
    insiders = {
        role: client.user.email for role, client in world.clients.items() if role != "visitor"
    }
    allowed = {"own editor", "own owner", "staff editor", "website manager"}
    knowing = {insiders[role] for role in allowed} | {"team@example.org"}
    return Aviary(world, knowing, mail.outbox[sent_before:])


AVIARY = ReadyMade(make_aviary)


@pytest.fixture(scope="session")
def _aviary(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        AVIARY.remember()


@pytest.fixture
def aviary(_aviary, db):
    Site.clear_site_root_paths_cache()
    return AVIARY.make()


def _in_records(world):
    shown, never, hidden, expired = world.own.records["services"]
    Service.objects.filter(pk=shown.pk).update(
        summary=OPEN, description=OPEN, private_notes=canary("notes")
    )
    for record, where in ((never, "never"), (hidden, "hidden"), (expired, "expired")):
        words = canary(where)
        Service.objects.filter(pk=record.pk).update(
            name=words, summary=words, description=words, eligibility=words
        )
    organisation = world.own.organisation
    Organisation.objects.filter(pk=organisation.pk).update(private_notes=canary("notes"))
    Organisation.objects.filter(pk=world.own.drafted.pk).update(
        name=canary("never"), summary=canary("never")
    )
    OrganisationAccount.objects.create(
        organisation=organisation,
        contact_name=canary("contact"),
        contact_email="chair@plmprivate.example",
        contact_phone="01632 960888",
    )
    for record in (organisation, shown, world.own.records["places"][0]):
        draft = type(record).objects.get(pk=record.pk)
        draft.name = draft.description = canary("draft")
        if isinstance(draft, Organisation):
            draft.contacts = [OrganisationContact(name=canary("noconsent"))]
        draft.save_revision()


def _in_a_secret_place(world):
    secret = world.own.records["places"][1]
    words = canary("secretplace")
    names = ("name", "alternate_name", "description", "address_1", "address_2", "city", "county")
    Location.objects.filter(pk=secret.pk).update(
        **dict.fromkeys((*names, "accessibility", "transportation", "parking"), words),
        latitude=54.654321,
        longitude=-1.234567,
    )
    LocationPhone.objects.create(location=secret, number="01632 960777")
    refuge = ServiceFactory(organisation=world.own.organisation, name="Refuge")
    ServiceAtLocationFactory(service=refuge, location=secret, description=words)
    session = SessionFactory(
        service=refuge, location=secret, byday=EVERY_DAY, name=words, notes=words, description=words
    )
    SessionChange.objects.create(session_uid=session.uid, on=timezone.localdate(), reason=words)
    today = timezone.localdate()
    Closure.objects.create(location=secret, first_day=today, last_day=today, reason=words)
    world.public["service"].append(refuge)


def _in_what_people_wrote(world):
    organisation = world.own.organisation
    owner = world.clients["own owner"].user
    manager = world.clients["website manager"].user
    sent = submissions.send(organisation, by=owner, note=canary("reviewnote"))
    for item in sent.items.all():
        submissions.decline(item, by=manager, reason=canary("declined"))
    shown = world.own.records["services"][0]
    reports.keep(
        shown,
        uid="00000000-0000-4000-8000-00000000000a",
        what=ProblemReport.What.OTHER,
        detail=canary("report"),
        reply_to="reporter@plmreply.example",
    )
    stranger = world.clients["without an organisation"].user
    claim = claims.start(organisation, user=stranger, words=canary("claimwords"))
    claims.decline(claim, by=manager, reason=canary("claimreason"))
    invite(organisation, email="guest@plminvited.example", role="editor", by=owner)
    Check.objects.create(
        record_uid=shown.uid, checked_at=organisation.created_at, role="the group itself",
        note=canary("checknote"),
    )  # fmt: skip
    CallTask.objects.create(
        record=shown, record_uid=shown.uid, why=CallTask.Why.NO_ANSWER,
        made_at=organisation.created_at, note=canary("callnote"),
    )  # fmt: skip


def found_in(text, *, but=()):
    return [word for word in LOOKED_FOR if word not in but and word.lower() in text.lower()]


def whole(response):
    content = b"".join(response) if response.streaming else response.content
    return f"{response.status_code} {dict(response.headers)} {content.decode('utf-8', 'replace')}"


def public_pages(world):
    """Addresses of all that the public reads: fixed ones, records, pages, sections of the sitemap."""
    policies = (Policy.PUBLIC, Policy.FORM)
    fixed = [r.path for r in routes() if not r.varies and policy_of(r.name, r.path) in policies]
    records = [
        address
        for route, _, address in public_addresses(world.public)
        if policy_of(route.name, route.path) in policies
    ]
    sections = [f"/sitemap-{name}.xml" for name in ("pages", "services", "organisations", "hubs")]
    pages = [page.url for page in Page.objects.live() if page.url]
    more = [
        "/needs/mental-health/",
        "/no-such-page/",
        "/today/?near=TS24+8AY",
        "/hubs/?near=TS24+8AY",
    ]
    return list(dict.fromkeys([*fixed, *records, *sections, *pages, *more]))


def test_no_public_page_says_what_is_not_public(aviary, client):
    pages = public_pages(aviary.world)
    assert len(pages) > 45
    hits, texts = {}, {}
    for address in pages:
        for query in ("", ("&" if "?" in address else "?") + "print=1"):
            texts[address + query] = whole(client.get(address + query))
            if found := found_in(texts[address + query]):
                hits[address + query] = found
    assert hits == {}
    shown = aviary.world.own.records["services"][0].get_absolute_url()
    assert "plmopen" in texts[shown] and "plmopen" in texts[f"{shown}?print=1"]


def test_no_search_finds_what_is_not_public(aviary, client, search_index):
    assert "plmopen" in whole(client.get("/api/find?q=xqvopen"))
    assert "plmopen" in whole(client.get("/find/?q=xqvopen"))
    hits = {}
    for where in WHERE:
        for ask in ASK:
            address = ask.format(f"xqv{where}")
            if found := found_in(whole(client.get(address))):
                hits[address] = found
    for address in (
        "/find/",
        "/api/find",
        "/api/find?q=refuge",
        "/find/?near=TS24+8AY",
        "/find/?q=chair",
    ):
        if found := found_in(whole(client.get(address))):
            hits[address] = found
    assert hits == {}


def test_the_index_file_holds_nothing_that_is_not_public(aviary, client, search_index):
    client.get("/find/?q=xqvopen")
    files = list(search_index.parent.glob(f"{search_index.name}*"))
    content = b"".join(file.read_bytes() for file in files).decode("utf-8", "replace")
    assert "plmopen" in content
    assert found_in(content) == []
    assert [where for where in WHERE if f"xqv{where}" in content] == []


def test_pages_of_another_organisation_show_nothing_of_it(aviary):
    """Previews, sheets, tables, lists of places to choose: as their owner sees them."""
    world = aviary.world
    client = world.clients["owner of another"]
    others = world.others
    addresses = [a for _, _, a in private_addresses(others.organisation, others.records)]
    service = others.records["services"][0]
    add_place = reverse("upkeep:add_place", args=[others.organisation.uid, service.uid])
    theirs = (others.organisation.uid, world.own.records["places"][0].uid)
    addresses += [
        f"{add_place}?postcode=TS24+8AY",
        reverse("upkeep:suggest", args=theirs),
        reverse("upkeep:claim", args=[world.own.organisation.uid]),
    ]
    near_the_secret = f"{add_place}?postcode=TS25+5XX"
    hits = {address: found_in(whole(client.get(address)), but=_of(others)) for address in addresses}
    assert {address: found for address, found in hits.items() if found} == {}
    text = whole(client.get(near_the_secret))
    assert found_in(text, but=("TS25 5XX", "TS255XX")) == []
    assert str(world.own.records["places"][1].uid) not in text


def _of(others):
    """The other organisation has a secret place of its own with the same postcode."""
    assert others.records["places"][1].postcode == "TS25 5XX"
    return ("TS25 5XX", "TS255XX")


def test_mail_to_outsiders_says_nothing_of_it(aviary):
    """Each learns what is theirs to know: the answer to a claim, the invitation itself."""
    theirs = {
        aviary.world.clients["without an organisation"].user.email: {"plmclaimreason"},
        "guest@plminvited.example": {"guest@plminvited.example"},
        "chair@plmprivate.example": {"chair@plmprivate.example"},
    }
    letters = [(m.to, f"{m.subject} {m.body}") for m in Message.objects.all()]
    letters += [(to, f"{m.subject} {m.body}") for m in aviary.letters for to in m.to]
    assert {to for to, _ in letters} & aviary.insiders and set(theirs) & {to for to, _ in letters}
    for to, text in letters:
        if to not in aviary.insiders:
            assert set(found_in(text)) <= theirs.get(to, set()), (to, text)
        if to.startswith("own-"):
            staff_only = {"reporter@plmreply.example", "plmnotes", "plmcallnote", "plmchecknote"}
            assert not set(found_in(text)) & staff_only, (to, text)


def test_nothing_of_it_is_logged(aviary, client, caplog):
    world = aviary.world
    caplog.set_level(logging.INFO)
    own = private_addresses(world.own.organisation, world.own.records)
    for _, _, address in own[::7]:
        typed = {
            "name": canary("draft"),
            "words": canary("claimwords"),
            "email": "guest@plminvited.example",
        }
        world.clients["former member"].post(address, typed)
        world.clients["own owner"].post(address, typed)
        world.clients["own owner"].get(address)
    report = reverse("upkeep:report", args=["service", world.own.records["services"][0].uid])
    client.post(report, {"what": "other", "detail": canary("report"), "reply_to": "no address"})
    client.get(f"/no-such-page/?q={canary('report')}")
    client.post("/join/", {"email": "guest@plminvited.example"})
    client.get("/find/", {"q": "guest@plminvited.example", "near": "TS25 5XX"})
    people.visitor().post("/account/login/", {"login": "chair@plmprivate.example", "password": "x"})
    assert caplog.text, "something was logged"
    assert found_in(caplog.text) == []
