"""Bank holidays and closures set once for many places, public at once, taken back as one."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from services.calendar import bank_holidays_between
from services.models import Closure, LocationSchedule
from tests import people
from tests.factories import (
    AreaFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
)
from tests.staff.filled_form import words_of
from upkeep.models import ClosedTogether

PAGE = "/staff/desk/closed-on/"


@pytest.fixture
def hubs(db):
    return [HubFactory(), HubFactory()]


def coming():
    """(day, name) of the next bank holiday."""
    today = timezone.localdate()
    return bank_holidays_between(today, today + timedelta(days=365))[0]


def close(client, closing, path=PAGE, **data):
    given = {"uid": uuid.uuid4(), "places": [place.pk for place in closing], "step": "close"} | data
    return client.post(path, given)


def test_a_bank_holiday_is_set_once_for_many(manager, hubs):
    day, name = coming()
    close(manager, [hub.location for hub in hubs], holidays=[day.isoformat()])
    assert {c.location_id for c in Closure.objects.all()} == {hub.location_id for hub in hubs}
    assert set(Closure.objects.values_list("first_day", "last_day", "reason")) == {(day, day, name)}


def test_own_days_and_words_are_seen_on_the_page_of_a_hub(manager, client, hubs):
    LocationSchedule.objects.create(
        location=hubs[0].location,
        byday="MO,TU,WE,TH,FR,SA,SU",
        opens_at=time(9),
        closes_at=time(17),
    )
    first = timezone.localdate() + timedelta(days=1)
    last = first + timedelta(days=2)
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    close(manager, [hubs[0].location], reason="New floor", **days)
    closure = Closure.objects.get()
    assert (closure.first_day, closure.last_day) == (first, last)
    assert words_of(client.get(hubs[0].get_absolute_url())).count("closed (New floor)") == 3


def test_all_is_taken_back_as_one(manager, hubs):
    day, _ = coming()
    places = [hub.location for hub in hubs]
    own = Closure.objects.create(
        location=places[0], first_day=date(2030, 1, 1), last_day=date(2030, 1, 1)
    )
    close(manager, places, holidays=[day.isoformat()])
    together = ClosedTogether.objects.get()
    assert "2 places" in words_of(manager.get(PAGE))
    for _ in range(2):
        manager.post(f"{PAGE}{together.uid}/undo/")
    assert list(Closure.objects.all()) == [own]
    assert "2 places" not in words_of(manager.get(PAGE))
    for place in places:
        history = words_of(manager.get(f"/staff/directory/places/history/{place.pk}/"))
        assert "Closed, together with other places" in history
        assert "Closures taken back, together with other places" in history


def test_a_second_press_and_a_second_form_close_nothing_twice(manager, hubs):
    day, _ = coming()
    same = uuid.uuid4()
    for uid in (same, same, uuid.uuid4()):
        close(manager, [hubs[0].location], holidays=[day.isoformat()], uid=uid)
    assert Closure.objects.count() == 1


def test_places_are_found_by_words_organisation_council_and_hub(manager, hubs):
    group, council = OrganisationFactory(), AreaFactory()
    used = LocationFactory(name="Used hall", council=council)
    ServiceAtLocationFactory(location=used, service__organisation=group)
    kept = LocationFactory(name="Kept hall", kept_by=group, address_1="9 Long Lane")
    everything = {used, kept, *(hub.location for hub in hubs)}
    for query, expected in {
        "": everything,
        "?q=long+lane": {kept},
        f"?organisation={group.pk}": {used, kept},
        f"?council={council.pk}": {used},
        "?hubs=on": {hub.location for hub in hubs},
    }.items():
        offered = manager.get(PAGE + query).context["form"].fields["places"].queryset
        assert set(offered) == expected, query


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Tick a bank holiday, or give the first day."),
        ({"last_day": "2040-01-02"}, "Give the first day too."),
        ({"first_day": "2040-01-02", "last_day": "2040-01-01"}, "before the first day"),
        ({"first_day": "2020-01-01"}, "These days are over."),
        ({"first_day": "2040-01-01", "places": []}, "Tick at least one place, or all of them."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(manager, hubs, data, words):
    page = close(manager, [hubs[0].location], **data)
    assert words in words_of(page) and not Closure.objects.exists()


def test_a_place_that_was_not_offered_is_not_closed(manager, hubs):
    other = LocationFactory(name="Elsewhere")
    page = close(manager, [other], f"{PAGE}?hubs=on", first_day="2040-01-01")
    assert page.status_code == 200 and not Closure.objects.exists()


def test_only_website_managers_close_many(hubs):
    day, _ = coming()
    for client in (people.editor(), people.ordinary_user(), people.visitor()):
        answer = close(client, [hubs[0].location], holidays=[day.isoformat()])
        assert answer.status_code in (302, 403, 404)
    assert not Closure.objects.exists()


def test_all_that_fit_are_closed_as_they_were_shown_and_not_before(manager, hubs):
    """Without a script: narrow down, take all of them, look, then close just those."""
    day, name = coming()
    path = f"{PAGE}?hubs=on"
    Closure.objects.create(location=hubs[1].location, first_day=day, last_day=day)
    page = close(manager, [], path, every="on", holidays=[day.isoformat()], step="look")
    assert Closure.objects.count() == 1
    shown = words_of(page)
    assert "1 place would be closed" in shown and "1 more place is closed" in shown
    HubFactory()
    chosen = page.context["chosen"]
    close(manager, [], path, chosen=chosen, holidays=[day.isoformat()])
    assert set(Closure.objects.values_list("location", flat=True)) == {
        hub.location_id for hub in hubs
    }
    assert Closure.objects.get(location=hubs[0].location).reason == name
