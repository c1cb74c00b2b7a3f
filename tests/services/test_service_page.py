"""The page of a service: every fact in plain words, in the order a resident asks for them."""

import json
import re
from datetime import date, datetime, time

import pytest
import time_machine

from organisations.models import Community
from records.models import Standing, confirm
from services.models import (
    Audience,
    Closure,
    CostOption,
    Language,
    Need,
    Service,
    ServicePhone,
    ServiceRoute,
    SessionChange,
)
from services.opening import LONDON
from services.vocabulary import touch
from tests.factories import (
    AreaFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

#: A Monday, ten in the morning.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def page_of(client, record, query=""):
    response = client.get(f"{record.get_absolute_url()}{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"eligibility": "Anyone who has lost someone."}, "Anyone who has lost someone."),
        ({"minimum_age": 18}, "For people aged 18 and over."),
        ({"minimum_age": 11, "maximum_age": 25}, "For people aged 11 to 25."),
        ({"needs_diagnosis": "yes"}, "You need a diagnosis to use it."),
        ({"needs_diagnosis": "no"}, "You do not need a diagnosis."),
        ({"needs_referral": "yes"}, "Someone has to refer you, such as your GP."),
        ({"needs_referral": "no"}, "You do not need a referral."),
        ({}, "We do not know if you need a referral or a diagnosis."),
        ({"cost": "free"}, "Free."),
        ({"cost": "donation"}, "Pay what you can."),
        (
            {"cost": "paid", "fees_description": "£3 a week"},
            'There is a charge.</p><p class="govuk-body">£3 a week',
        ),
        ({}, "We do not know what it costs."),
        (
            {"wait": "Three weeks", "wait_checked_on": date(2026, 11, 9)},
            "Three weeks. This is what they said on 9 November 2026.",
        ),
        ({"what_happens_next": "Someone rings you."}, "Someone rings you."),
        ({"by_phone": True, "at_home": True}, "You can use it by phone or at your home."),
        ({"interpretation_services": "BSL"}, "BSL"),
        ({"alert": "Closed at Christmas"}, "Closed at Christmas"),
        ({"status": "temporarily closed"}, "Closed for now"),
        ({"starts_on": date(2026, 12, 1)}, "It starts on Tuesday 1 December."),
        ({"ends_on": date(2026, 12, 1)}, "It runs until Tuesday 1 December."),
        (
            {"ends_on": date(2026, 11, 1), "onward": "Ring the hub."},
            'It ended on Sunday 1 November.</p><p class="govuk-body">Ring the hub.',
        ),
        (
            {"exclusions": "No dogs.", "alternative": "The dog club."},
            'No dogs.</p><p class="govuk-body">The dog club.',
        ),
    ],
)
def test_each_fact_in_plain_words(client, fields, words):
    page = re.sub(r"> <", "><", page_of(client, ServiceFactory(**fields)))
    assert words in page


def test_the_order_is_that_of_the_residents_questions(client):
    service = ServiceFactory(
        description="What it is.",
        wait="Weeks",
        wait_checked_on=date(2026, 11, 1),
        what_happens_next="Then this.",
    )
    page = page_of(client, service)
    heads = [
        "What it is.",
        "Who it is for",
        "How to start<",
        "Then this.",
        ">Cost<",
        "the wait?",
        "When and where<",
    ]
    places = [page.rindex(head) for head in heads]
    assert places == sorted(places)


def test_each_kind_of_person_has_a_way_in(client):
    service = ServiceFactory()
    for referrer in ("self", "carer", "gp", "police", "professional"):
        ServiceRoute.objects.create(
            service=service,
            referrer=referrer,
            how=f"How a {referrer} starts.",
            phone="01632 960001",
        )
    page = page_of(client, service)
    assert all(f"How a {who} starts." in page for who in ("self", "carer", "gp", "police"))
    assert page.count('href="tel:01632960001"') == 5


def test_communities_languages_audiences_needs_and_prices(client):
    service = ServiceFactory(cost="paid")
    service.led_by.set([Community.objects.create(slug="deaf", name="Deaf people")])
    service.serves.set([Community.objects.create(slug="women", name="Women")])
    service.languages.set([Language.objects.create(code="zzz", name="Testish")])
    service.audiences.set([Audience.objects.create(slug="carers", name="Carers")])
    service.needs.set([Need.add_root(slug="crafts-x", name="Crafts and making")])
    service.coverage.set([AreaFactory()])
    service.save()
    CostOption.objects.create(service=service, option="Adults", amount="3.50")
    CostOption.objects.create(
        service=service, option="Old price", amount="1", valid_to=date(2020, 1, 1)
    )
    page = page_of(client, service)
    for words in (
        "Deaf people",
        "Women",
        "Testish",
        "Carers",
        "Crafts and making",
        "Adults: £3.50",
        "For people who live in Hartlepool.",
    ):
        assert words in page
    assert "Old price" not in page


def test_led_by_comes_from_the_organisation_where_the_service_says_nothing(client):
    service = ServiceFactory()
    service.organisation.led_by.set([Community.objects.create(slug="roma", name="Roma people")])
    service.organisation.save()
    assert "Roma people" in page_of(client, service)


def test_when_it_is_open_and_what_changes_soon(client):
    at = ServiceAtLocationFactory(description="Upstairs")
    session = SessionFactory(service=at.service, location=at.location, byday="MO")
    SessionChange.objects.create(
        session_uid=session.uid, on=date(2026, 11, 30), reason="The hall is let"
    )
    page = page_of(client, at.service)
    assert "Open now until midday" in page
    assert "Monday, 10am to midday" in page and "Upstairs" in page
    assert "Monday 30 November: <strong>not on</strong> (The hall is let)" in page


