"""Somebody else's records, at every address of one's own listings: not there."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import people
from tests.factories import LocationFactory, OrganisationFactory, SessionFactory
from tests.upkeep.listings import group_with_service, member, public
from upkeep.listings_urls import first, own, places, services

pytestmark = pytest.mark.django_db
DAY = timezone.localdate().isoformat()


def names(patterns):
    return [pattern.name for pattern in patterns if getattr(pattern, "name", None)]


def addresses(organisation, service, place, session):
    """Every address that names an organisation, with these records put in."""
    for name in names([*first, *services, *places, *own]):
        if name == "first_begin":
            continue
        values = {"organisation_uid": organisation}
        if name in names(services) and name != "new_service":
            values["uid"] = service
        if name in names(places):
            values["uid"] = place
        if name in ("edit_service", "edit_organisation", "edit_place", "first_step"):
            values["slug"] = {"edit_service": "what", "edit_place": "address"}.get(name, "name")
        if name in ("change_session", "as_usual"):
            values |= {"uid": session, "day": DAY}
        yield reverse(f"upkeep:{name}", kwargs=values)


@pytest.fixture
def others():
    """The uids of another organisation and of what is its own."""
    organisation, service = group_with_service()
    place = public(LocationFactory(kept_by=organisation))
    session = SessionFactory(service=service)
    return organisation.uid, service.uid, place.uid, session.uid


def test_somebody_elses_organisation_is_not_there_at_any_address(others):
    client = member(OrganisationFactory())
    for address in addresses(*others):
        assert client.get(address).status_code in (404, 405), address
        assert client.post(address, {"uid": uuid.uuid4()}).status_code == 404, address


def test_somebody_elses_records_are_not_there_below_ones_own_organisation(others):
    own_organisation = OrganisationFactory()
    client = member(own_organisation)
    _, service, place, session = others
    for address in addresses(own_organisation.uid, service, place, session):
        if (
            any(str(uid) in address for uid in (service, place, session))
            and "suggest" not in address
        ):
            assert client.get(address).status_code in (404, 405), address
            assert client.post(address, {"uid": uuid.uuid4()}).status_code == 404, address


def test_a_secret_place_cannot_even_be_written_about(others):
    own_organisation, keeper = OrganisationFactory(), OrganisationFactory()
    place = public(LocationFactory(kept_by=keeper, is_confidential=True))
    address = reverse("upkeep:suggest", args=[own_organisation.uid, place.uid])
    assert member(own_organisation).get(address).status_code == 404


def test_visitors_are_led_to_the_sign_in(others):
    for address in addresses(*others):
        assert people.visitor().get(address).status_code == 302, address


def test_a_change_of_a_session_by_others_changes_nothing(others):
    from services.models import SessionChange

    client = member(OrganisationFactory())
    address = reverse("upkeep:change_session", args=[others[0], others[3], DAY])
    client.post(address, {"is_cancelled": "yes"})
    assert not SessionChange.objects.exists()
