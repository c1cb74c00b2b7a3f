"""Pages about many services ask the database as often for two services as for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.models import Service
from services.needs import Need
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.upkeep.listings import at, member
from tests.upkeep.sending import with_review
from upkeep import drafts, sheet_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    with_review()
    return OrganisationFactory()


@pytest.fixture
def company(db):
    return Need.add_root(name="Company", slug="company")


def a_service(group, need):
    """A public service that says something of each kind, with a draft that is not sent."""
    service = ServiceFactory(organisation=group, alternative_service=ServiceFactory())
    hall = LocationFactory(kept_by=group)
    ServiceAtLocationFactory(service=service, location=hall)
    SessionFactory(service=service, location=hall)
    draft = Service.objects.get(pk=service.pk)
    draft.phones.create(number="01632 960001")
    draft.needs.add(need)
    draft.summary = "Other words."
    draft.save_revision()
    return Service.objects.get(pk=service.pk)


def test_two_services_or_twenty(group, company):
    client = member(group)
    ways = [lambda page=page: client.get(at(group, page)) for page in ("send", "table")]
    ways += [lambda: sheet_export.as_csv(group)]
    for _ in range(2):
        a_service(group, company)
    few = [asked(way) for way in ways]
    for _ in range(18):
        a_service(group, company)
    assert [asked(way) for way in ways] == few and max(few) <= 50


def asked(way):
    """How often the database is asked, once what is kept in memory is there."""
    way()
    with CaptureQueriesContext(connection) as queries:
        way()
    return len(queries)


def said(version):
    return {**version.serializable_data(), "modified_at": None}


def test_versions_read_together_are_as_if_read_one_by_one(group, company):
    a_service(group, company)
    names_what_goes = a_service(group, gone := Need.add_root(name="Gone", slug="gone"))
    names_what_goes.alternative_service.delete()
    gone.delete()
    ServiceFactory(organisation=group)
    records = list(Service.objects.filter(organisation=group))
    together = drafts.newest_of(records)
    for record in records:
        version, alone = together[record.uid], drafts.newest(record)
        assert said(version) == said(alone)
        assert version.latest_revision == alone.latest_revision
        assert [row.location for row in version.sessions.all()] == [
            row.location for row in alone.sessions.all()
        ]
