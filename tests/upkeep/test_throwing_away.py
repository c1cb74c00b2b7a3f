"""A service or a place begun by mistake can be thrown away; what anybody saw, or uses, stays."""

import pytest

from services.models import Location, Service
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.upkeep.listings import at, group_with_service, member
from upkeep.submissions import send

pytestmark = pytest.mark.django_db
AWAY = {"throw_away": "1"}


@pytest.fixture
def organisation():
    return group_with_service()[0]


@pytest.fixture
def begun(organisation):
    return ServiceFactory(organisation=organisation, name="Mistake", live=False)


def test_what_was_never_public_is_thrown_away_once(organisation, begun):
    client, address = member(organisation), at(organisation, "services", begun.uid)
    assert "Throw this away" in client.get(address).text
    assert "“Mistake” is thrown away" in client.post(address, AWAY, follow=True).text
    assert client.post(address, AWAY).url == at(organisation), "a second press is no error"
    assert not Service.objects.filter(pk=begun.pk).exists()


def test_what_is_public_or_waits_for_review_stays(organisation, begun):
    client, public = member(organisation), organisation.services.get(live=True)
    begun.save_revision()
    send(organisation, by=client.user, records=[begun])
    for service in (public, begun):
        address = at(organisation, "services", service.uid)
        assert "Throw this away" not in client.get(address).text
        assert "so it stays" in client.post(address, AWAY, follow=True).text
        assert Service.objects.filter(pk=service.pk).exists()


def test_a_place_that_a_service_uses_stays_and_the_service_is_named(organisation, begun):
    place = LocationFactory(kept_by=organisation, live=False)
    ServiceAtLocationFactory(service=begun, location=place)
    page = member(organisation).post(at(organisation, "places", place.uid), AWAY, follow=True)
    assert "is used by “Mistake”" in page.text and Location.objects.filter(pk=place.pk).exists()


def test_somebody_elses_stays(organisation, begun):
    other = group_with_service()[0]
    client = member(other, email="other@example.org")
    assert client.post(at(organisation, "services", begun.uid), AWAY).status_code == 404
    client.post(at(other, "services", begun.uid), AWAY)
    assert Service.objects.filter(pk=begun.pk).exists()
