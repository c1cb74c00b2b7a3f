"""Check 12 of the product: an address is entered once, and every page and file follows it."""

import json
import re

import pytest

from places.models import Postcode
from services.held_here import seen_on
from services.models import Service
from tests import people
from tests.factories import (
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.upkeep import sheets
from tests.upkeep.listings import at, filled, public
from tests.upkeep.sending import with_review
from upkeep import submissions

pytestmark = pytest.mark.django_db

OLD = ("Lantern Hall", "1 Old Row", "TS24 8AY")
NEW = ("Beacon Rooms", "9 New Quay", "TS25 1AA")


@pytest.fixture
def shared():
    """A hall that one organisation keeps, with a service of it, one of another group, and a hub."""
    with_review()
    Postcode.objects.create(key="TS251AA", lat=54.66, lon=-1.22)
    keeper, guest = (public(OrganisationFactory(name=name)) for name in ("Keeper", "Guest"))
    hall = LocationFactory(name=OLD[0], address_1=OLD[1], postcode=OLD[2], kept_by=keeper)
    services = []
    for organisation in (keeper, guest):
        service = ServiceFactory(organisation=organisation, name=f"Zumba of {organisation}")
        ServiceAtLocationFactory(service=service, location=public(hall))
        SessionFactory(service=service, location=hall)
        services.append(public(Service.objects.get(pk=service.pk)))
    return keeper, guest, hall, services, HubFactory(location=hall, name="Warm hub")


def outputs(shared):
    """{what: its text} of everything that tells an address, as anybody or its own people get it."""
    keeper, guest, _, services, hub = shared
    visitor, found = people.visitor(), {}
    for service in services:
        address = service.get_absolute_url()
        found[f"page of {service}"] = page = visitor.get(address).text
        found[f"print of {service}"] = visitor.get(f"{address}?print=1").text
        data = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)[1]
        (channel, *_) = json.loads(data)["availableChannel"]
        found[f"JSON-LD of {service}"] = json.dumps(channel["serviceLocation"])
    found["hub"] = visitor.get(hub.get_absolute_url()).text
    found["print of results"] = visitor.get("/find/?q=zumba&print=1").text
    names = {
        "keeper": visitor.get(keeper.get_absolute_url()).text,
        "guest": visitor.get(guest.get_absolute_url()).text,
        "results": visitor.get("/find/?q=zumba").text,
        "api": visitor.get("/api/find?q=zumba").text,
    }
    for organisation in (keeper, guest):
        (row,) = sheets.downloaded(people.member(organisation), organisation)
        found[f"sheet of {organisation}"] = row["Places"]
    return found, names


def test_check_12_editing_an_address_once_changes_every_page_and_file_that_uses_it(shared):
    keeper, _, hall, services, _ = shared
    whole, names = outputs(shared)
    assert all(part in text for text in whole.values() for part in OLD[1:]), whole.keys()
    shows_name = {what for what, text in names.items() if OLD[0] in text}
    assert {"results", "api"} <= shows_name

    client, address = people.member(keeper), at(keeper, "places", hall.uid, "address")
    changed = {"name": NEW[0], "address_1": NEW[1], "postcode": NEW[2]}
    assert client.post(address, filled(client.get(address)) | changed).status_code == 302
    (item,) = submissions.send(keeper, by=client.user).items.all()
    assert NEW[1] not in people.visitor().get(services[0].get_absolute_url()).text

    submissions.approve(item, by=people.staff("wanda@example.org", "manager"))
    whole, names = outputs(shared)
    for what, text in whole.items():
        assert all(part in text for part in NEW[1:]), what
        assert not any(part in text for part in OLD), what
    for what in shows_name:
        assert NEW[0] in names[what] and OLD[0] not in names[what], what


def test_the_keeper_reads_on_how_many_listings_a_place_is(shared):
    keeper, _, hall, _, _ = shared
    second = ServiceFactory(organisation=keeper)
    ServiceAtLocationFactory(service=second, location=hall)
    ServiceAtLocationFactory(service=ServiceFactory(organisation=keeper, live=False), location=hall)
    page = people.member(keeper).get(at(keeper, "places", hall.uid))
    assert "on 2 of your services and 1 of other groups" in page.text
    hall.is_confidential = True
    assert seen_on(hall, keeper) == ""
