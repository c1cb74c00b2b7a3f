"""Wagtail's index of what uses what: a record is looked at once each time it is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from records.uses import left_alone
from services.models import ServiceAtLocation
from tests.factories import LocationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
LOOKED_AT = 'FROM "wagtailcore_referenceindex"'


@pytest.fixture
def service():
    """At two halls, with a number of its own; not looked at yet."""
    service = ServiceFactory()
    for hall in (LocationFactory(), LocationFactory()):
        service.at_locations.add(ServiceAtLocation(location=hall))
    service.phones.create(number="+44 (0)1632 960 001")
    return service


def used(service):
    rows = ReferenceIndex.objects.filter(
        object_id=str(service.pk), base_content_type__model="service"
    )
    return set(rows.values_list("to_content_type__model", "to_object_id"))


def test_saving_looks_once_and_sees_the_rows_too(service):
    with CaptureQueriesContext(connection) as asked:
        service.save()
    assert sum(LOOKED_AT in query["sql"] for query in asked) == 1
    halls = {("location", str(at.location_id)) for at in service.at_locations.all()}
    assert len(halls) == 2
    assert used(service) == {("organisation", str(service.organisation_id)), *halls}


def test_nothing_is_looked_at_where_it_is_left_for_later(service):
    with left_alone():
        with left_alone():
            service.save()
        service.save()
    assert used(service) == set()
    service.save()
    assert used(service)
