"""A cancelled session and a closed place are public at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import Closure, SessionChange
from services.occurrences import WEEKDAYS
from tests import people
from tests.factories import LocationFactory, ServiceAtLocationFactory, SessionFactory
from tests.upkeep.listings import at, group_with_service, member, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def session(tomorrow):
    """A public session that is on tomorrow."""
    organisation, service = group_with_service(name="Knitting")
    place = public(LocationFactory(kept_by=organisation))
    ServiceAtLocationFactory(service=service, location=place)
    day = WEEKDAYS[tomorrow.weekday()]
    return SessionFactory(service=service, location=place, byday=day, bank_holidays="open")


def test_the_dashboard_lists_the_week_and_a_cancellation_is_public_at_once(session, tomorrow):
    organisation = session.service.organisation
    client = member(organisation)
    address = at(organisation, "sessions", session.uid, tomorrow)
    assert address in client.get(at(organisation)).text
    client.post(address, {"is_cancelled": "yes", "reason": "Snow"})
    assert "Snow" in people.visitor().get(f"/services/{session.service.uid}/").text
    assert not session.service.has_unpublished_changes


def test_a_session_in_three_weeks_is_found_and_one_comes_back_to_its_week(session, tomorrow):
    organisation, day = session.service.organisation, tomorrow + timedelta(weeks=3)
    client, address = member(organisation), at(organisation, "sessions", session.uid, day)
    week = client.get(at(organisation), {"from": f"{day}"})
    assert address in week.text and "The week before" in week.text
    done = client.post(address, {"is_cancelled": "yes"}, follow=True)
    assert address in done.text and "Cancelled" in done.text


@pytest.mark.parametrize("typed", ["2019-01-01", "soon", "9999-12-31"])
def test_a_week_that_cannot_be_is_this_week(session, typed):
    organisation = session.service.organisation
    page = member(organisation).get(at(organisation), {"from": typed})
    assert page.status_code == 200 and "This week" in page.text


def test_a_cancellation_sent_twice_is_one_and_can_be_taken_back(session, tomorrow):
    organisation = session.service.organisation
    client, address = member(organisation), at(organisation, "sessions", session.uid, tomorrow)
    for _ in range(2):
        client.post(address, {"is_cancelled": "yes"})
    assert SessionChange.objects.count() == 1
    client.post(f"{address}as-usual/")
    assert not SessionChange.objects.exists()


def test_another_time_needs_both_times(session, tomorrow):
    organisation = session.service.organisation
    client, address = member(organisation), at(organisation, "sessions", session.uid, tomorrow)
    page = client.post(address, {"is_cancelled": "no", "opens_at": "3pm"})
    assert "Say until when." in page.text and "There is a problem" in page.text


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2019-01-01"])
def test_a_day_that_is_none_is_not_there(session, day):
    organisation = session.service.organisation
    address = at(organisation, "sessions", session.uid, day)
    assert member(organisation).get(address).status_code == 404


def test_a_day_without_the_session_is_not_there(session, tomorrow):
    organisation = session.service.organisation
    address = at(organisation, "sessions", session.uid, tomorrow + timedelta(days=1))
    assert member(organisation).get(address).status_code == 404


def test_a_closed_day_of_ones_own_place_is_public_at_once(session, tomorrow):
    organisation = session.service.organisation
    client = member(organisation)
    address = at(organisation, "places", session.location.uid, "closed")
    for _ in range(2):
        client.post(address, {"first_day": tomorrow.isoformat(), "reason": "Painting"})
    closed = Closure.objects.get()
    assert closed.last_day == tomorrow
    assert "Painting" in people.visitor().get(f"/services/{session.service.uid}/").text
    days = f"{tomorrow}/{tomorrow}"
    client.post(at(organisation, "places", session.location.uid, "open"), {"days": days})
    assert not Closure.objects.exists()


def test_days_that_staff_have_set_twice_are_taken_once_more(session, tomorrow):
    for reason in ("Bank holiday", "Inspection"):
        Closure.objects.create(
            location=session.location, first_day=tomorrow, last_day=tomorrow, reason=reason
        )
    organisation = session.service.organisation
    address = at(organisation, "places", session.location.uid, "closed")
    answer = member(organisation).post(address, {"first_day": tomorrow.isoformat()})
    assert answer.status_code == 302 and Closure.objects.count() == 2


def test_a_closure_that_ends_before_it_begins_is_refused(session, tomorrow):
    organisation = session.service.organisation
    address = at(organisation, "places", session.location.uid, "closed")
    sent = {"first_day": tomorrow, "last_day": tomorrow - timedelta(days=1)}
    page = member(organisation).post(address, sent)
    assert "The last day is before the first day." in page.text and not Closure.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "name", "words"),
    [(9, 3, "last_day", "before the first day"), (-9, -3, "first_day", "These days are over")],
)
def test_days_that_cannot_be_are_asked_again_beside_their_field(first, last, name, words):
    organisation, _ = group_with_service()
    place, today = public(LocationFactory(kept_by=organisation)), timezone.localdate()
    days = {"first_day": today + timedelta(first), "last_day": today + timedelta(last)}
    page = member(organisation).post(at(organisation, "places", place.uid, "closed"), days)
    assert words in page.context["form"].errors[name][0]
    assert not place.closures.exists()
