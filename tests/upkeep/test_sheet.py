"""Many services at once: the file one gets, the file one sends, what changes, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from services.models import Location, Service
from tests import people
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.ready_made import ReadyMade
from tests.upkeep import sheets
from upkeep import submissions
from upkeep.drafts import newest
from upkeep.models import SheetUpload, Submission
from upkeep.sheet_uploads import erase_old

pytestmark = pytest.mark.django_db


def _anchor():
    """An organisation of three services."""
    organisation = OrganisationFactory(name="Anchor")
    sheets.provider(organisation)
    return organisation


ANCHOR = ReadyMade(_anchor)


@pytest.fixture(scope="module")
def _anchor_is_made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        ANCHOR.remember()


@pytest.fixture
def own(_anchor_is_made, db):
    """An organisation of three services, and a client of its editor."""
    organisation = ANCHOR.make()
    return organisation, people.member(organisation)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_one_gets_and_sends_back_changes_nothing(own, kind):
    organisation, client = own
    content = client.get(sheets.address(organisation, f"services.{kind}")).content
    page = sheets.send(client, organisation, content, f"services.{kind}")
    assert "Nothing has changed" in page.text
    assert not SheetUpload.objects.exists()


def test_a_changed_cell_is_shown_first_and_kept_as_a_draft_sent_as_one(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    assert rows[0]["Phone numbers"] == "'+44 (0)1632 960 001 (Office)"
    assert rows[0]["Days and times"] == "Tuesday 10am to 12pm"
    rows[0] |= {"In one sentence": "Tea & talk.", "Days and times": "Tuesdays 2pm to 4pm"}
    page = sheets.send(client, organisation, rows)
    assert "Tea &amp; talk." in page.text and "Tuesday 2pm to 4pm" in page.text
    assert not Submission.objects.exists()
    sheets.keep(client, organisation, page)
    service = Service.objects.get(uid=rows[0]["Reference"])
    assert service.summary == "Come in for a cup of tea."
    assert newest(service).summary == "Tea & talk."
    assert [s.opens_at.hour for s in newest(service).sessions.all()] == [14]
    assert [i.record_uid for i in Submission.objects.get().items.all()] == [service.uid]


def change(rows, number, **cells):
    return [row | cells if n == number else row for n, row in enumerate(rows)]


def test_nothing_is_saved_before_the_word_is_given(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    new_place = {"Places": "New Hall, 2 New Street, Hartlepool, TS24 7AA"}
    sheets.send(client, organisation, change(rows, 0, **new_place))
    assert SheetUpload.objects.count() == 1 and Location.objects.count() == 1
    client.post(sheets.address(organisation, "leave/"))
    assert not SheetUpload.objects.exists() and not Revision.objects.exists()


def test_a_row_without_a_reference_is_a_new_service_once_however_often_it_is_sent(own):
    organisation, client = own
    row = {
        "Reference": "", "Name": "Lunch club", "In one sentence": "Soup & company.", "Cost": "Free",
        "Phone numbers": "01632 960 100 (Kitchen), 01632 960 101", "How people can use it": "",
        "Places": "Grange Hall, TS24 8AY; New Hall, 2 New Street, Hartlepool TS24 7AA",
        "Days and times": "Mondays 12pm to 2pm at Grange Hall; first Friday of the month "
        "10am to 12pm at New Hall (just turn up)",
    }  # fmt: skip
    page = sheets.send_and_keep(client, organisation, [row])
    assert "Kept: 2 changes" in page.text
    service = newest(Service.objects.get(name="Lunch club"))
    hall, new = [place.location for place in service.at_locations.all()]
    assert hall.name == "Grange Hall" and hall.live
    assert (new.kept_by, new.live, new.address_1, new.city) == (
        organisation, False, "2 New Street", "Hartlepool",
    )  # fmt: skip
    assert [(s.byday, s.opens_at.hour, s.location) for s in service.sessions.all()] == [
        ("MO", 12, hall), ("1FR", 10, new),
    ]  # fmt: skip
    assert not service.live and service.in_person and service.phones.count() == 2
    items = Submission.objects.get().items.all()
    assert {item.record_uid for item in items} == {service.uid, new.uid}
    again = sheets.send(client, organisation, [row])
    assert (
        not again.context["found"].rows and Service.objects.filter(name="Lunch club").count() == 1
    )


def test_the_word_given_twice_keeps_once(own):
    organisation, client = own
    rows = change(sheets.downloaded(client, organisation), 1, Cost="Free")
    page = sheets.send(client, organisation, rows)
    sheets.keep(client, organisation, page)
    sheets.keep(client, organisation, page)
    assert Submission.objects.count() == 1 and Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Name": ""}, "Name", "Give the name"),
        ({"Youngest age": "old"}, "Youngest age", "an age in years"),
        ({"Youngest age": "60", "Oldest age": "18"}, "Oldest age", "below the youngest"),
        ({"Cost": "cheap"}, "Cost", "Use one of these"),
        ({"E-mail": "me at home"}, "E-mail", "whole address"),
        ({"Web page": "no page"}, "Web page", "web address"),
        ({"Phone numbers": "ring us"}, "Phone numbers", "not a phone number"),
        ({"Wait as of": "45382"}, "Wait as of", "Type a day"),
        ({"How long is the wait": "2 weeks"}, "Wait as of", "on which day"),
        ({"Helps with": "Everything"}, "Helps with", "not one of our topics"),
        ({"How people can use it": "by owl"}, "How people can use it", "Use these words"),
        ({"In one sentence": "x" * 251}, "In one sentence", "251 letters"),
        ({"Places": "Somewhere"}, "Places", "do not know this place"),
        ({"Places": "TS24 7AA"}, "Places", "name of the place"),
        ({"Places": ""}, "Places", "times are still at"),
        ({"Who cannot use it": "Under 18s"}, "Where they can go instead", "where they can go"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column_with_what_was_typed(own, cells, column, words):
    organisation, client = own
    rows = change(sheets.downloaded(client, organisation), 1, **cells)
    rows = change(rows, 0, Cost="Free")
    page = sheets.send(client, organisation, rows)
    (error,) = page.context["errors"]
    assert (error.row, error.column) == (3, column) and words in error.message
    assert f"Row 3, {column}: " in page.text and "Error: " in page.text
    assert (cells.get(column) or "Nothing") in page.text
    assert not SheetUpload.objects.exists() and not Revision.objects.exists()


def test_somebody_elses_reference_is_as_unknown_as_any_other(own):
    organisation, client = own
    theirs = ServiceFactory(name="Secret plans")
    rows = sheets.downloaded(client, organisation)
    told = set()
    for reference in (theirs.uid, "00000000-0000-4000-8000-000000000000", "Row 1"):
        page = sheets.send(client, organisation, change(rows, 0, Reference=str(reference)))
        told.add(page.context["errors"][0].message)
        assert "Secret plans" not in page.text
    assert len(told) == 1


def test_a_service_named_twice_is_an_error(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    page = sheets.send(client, organisation, [rows[0], rows[0]])
    assert "Row 2 has the same reference." in page.text


def test_a_secret_place_is_never_told_nor_found_by_others(own):
    organisation, client = own
    refuge = LocationFactory(
        name="Rose House", address_1="7 Hidden Row", postcode="TS24 7AA",
        is_confidential=True, kept_by=OrganisationFactory(),
    )  # fmt: skip
    rows = sheets.downloaded(client, organisation)
    for words in ("Rose House, 7 Hidden Row, Hartlepool, TS24 7AA", "Rose House, TS24 7AA"):
        page = sheets.send(client, organisation, change(rows, 0, Places=words))
        (made,) = page.context["found"].new_places
        assert made.uid != refuge.uid and not made.is_confidential
    start = f"Confidential address {str(refuge.uid)[:8]}"
    page = sheets.send(client, organisation, change(rows, 0, Places=start))
    assert "We do not know this place" in page.text


def test_the_address_of_ones_own_secret_place_stays_out_of_the_file(own):
    organisation, client = own
    refuge = LocationFactory(
        name="Rose House", address_1="7 Hidden Row", postcode="TS24 7AA",
        is_confidential=True, kept_by=organisation,
    )  # fmt: skip
    service = Service.objects.get(name="Drop-in 00")
    ServiceAtLocationFactory(service=service, location=refuge)
    SessionFactory(service=service, location=refuge, byday="FR")
    content = client.get(sheets.address(organisation, "services.csv")).content.decode()
    assert not any(word in content for word in ("Rose House", "Hidden Row", "TS24 7AA"))
    rows = sheets.downloaded(client, organisation)
    assert "Nothing has changed" in sheets.send(client, organisation, rows).text
    times = rows[0]["Days and times"].replace("Tuesday 10am", "Tuesday 11am")
    page = sheets.send_and_keep(client, organisation, change(rows, 0, **{"Days and times": times}))
    kept = newest(Service.objects.get(pk=service.pk))
    assert {s.location_id for s in kept.sessions.all()} == {
        refuge.pk, Location.objects.get(name="Grange Hall").pk,
    }  # fmt: skip
    assert "Rose House" not in page.text


def test_rows_left_out_are_never_deleted_only_ticked_as_ended(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    page = sheets.send(client, organisation, rows[:1])
    assert [s.name for s in page.context["found"].missing] == ["Drop-in 01", "Drop-in 02"]
    sheets.keep(client, organisation, page, stopped=rows[2]["Reference"])
    statuses = [newest(s).status for s in Service.objects.order_by("name")]
    assert statuses == ["active", "active", "defunct"] and Service.objects.count() == 3


def test_a_column_left_out_is_left_alone(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    content = sheets.as_csv(change(rows, 0, Cost="Free"), ["Reference", "Name", "Cost"])
    page = sheets.send(client, organisation, content)
    assert [c.heading for row in page.context["found"].changed for c in row.changes] == ["Cost"]


def test_a_column_nobody_knows_is_said_to_be_left_out(own):
    organisation, client = own
    rows = [row | {"Our code": "x"} for row in sheets.downloaded(client, organisation)]
    page = sheets.send(client, organisation, rows)
    assert "We do not know this column" in page.text and "Our code" in page.text


def test_what_changed_meanwhile_is_shown_before_it_is_kept(own):
    organisation, client = own
    rows = change(sheets.downloaded(client, organisation), 0, Cost="Free")
    page = sheets.send(client, organisation, rows)
    service = Service.objects.get(uid=rows[0]["Reference"])
    service.summary = "Somebody else's words."
    service.save_revision()
    answer = sheets.keep(client, organisation, page)
    assert "Please look again" in answer.text and "Somebody else&#x27;s words." in answer.text
    assert not Submission.objects.exists()
    sheets.keep(client, organisation, answer)
    assert Submission.objects.count() == 1


def test_a_fault_while_keeping_leaves_nothing_half_done(own, monkeypatch):
    organisation, client = own
    rows = change(sheets.downloaded(client, organisation), 0, Cost="Free")
    page = sheets.send(client, organisation, change(rows, 1, Cost="Free"))
    monkeypatch.setattr(submissions, "_check", lambda drafts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sheets.keep(client, organisation, page)
    assert SheetUpload.objects.exists()
    assert not (Revision.objects.exists() or Submission.objects.exists())


def test_a_cancelled_day_stays_cancelled_when_only_the_time_changes(own):
    organisation, client = own
    service = Service.objects.get(name="Drop-in 00")
    uid = service.sessions.get().uid
    rows = sheets.downloaded(client, organisation)
    typed = {"Days and times": "Tuesdays 2pm - 4pm"}
    sheets.send_and_keep(client, organisation, change(rows, 0, **typed))
    assert newest(Service.objects.get(pk=service.pk)).sessions.get().uid == uid


def test_times_that_cannot_be_read_are_kept_as_words_and_said_to_be(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    typed = {"Days and times": "Now and then, please ring"}
    page = sheets.send(client, organisation, change(rows, 0, **typed))
    assert "We could not read some of these times" in page.text
    sheets.keep(client, organisation, page)
    (session,) = newest(Service.objects.get(uid=rows[0]["Reference"])).sessions.all()
    assert session.opens_at is None and session.description == "Now and then, please ring"


def test_a_spreadsheet_that_took_the_spaces_and_the_plus_off_numbers_changes_nothing(own):
    organisation, client = own
    rows = sheets.downloaded(client, organisation)
    for damaged in ("441632960001 (Office)", "1632960001 (Office)"):
        page = sheets.send(client, organisation, change(rows, 0, **{"Phone numbers": damaged}))
        assert "Nothing has changed" in page.text


@pytest.mark.parametrize("end", ["", "check/", "services.csv", "services.xlsx"])
def test_it_is_there_for_ones_own_people_only(own, end):
    organisation, _ = own
    stranger = people.member(OrganisationFactory())
    assert stranger.get(sheets.address(organisation, end)).status_code == 404
    assert people.visitor().get(sheets.address(organisation, end)).status_code == 302


def test_a_file_that_waits_is_for_its_sender_and_for_a_day(own):
    organisation, client = own
    rows = change(sheets.downloaded(client, organisation), 0, Cost="Free")
    sheets.send(client, organisation, rows)
    colleague = people.member(organisation, email="second@example.org")
    assert colleague.get(sheets.address(organisation, "check/")).status_code == 302
    assert client.get(sheets.address(organisation, "check/")).status_code == 200
    assert "no-store" in client.get(sheets.address(organisation, "check/"))["Cache-Control"]
    SheetUpload.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert client.get(sheets.address(organisation, "check/")).status_code == 302
    assert erase_old() == 1


def test_too_much_or_nothing_is_refused_in_words(own, settings):
    organisation, client = own
    page = client.post(sheets.address(organisation))
    assert page.text.count("Choose a file first.") == 2
    for content, words in (
        (b"Reference,Name\n" + b",x\n" * 2001, "more than 2,000 rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"Name,Cost\nx,Free\n", "no column “Reference”"),
        (b"Reference,Name\n", "no services below"),
    ):
        assert words in sheets.send(client, organisation, content).text
