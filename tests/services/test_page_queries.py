"""A page asks the database as often for three things as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubs.models import AccessPhone, AccessRoute
from services.models import (
    CostOption,
    LocationSchedule,
    Need,
    ServiceContact,
    ServicePhone,
    ServiceRoute,
)
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


def queries(client, address):
    client.get(address)  # Whatever is asked once and kept is asked now.
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill_service(service, number):
    location = LocationFactory()
    ServiceAtLocationFactory(service=service, location=location)
    SessionFactory(service=service, location=location)
    ServicePhone.objects.create(service=service, number="01632 960001")
    ServiceContact.objects.create(service=service, title="Organiser")
    ServiceRoute.objects.create(service=service, referrer="self", how="Ring.")
    CostOption.objects.create(service=service, option="Adults", amount=1)
    service.needs.add(Need.add_root(slug=f"need-x{number}", name=f"Need {number}"))
    service.coverage.add(AreaFactory(code=f"X{number}", name=f"Area {number}"))
    service.save()
    HubFactory()


def fill_organisation(organisation, number):
    service = ServiceFactory(organisation=organisation)
    fill_service(service, number)


def fill_hub(hub, number):
    LocationSchedule.objects.create(location=hub.location, byday="MO")
    service = ServiceFactory()
    SessionFactory(service=service, location=hub.location)
    ServiceAtLocationFactory(location=hub.location)


def fill_access(point, number):
    AccessPhone.objects.create(access_point=point, number="01632 960001")
    AccessRoute.objects.create(
        access_point=point, referrer="self", how="Ring.", area=AreaFactory(code=f"X{number}")
    )
    point.coverage.add(AreaFactory(code=f"Y{number}"))
    point.save()


@pytest.mark.parametrize(
    ("factory", "fill"),
    [
        (ServiceFactory, fill_service),
        (OrganisationFactory, fill_organisation),
        (HubFactory, fill_hub),
        (SinglePointOfAccessFactory, fill_access),
    ],
)
@pytest.mark.parametrize("query", ["", "?print=1"])
def test_detail_pages(client, factory, fill, query):
    record = factory()
    fill(record, 1)
    one = queries(client, record.get_absolute_url() + query)
    fill(record, 2)
    fill(record, 3)
    assert queries(client, record.get_absolute_url() + query) == one


@pytest.mark.parametrize("address", ["/hubs/", "/single-point-of-access/", "/today/", "/needs/"])
def test_lists(client, address):
    def add(number):
        point = SinglePointOfAccessFactory()
        fill_access(point, number)
        hub = HubFactory()
        fill_hub(hub, number)
        SessionFactory(location=hub.location, byday="MO,TU,WE,TH,FR,SA,SU")
        Need.add_root(slug=f"need-x{number}", name="Need").add_child(slug=f"n{number}", name="N")

    add(1)
    one = queries(client, address)
    add(2)
    add(3)
    assert queries(client, address) == one
