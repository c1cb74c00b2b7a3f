"""Canaries: what is not public, and what is secret, is on no page."""

import re
from datetime import time

import pytest

from hubs.models import SinglePointOfAccess
from hubs.starter import load_crisis_lines
from organisations.models import Organisation
from places.models import Postcode
from records.models import Standing
from services.models import LocationPhone, ServicePhone
from tests.factories import (
    AreaFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)

pytestmark = pytest.mark.django_db

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
CANARY = "xyzzycanary"


@pytest.fixture
def site(db):
    """One public record of each kind that all pages are about."""
    AreaFactory()
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")
    organisation = OrganisationFactory()
    hub = HubFactory(organisation=organisation)
    service = ServiceFactory(organisation=organisation)
    ServiceAtLocationFactory(service=service, location=hub.location)
    SessionFactory(service=service, location=hub.location, byday=EVERY_DAY)
    return {
        "organisation": organisation,
        "hub": hub,
        "service": service,
        "access": SinglePointOfAccessFactory(organisation=organisation, service=service),
    }


def every_page(client, site, *more):
    """The text of every page and print view, with response headers."""
    lists = ["/hubs/", "/hubs/?near=TS24+8AY", "/single-point-of-access/", "/crisis/", "/needs/"]
    lists += ["/today/", "/today/?near=TS24+8AY", "/single-point-of-access/?near=TS24+8AY&age=30"]
    details = [record.get_absolute_url() for record in (*site.values(), *more)]
    texts = {}
    for address in lists + details:
        for query in ("", f"{'&' if '?' in address else '?'}print=1"):
            response = client.get(address + query)
            assert response.status_code == 200, address + query
            texts[address + query] = f"{response.headers}{response.content.decode()}"
    return texts


def where_it_shows(texts, *canaries):
    return [
        (address, canary)
        for address, text in texts.items()
        for canary in canaries
        if canary.lower() in text.lower()
    ]


def hide(record):
    Standing.objects.create(record_uid=record.uid, state=Standing.State.HIDDEN)


@pytest.mark.parametrize("how", ["draft", "hidden"])
@pytest.mark.parametrize("kind", ["service", "organisation of a service", "place", "hub", "access"])
def test_a_record_that_is_not_public_is_on_no_page(client, site, kind, how):
    live = how == "hidden"
    organisation, location = site["organisation"], site["hub"].location
    if kind == "service":
        record = ServiceFactory(organisation=organisation, name=CANARY, live=live)
        ServiceAtLocationFactory(service=record, location=location)
        SessionFactory(service=record, location=location, byday=EVERY_DAY)
        site["service"].alternative_service = site["service"].onward_service = record
        site["service"].save()
        site["access"].service = record
        site["access"].save()
    elif kind == "organisation of a service":
        record = OrganisationFactory(name=CANARY, live=live)
        service = ServiceFactory(organisation=record, name=CANARY)
        SessionFactory(service=service, location=location, byday=EVERY_DAY)
        SinglePointOfAccess.objects.update(organisation=record)
    elif kind == "place":
        record = LocationFactory(name=CANARY, address_1=CANARY, live=live)
        ServiceAtLocationFactory(service=site["service"], location=record)
        SessionFactory(
            service=site["service"], location=record, byday=EVERY_DAY, description=CANARY
        )
    elif kind == "hub":
        record = HubFactory(name=CANARY, live=live)
    else:
        record = SinglePointOfAccessFactory(name=CANARY, live=live)
    if how == "hidden":
        hide(record)
    assert where_it_shows(every_page(client, site), CANARY) == []
    if hasattr(record, "get_absolute_url"):
        assert client.get(record.get_absolute_url()).status_code == 404


def test_an_unpublished_change_is_on_no_page(client, site):
    for record, field in [
        (site["organisation"], "summary"),
        (site["service"], "summary"),
        (site["hub"], "welcome"),
        (site["access"], "summary"),
        (site["hub"].location, "address_1"),
    ]:
        record = type(record).objects.get(pk=record.pk)
        setattr(record, field, CANARY)
        record.save_revision()
    assert where_it_shows(every_page(client, site), CANARY) == []


