"""Forms of the staff area: places, needs, sessions, days, crisis lines."""

import pytest

from hubs.models import CrisisLine
from places.models import Area, Postcode
from records.weekdays import as_byday, from_byday
from services.models import Location, SessionChange
from services.needs import Need
from tests.factories import AreaFactory, LocationFactory, ServiceFactory, SessionFactory
from tests.staff.filled_form import errors_beside, filled, words_of

ADD_PLACE = "/staff/directory/places/add/"


@pytest.fixture
def hartlepool(db):
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")
    Postcode.objects.create(key="TS251AA", lat=54.6700, lon=-1.2200, council_code="E06000001")
    return AreaFactory()


def add_place(client, **given):
    given = {"name": "Hall"} | given
    return client.post(ADD_PLACE, filled(client.get(ADD_PLACE)) | given, follow=True)


def test_a_new_place_finds_its_point_and_council_from_the_postcode(manager, hartlepool):
    add_place(manager, postcode="ts248ay")
    place = Location.objects.get()
    assert (place.latitude, place.longitude) == (54.6871, -1.2126)
    assert place.coordinates_from == "postcode" and place.council == hartlepool
    assert place.postcode == "TS24 8AY"


def test_a_point_set_by_hand_stays_when_the_postcode_changes(manager, hartlepool, edit):
    add_place(manager, postcode="TS24 8AY", latitude="54.69", longitude="-1.2")
    place = Location.objects.get()
    assert place.coordinates_from == "staff"
    edit(manager, place, postcode="TS25 1AA")
    place.refresh_from_db()
    assert (place.latitude, place.longitude) == (54.69, -1.2)
    assert place.postcode == "TS25 1AA" and place.council == hartlepool


def test_the_button_works_it_out_again(manager, hartlepool, edit):
    add_place(manager, postcode="TS24 8AY", latitude="54.69", longitude="-1.2")
    place = Location.objects.get()
    edit(manager, place, **{"work-out-point": "1"})
    place.refresh_from_db()
    assert place.latitude == 54.6871 and place.coordinates_from == "postcode"


def test_another_postcode_moves_a_point_that_came_from_a_postcode(manager, hartlepool, edit):
    add_place(manager, postcode="TS24 8AY")
    place = Location.objects.get()
    edit(manager, place, postcode="TS25 1AA")
    place.refresh_from_db()
    assert place.latitude == 54.67


def test_an_unknown_postcode_is_kept_said_and_has_no_point(manager, hartlepool):
    page = add_place(manager, postcode="TS24 9ZZ")
    place = Location.objects.get()
    assert place.postcode == "TS24 9ZZ" and place.latitude is None
    assert "TS24 9ZZ" in words_of(page)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"latitude": "54.7"}, "longitude", "both numbers"),
        ({"latitude": "-1.2", "longitude": "54.7"}, "latitude", "not in the United Kingdom"),
        ({"latitude": "north", "longitude": "1"}, "latitude", "number"),
    ],
)
def test_half_a_point_and_points_elsewhere_are_refused(manager, given, field, words):
    assert words in errors_beside(add_place(manager, **given), field)


def test_the_map_shows_outlines_names_and_point_of_ours_alone(manager, hartlepool):
    Area.objects.filter(pk=hartlepool.pk).update(
        geometry={"type": "Polygon", "coordinates": [[[-1.3, 54.6], [-1.1, 54.6], [-1.1, 54.8]]]},
        min_lat=54.6, max_lat=54.8, min_lon=-1.3, max_lon=-1.1,
    )  # fmt: skip
    place = LocationFactory()
    page = manager.get(f"/staff/directory/places/edit/{place.pk}/").content.decode()
    assert "<title>Hartlepool</title>" in page and "data-staff-map" in page
    assert (
        "tile" not in page and "https://" not in page.split("<svg viewBox", 1)[1].split("</svg>")[0]
    )


def add_need(client, **given):
    url = "/staff/words/needs/add/"
    return client.post(url, filled(client.get(url)) | given)


def tree():
    return [(need.depth, need.slug) for need in Need.objects.order_by("path")]


@pytest.fixture
def needs(manager):
    for slug in ("money", "food"):
        add_need(manager, name=slug.title(), slug=slug)
    money = Need.objects.get(slug="money")
    for slug in ("debt", "benefits"):
        add_need(manager, name=slug.title(), slug=slug, parent=money.pk)
    return {need.slug: need for need in Need.objects.all()}


def move(client, need, **given):
    url = f"/staff/words/needs/edit/{need.pk}/"
    return client.post(url, filled(client.get(url)) | given)


def test_needs_are_added_to_the_tree_where_they_belong(needs):
    assert tree() == [(1, "money"), (2, "debt"), (2, "benefits"), (1, "food")]


def test_a_need_moves_to_another_place_with_all_below_it(manager, needs):
    move(manager, needs["money"], parent=needs["food"].pk)
    assert tree() == [(1, "food"), (2, "money"), (3, "debt"), (3, "benefits")]
    move(manager, needs["money"], parent="")
    assert tree() == [(1, "food"), (1, "money"), (2, "debt"), (2, "benefits")]


def test_needs_are_put_in_order(manager, needs):
    move(manager, needs["debt"], comes_after=needs["benefits"].pk)
    assert tree()[1:3] == [(2, "benefits"), (2, "debt")]


def test_saving_a_need_keeps_its_place(manager, needs):
    move(manager, needs["debt"], phrases="skint\nowe money")
    assert tree() == [(1, "money"), (2, "debt"), (2, "benefits"), (1, "food")]
    assert Need.objects.get(slug="debt").phrase_list == ["skint", "owe money"]