def test_a_closure_of_the_place_is_told(client):
    at = ServiceAtLocationFactory()
    SessionFactory(service=at.service, location=at.location, byday="MO")
    Closure.objects.create(
        location=at.location,
        first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 23),
        reason="Burst pipe",
    )
    assert "Closed today (Burst pipe)" in page_of(client, at.service)


def test_what_is_not_running_is_never_open(client):
    service = ServiceFactory(status=Service.Status.DEFUNCT)
    SessionFactory(service=service, byday="MO")
    page = page_of(client, service)
    assert "Open now" not in page and "This service has ended" in page


def test_last_checked_by_which_role_and_not_confirmed_lately(client):
    service = ServiceFactory()
    assert "Nobody has checked this yet." in page_of(client, service)
    confirm(service, role="the group itself", at=MONDAY)
    assert "Last checked on 23 November 2026 by the group itself." in page_of(client, service)
    Standing.objects.filter(record_uid=service.uid).update(state="unconfirmed")
    assert "Not confirmed lately" in page_of(client, service)


def test_demonstration_records_are_marked(client):
    service = ServiceFactory(organisation__is_fictional=True)
    assert "Made up for the demonstration" in page_of(client, service)
    assert "Made up" not in page_of(client, ServiceFactory())


def test_sensitive_pages_offer_a_way_out_and_tell_nothing_in_the_title(client):
    service = ServiceFactory(name="Escape from abuse", summary="Leaving a violent partner")
    service.needs.set([Need.add_root(slug="abuse-x", name="Abuse", sensitive=True)])
    service.save()
    page = page_of(client, service)
    head = page.split("</head>")[0].split("ld+json")[0]
    assert "Exit this page" in page
    assert "Escape" not in head and "violent" not in head
    need = page_of_need = client.get("/needs/").content.decode()
    assert "/needs/abuse-x/" not in need and "/needs/t-" in page_of_need


def test_a_listing_without_needs_is_sensitive_by_its_own_words(client):
    Need.add_root(
        slug="abuse-x", name="Abuse", sensitive=True, listing_phrases="abusive relationship"
    )
    touch()
    words = "For women who leave an abusive relationship."
    assert "Exit this page" in page_of(client, ServiceFactory(description=words))


def test_ordinary_pages_have_no_exit_button(client):
    assert "Exit this page" not in page_of(client, ServiceFactory())


class TestNeeds:
    def test_a_sensitive_need_has_an_address_that_tells_nothing(self, client):
        Need.add_root(slug="abuse-x", name="Abuse", sensitive=True)
        neutral = re.search(r"/needs/t-[0-9a-f]{8}/", client.get("/needs/").content.decode())[0]
        page = client.get(neutral).content.decode()
        assert '<h1 class="govuk-heading-l">Abuse</h1>' in page and "Exit this page" in page
        assert "Abuse" not in page.split("</title>")[0]
        assert client.get("/needs/abuse-x/").status_code == 200

    def test_browsing_leads_to_results(self, client):
        top = Need.add_root(slug="money-x", name="Money")
        top.add_child(slug="debt-x", name="Debt")
        assert 'href="/needs/debt-x/"' in client.get("/needs/").content.decode()
        page = client.get("/needs/money-x/").content.decode()
        assert 'name="needs" value="money-x"' in page and 'href="/needs/debt-x/"' in page

    def test_no_such_need(self, client):
        assert client.get("/needs/no-such-need/").status_code == 404
        assert client.get("/needs/t-00000000/").status_code == 404


class TestStructuredData:
    def data(self, client, record):
        page = client.get(record.get_absolute_url()).content.decode()
        return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    def test_a_service(self, client):
        at = ServiceAtLocationFactory()
        SessionFactory(service=at.service, location=at.location, byday="MO,TU")
        ServicePhone.objects.create(service=at.service, number="01632 960001")
        data = self.data(client, at.service)
        assert data["@context"] == "https://schema.org" and data["@type"] == "Service"
        channel = data["availableChannel"][0]["serviceLocation"]
        assert channel["address"]["postalCode"] == "TS24 8AY"
        assert data["hoursAvailable"][0]["opens"] == "10:00"
        assert data["provider"]["name"] == at.service.organisation.name

    def test_a_council_gives_a_government_service(self, client):
        assert self.data(client, ServiceFactory(organisation__kind="council"))["@type"] == (
            "GovernmentService"
        )

    def test_an_organisation(self, client):
        data = self.data(client, OrganisationFactory(kind="charity", website="https://example.org"))
        assert data["@type"] == "NGO" and data["sameAs"] == "https://example.org"

    @pytest.mark.parametrize(
        "nasty", ["</script><script>alert(1)</script>", "<!--<script>", "&amp;"]
    )
    def test_nothing_typed_can_leave_the_data_block(self, client, nasty):
        service = ServiceFactory(name=nasty)
        assert self.data(client, service)["name"] == nasty
        page = client.get(service.get_absolute_url()).content.decode()
        assert "<script>alert" not in page and "<!--<script>" not in page


def test_no_page_writes_a_style_or_runs_a_script_of_its_own(client):
    at = ServiceAtLocationFactory()
    for address in (at.service.get_absolute_url(), at.service.organisation.get_absolute_url()):
        page = client.get(address).content.decode()
        assert " style=" not in page and "onclick" not in page
        assert all("src=" in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_time_of_day_is_written_as_people_say_it(client):
    service = ServiceFactory()
    SessionFactory(service=service, opens_at=time(12), closes_at=time(0), byday="FR")
    assert "Friday, midday to midnight" in page_of(client, service)