def test_an_expired_record_is_on_no_page(client, site):
    service = ServiceFactory(organisation=site["organisation"], name=CANARY)
    SessionFactory(service=service, location=site["hub"].location, byday=EVERY_DAY)
    service.unpublish(set_expired=True)
    assert where_it_shows(every_page(client, site), CANARY) == []
    assert client.get(service.get_absolute_url()).status_code == 404


def test_private_notes_are_on_no_page(client, site):
    Organisation.objects.update(private_notes=CANARY)
    type(site["service"]).objects.update(private_notes=CANARY)
    assert where_it_shows(every_page(client, site), CANARY) == []


def test_primary_keys_are_in_no_address(client, site):
    assert client.get(f"/services/{site['service'].pk}/").status_code == 404


def test_a_confidential_place_gives_away_nothing(client, site):
    """Check 13 of the product, for pages and print."""
    refuge = LocationFactory(
        name="Canaryhouse",
        alternate_name="Canaryalias",
        address_1="77 Canarystreet",
        address_2="Canaryflat",
        city="Canarytown",
        county="Canaryshire",
        postcode="TS25 5XX",
        latitude=54.654321,
        longitude=-1.234567,
        is_confidential=True,
        uprn="123454321",
        transportation="Canarybus",
        parking="Canaryparking",
        accessibility="Canaryramp",
        description="Canarydescription",
    )
    LocationPhone.objects.create(location=refuge, number="01632 960777")
    service = ServiceFactory(organisation=site["organisation"], name="Refuge")
    ServiceAtLocationFactory(service=service, location=refuge, description="Canaryroom")
    SessionFactory(
        service=service,
        location=refuge,
        byday=EVERY_DAY,
        opens_at=time(0),
        closes_at=time(0),
        name="Canaryname",
        notes="Canarynotes",
        description="Canarywords",
    )
    ServicePhone.objects.create(service=service, number="01632 960123")
    texts = every_page(client, site, service)
    secret = ["canary", "TS25", "54.65", "1.2345", "01632 960777", "01632960777", "123454321"]
    assert where_it_shows(texts, *secret, str(refuge.uid)) == []
    page = texts[service.get_absolute_url()]
    assert "Address kept confidential. Ring first and they will tell you how to get there." in page
    assert "miles" not in page and "walk (" not in page, "no distance to a hub either"


def test_the_nearest_hub_is_not_worked_out_from_a_confidential_place(client, site):
    refuge = LocationFactory(is_confidential=True)
    near = HubFactory(name="Hub beside it")
    service = ServiceAtLocationFactory(location=refuge).service
    assert near.name not in client.get(service.get_absolute_url()).content.decode()


def test_the_address_of_a_place_is_entered_once_and_changes_everywhere(client, site):
    """Check 12 of the product, for pages."""
    location = site["hub"].location
    location.address_1 = "2 New Street"
    location.save_revision().publish(skip_permission_checks=True)
    texts = every_page(client, site)
    for record in (site["hub"], site["service"]):
        assert "2 New Street" in texts[record.get_absolute_url()]
    assert where_it_shows(texts, "1 Example Street") == []


def test_reading_sets_no_cookie(client, site):
    every_page(client, site)
    assert not client.cookies


def test_every_number_to_dial_is_the_number_shown(client, site):
    """On every page, the crisis numbers at its foot included."""
    load_crisis_lines(as_drafts=False)
    ServicePhone.objects.create(service=site["service"], number="01632 960 123")
    for address, text in every_page(client, site).items():
        links = re.findall(r'href="(tel|sms):([^"]*)"[^>]*>([^<]*)<', text)
        assert {"999", "116123"} <= {digits for _, digits, _ in links}, address
        for _, digits, shown in links:
            assert digits == re.sub(r"[^\d+]", "", shown), address