def test_a_need_cannot_be_part_of_itself(manager, needs):
    page = move(manager, needs["money"], parent=needs["debt"].pk)
    assert "need itself or below it" in errors_beside(page, "parent")
    assert tree()[0] == (1, "money")


def test_a_need_with_others_below_it_is_not_deleted(manager, needs):
    url = f"/staff/words/needs/delete/{needs['money'].pk}/"
    assert manager.post(url).status_code == 403
    manager.post(f"/staff/bulk/services/need/delete/?id={needs['money'].pk}&next=/staff/")
    assert Need.objects.count() == 4


ADD_CHANGE = "/staff/directory/session-changes/add/"


def add_change(client, session, **given):
    url = f"{ADD_CHANGE}?service={session.service_id}"
    sent = {"session_uid": str(session.uid)} | given
    return client.post(url, filled(client.get(url)) | sent)


def test_a_session_is_chosen_in_words_and_cancelled(manager):
    session = SessionFactory(byday="TU", location=LocationFactory(name="Throston Hall"))
    words = words_of(manager.get(ADD_CHANGE, {"service": session.service_id}))
    assert f"{session.service}: Tuesday, 10am to midday, at Throston Hall" in words
    add_change(manager, session, on="2026-11-24", reason="Flooded")
    change = SessionChange.objects.get()
    assert change.session_uid == session.uid and change.is_cancelled
    listed = words_of(manager.get("/staff/directory/session-changes/"))
    assert session.service.name in listed and "Throston Hall" in listed


def test_first_the_service_is_found_by_name_place_or_who_runs_it(manager):
    session = SessionFactory(location=LocationFactory(name="Throston Hall"))
    other = SessionFactory(service__name="Chess")
    ServiceFactory(name="No times yet")
    found = manager.get(ADD_CHANGE, {"q": f"throston {session.service.organisation.name}"})
    assert f"?service={session.service_id}" in found.content.decode()
    assert "Tuesday, 10am to midday, at Throston Hall" in words_of(found)
    assert other.service.name not in words_of(found)
    assert "No times yet" not in words_of(manager.get(ADD_CHANGE))
    for typed in ('"', "x\x00", "zzz", "%"):
        assert manager.get(ADD_CHANGE, {"q": typed}).status_code == 200


def test_only_the_sessions_of_that_service_are_offered(manager):
    session, other = SessionFactory(), SessionFactory()
    page = manager.get(ADD_CHANGE, {"service": session.service_id}).content.decode()
    assert f'value="{session.uid}" selected' in page and str(other.uid) not in page
    add_change(manager, session, session_uid=str(other.uid), on="2026-11-24")
    assert not SessionChange.objects.exists()


@pytest.mark.parametrize("service", ["0", "nonsense", "9" * 30, "²"])
def test_a_service_that_is_none_is_asked_for_again(manager, service):
    assert "Which service is it?" in words_of(manager.get(ADD_CHANGE, {"service": service}))


def test_the_list_of_services_leads_to_cancelling_a_session_of_each(manager, editor):
    session = SessionFactory()
    SessionFactory(service__live=False)
    for client in (manager, editor):
        page = client.get("/staff/directory/services/").content.decode()
        assert page.count(f"{ADD_CHANGE}?service=") == 1
    form = manager.get(f"/staff/directory/services/edit/{session.service_id}/").content.decode()
    assert f"{ADD_CHANGE}?service={session.service_id}" in form


def test_a_change_of_a_session_that_is_gone_can_still_be_edited(manager):
    session = SessionFactory()
    change = SessionChange.objects.create(session_uid=session.uid, on="2026-11-24")
    session.delete()
    url = f"/staff/directory/session-changes/edit/{change.pk}/"
    page = manager.get(url)
    assert "A session that is gone" in words_of(page)
    assert manager.post(url, filled(page) | {"reason": "Ill"}).status_code == 302


def test_a_day_on_which_it_is_not_on_is_refused_with_its_days(manager):
    page = add_change(manager, SessionFactory(byday="TU"), on="2026-11-25")
    assert "It is not on that day: Tuesday" in errors_beside(page, "on")


def test_a_change_of_times_needs_the_times(manager):
    page = add_change(manager, SessionFactory(byday="TU"), on="2026-11-24", is_cancelled=[])
    assert "new times" in errors_beside(page, "opens_at")


def test_the_same_day_twice_is_said_not_an_error_page(manager):
    session = SessionFactory(byday="TU")
    for _ in range(2):
        page = add_change(manager, session, on="2026-11-24")
    assert page.status_code == 200 and SessionChange.objects.count() == 1


@pytest.mark.parametrize("days", ["", "MO", "MO,FR", "1TU", "1TU,3TU", "-1FR", "2MO,2WE"])
def test_days_that_can_be_ticked_come_back_as_they_were(days):
    ticked, weeks, other = from_byday(days)
    assert other == "" and sorted(as_byday(ticked, weeks).split(",")) == sorted(days.split(","))


@pytest.mark.parametrize("days", ["1TU,2WE", "MO,1TU", "nonsense"])
def test_days_that_cannot_be_ticked_are_kept_as_written(days):
    assert from_byday(days) == (set(), set(), days)


def test_topics_and_areas_of_a_crisis_line_are_ticked(manager):
    area = AreaFactory()
    url = "/staff/directory/crisis-lines/add/"
    given = {
        "name": "Line", "when_to_use": "Now", "number": "116 123", "topics": ["abuse", "danger"],
        "coverage": [str(area.pk)], "source_page": "https://example.org/",
        "source_checked_on": "2026-11-01", "owner_role": "website manager", "action-publish": "1",
    }  # fmt: skip
    manager.post(url, filled(manager.get(url)) | given)
    line = CrisisLine.objects.get(live=True)
    assert line.topics == ["abuse", "danger"] and list(line.coverage.all()) == [area]
