"""Records for tests: the smallest that may be public, so that each test names only what it is about."""

from datetime import date, time

import factory

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from organisations.models import Organisation
from places.models import Area
from records.uses import left_alone
from services.models import Location, Service, ServiceAtLocation, Session


class RowFactory(factory.django.DjangoModelFactory):
    """Makes rows without looking at what they use, which takes as long as making them."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with left_alone():
            return super()._create(model_class, *args, **kwargs)


class AreaFactory(RowFactory):
    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = "E06000001"
    name = "Hartlepool"
    kind = Area.Kind.COUNCIL


class OrganisationFactory(RowFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Group {n}")
    kind = Organisation.Kind.GROUP
    summary = "A group of neighbours."


class LocationFactory(RowFactory):
    class Meta:
        model = Location

    name = factory.Sequence(lambda n: f"Hall {n}")
    address_1 = "1 Example Street"
    city = "Hartlepool"
    postcode = "TS24 8AY"
    latitude = 54.6871
    longitude = -1.2126
    coordinates_from = Location.CoordinatesFrom.POSTCODE


class ServiceFactory(RowFactory):
    class Meta:
        model = Service

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Drop-in {n}")
    summary = "Come in for a cup of tea."


class ServiceAtLocationFactory(RowFactory):
    class Meta:
        model = ServiceAtLocation

    service = factory.SubFactory(ServiceFactory)
    location = factory.SubFactory(LocationFactory)


class SessionFactory(RowFactory):
    class Meta:
        model = Session

    service = factory.SubFactory(ServiceFactory)
    byday = "TU"
    opens_at = time(10)
    closes_at = time(12)


class HubFactory(RowFactory):
    class Meta:
        model = Hub

    name = factory.Sequence(lambda n: f"Hub {n}")
    location = factory.SubFactory(LocationFactory)
    welcome = "Come in."


class SinglePointOfAccessFactory(RowFactory):
    class Meta:
        model = SinglePointOfAccess

    name = "Front door"
    summary = "One call for anybody."


class CrisisLineFactory(RowFactory):
    class Meta:
        model = CrisisLine

    name = "Samaritans"
    when_to_use = "You need to talk to someone now."
    topics = ["mental_health"]
    number = "116 123"
    in_block = True
    source_page = "https://www.samaritans.org/"
    source_checked_on = date(2026, 11, 1)
    owner_role = "website manager"
