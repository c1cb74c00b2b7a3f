"""The document of a service: what is in it, and what never is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Standing
from search.documents import documents
from services.models import Closure, Service, SessionChange
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def only():
    (document,) = documents()
    return document


def test_holds_no_private_note_and_nobody_who_is_excluded():
    ServiceFactory(
        private_notes="CANARY-NOTE",
        exclusions="CANARY-EXCLUDED",
        alternative="CANARY-ELSEWHERE",
        organisation=OrganisationFactory(private_notes="CANARY-OFFICE"),
    )
    assert "CANARY" not in repr(only())


def test_holds_nothing_of_a_confidential_place():
    secret = LocationFactory(
        name="CANARY-HOUSE", address_1="CANARY-LANE", city="CANARY-TOWN", is_confidential=True
    )
    service = ServiceFactory()
    ServiceAtLocationFactory(service=service, location=secret)
    SessionFactory(
        service=service, location=secret, name="CANARY-GROUP", description="CANARY-ROOM, at two"
    )
    document = only()
    assert document.places == document.points == ()
    assert "CANARY" not in repr(document)


def test_holds_nothing_of_a_place_that_is_not_public():
    ServiceAtLocationFactory(location=LocationFactory(name="CANARY-HALL", live=False))
    assert "CANARY" not in repr(only())


@pytest.mark.parametrize("status", [Service.Status.DEFUNCT, Service.Status.INACTIVE])
def test_there_is_none_for_a_service_that_does_not_run(status):
    ServiceFactory(status=status)
    assert list(documents()) == []


def test_there_is_none_for_a_service_of_a_hidden_organisation():
    organisation = ServiceFactory().organisation
    Standing.objects.create(record_uid=organisation.uid, state=Standing.State.HIDDEN)
    assert list(documents()) == []


def test_the_fingerprint_changes_with_what_is_shown_and_only_then():
    service = ServiceFactory()
    before = only().fingerprint()
    assert only().fingerprint() == before
    service.private_notes = "Ring Jean."
    service.save()
    assert only().fingerprint() == before
    service.summary = "Come in for soup."
    service.save()
    assert only().fingerprint() != before


def test_exceptions_to_its_times_are_part_of_it():
    session = SessionFactory(location=LocationFactory())
    before = only().fingerprint()
    SessionChange.objects.create(session_uid=session.uid, on=date(2026, 11, 24))
    cancelled = only()
    Closure.objects.create(
        location=session.location, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2)
    )
    assert len({before, cancelled.fingerprint(), only().fingerprint()}) == 3


def test_ten_services_take_as_many_queries_as_one():
    def make():
        service = ServiceFactory()
        ServiceAtLocationFactory(service=service)
        SessionFactory(service=service, location=LocationFactory())

    def count():
        list(documents())  # The vocabulary is read once a process.
        with CaptureQueriesContext(connection) as asked:
            list(documents())
        return len(asked)

    make()
    one = count()
    for _ in range(9):
        make()
    assert count() == one
