"""Editing one's own records: drafts stay drafts, every page keeps what it shows."""

import uuid

import pytest

from organisations.models import Organisation
from services.models import Location, Service
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.upkeep.listings import at, filled, group_with_service, member, public
from upkeep import drafts
from upkeep.models import ProblemReport
from upkeep.page_tables import PAGES

pytestmark = pytest.mark.django_db

#: What only staff keep; tests below try to send it all the same.
STAFF_ONLY = {
    "private_notes",
    "source",
    "source_id",
    "source_url",
    "live",
    "kept_by",
    "organisation",
}


def edit(client, address, **answers):
    return client.post(address, filled(client.get(address)) | answers)


def test_a_change_of_a_public_service_waits_and_the_public_page_stays():
    organisation, service = group_with_service(name="Knitting")
    client = member(organisation)
    edit(client, at(organisation, "services", service.uid, "what"), name="Crochet")
    service.refresh_from_db()
    assert service.name == "Knitting"
    assert drafts.newest(service).name == "Crochet"
    assert "Crochet" not in client.get(f"/services/{service.uid}/").text


def test_saving_without_a_change_makes_no_draft():
    organisation, service = group_with_service()
    edit(member(organisation), at(organisation, "services", service.uid, "what"))
    service.refresh_from_db()
    assert not service.has_unpublished_changes


@pytest.mark.parametrize("model", PAGES)
def test_every_page_shows_and_keeps_itself(model):
    organisation, service = group_with_service()
    place = public(LocationFactory(kept_by=organisation))
    client = member(organisation)
    address = {
        Organisation: at(organisation, "about"),
        Service: at(organisation, "services", service.uid),
        Location: at(organisation, "places", place.uid),
    }[model]
    client.get(address)
    for page in PAGES[model]:
        extra = {"come_along": "on"} if page.slug == "contact" else {}
        extra |= {"in_person": "on"} if page.slug == "ways" else {}
        assert edit(client, f"{address}{page.slug}/", **extra).status_code == 302, page.slug


def test_no_page_has_a_field_that_staff_alone_keep():
    for pages in PAGES.values():
        for page in pages:
            assert not STAFF_ONLY & set(page.form.base_fields)


def test_what_staff_keep_is_not_taken_from_a_form():
    organisation, service = group_with_service(private_notes="Ask Moira")
    address = at(organisation, "services", service.uid, "what")
    edit(member(organisation), address, name="New", private_notes="x", source="x", live="on")
    assert drafts.newest(Service.objects.get()).private_notes == "Ask Moira"


def test_rows_keep_their_uid_from_draft_to_draft_and_when_published():
    organisation, service = group_with_service()
    session = SessionFactory(service=service)
    service = public(service)
    client, address = member(organisation), at(organisation, "services", service.uid, "when")
    for closes in ("3pm", "4pm"):
        edit(client, address, **{"sessions-0-opens_at": "1pm", "sessions-0-closes_at": closes})
    newest = drafts.newest(Service.objects.get())
    assert [row.uid for row in newest.sessions.all()] == [session.uid]
    service = public(newest)
    assert service.sessions.get().uid == session.uid and service.sessions.get().closes_at.hour == 16


def test_a_row_of_another_record_is_never_taken_over():
    organisation, service = group_with_service()
    other = SessionFactory()
    client, address = member(organisation), at(organisation, "services", service.uid, "when")
    edit(client, address, **{
        "sessions-0-row": str(other.uid), "sessions-0-days": ["MO"],
        "sessions-0-opens_at": "1pm", "sessions-0-closes_at": "2pm",
    })  # fmt: skip
    newest = drafts.newest(Service.objects.get(pk=service.pk))
    assert newest.sessions.get().uid != other.uid


def test_another_row_can_be_added_and_one_removed():
    organisation, service = group_with_service()
    client, address = member(organisation), at(organisation, "services", service.uid, "contact")
    edit(client, address, **{"phones-0-number": "01632 960001", "add": "phones"})
    edit(client, address, **{"phones-1-number": "01632 960002"})
    edit(client, address, **{"phones-0-remove": "on"})
    newest = drafts.newest(Service.objects.get())
    assert [row.number for row in newest.phones.all()] == ["01632 960002"]


def test_a_pattern_that_the_choices_cannot_say_stays_as_it_is():
    organisation, service = group_with_service()
    SessionFactory(service=service, byday="1TU,2WE", freq="MONTHLY")
    service = public(service)
    client, address = member(organisation), at(organisation, "services", service.uid, "when")
    edit(client, address, **{"sessions-0-notes": "term time"})
    row = drafts.newest(Service.objects.get()).sessions.get()
    assert (row.byday, row.notes) == ("1TU,2WE", "term time")


def test_taking_a_place_away_moves_its_times_to_the_one_that_is_left():
    organisation, service = group_with_service()
    here, there = public(LocationFactory()), public(LocationFactory())
    for place in (here, there):
        ServiceAtLocationFactory(service=service, location=place)
    SessionFactory(service=service, location=there)
    service = public(service)
    client, address = member(organisation), at(organisation, "services", service.uid, "where")
    edit(client, address, **{"at_locations-1-remove": "on"})
    assert drafts.newest(Service.objects.get()).sessions.get().location == here


def test_a_place_that_becomes_secret_is_so_at_once():
    organisation = public(OrganisationFactory())
    place = public(LocationFactory(kept_by=organisation))
    address = at(organisation, "places", place.uid, "address")
    edit(member(organisation), address, is_confidential="on")
    place.refresh_from_db()
    assert place.is_confidential and place.shown_address == []


def test_a_place_is_no_longer_secret_only_after_review():
    organisation = public(OrganisationFactory())
    place = public(LocationFactory(kept_by=organisation, is_confidential=True))
    address = at(organisation, "places", place.uid, "address")
    client = member(organisation)
    sent = filled(client.get(address))
    del sent["is_confidential"]
    client.post(address, sent)
    place.refresh_from_db()
    assert place.is_confidential and not drafts.newest(place).is_confidential


def test_the_preview_shows_the_draft_and_says_so():
    organisation, service = group_with_service()
    client = member(organisation)
    edit(client, at(organisation, "services", service.uid, "what"), name="Crochet")
    page = client.get(at(organisation, "services", service.uid, "preview"))
    assert "Crochet" in page.text and "Only you see this" in page.text
    assert page["X-Robots-Tag"] == "noindex"


def test_a_further_service_is_made_once():
    organisation, _ = group_with_service()
    client, address = member(organisation), at(organisation, "services", "new")
    sent = {"uid": uuid.uuid4(), "seen": "", "name": "Darts", "summary": "Throw."}
    assert client.post(address, sent).url == client.post(address, sent).url
    assert Service.objects.filter(name="Darts", live=False).count() == 1


def test_changes_are_sent_together_and_wait_on_the_dashboard():
    organisation, service = group_with_service()
    client = member(organisation)
    edit(client, at(organisation, "services", service.uid, "what"), name="Crochet")
    assert "Not sent yet" in client.get(at(organisation)).text
    client.post(at(organisation, "send"))
    page = client.get(at(organisation))
    assert "Waiting for review" in page.text and "Not sent yet" not in page.text


def test_a_suggestion_about_somebody_elses_place_goes_to_its_keeper():
    organisation, service = group_with_service()
    place = public(LocationFactory(kept_by=public(OrganisationFactory())))
    ServiceAtLocationFactory(service=service, location=place)
    client = member(organisation)
    assert "Suggest a change" in client.get(at(organisation)).text
    sent = {"uid": uuid.uuid4(), "detail": "It is number 3."}
    for _ in range(2):
        client.post(at(organisation, "places", place.uid, "suggest"), sent)
    assert ProblemReport.objects.get().record_uid == place.uid


def test_still_right_is_one_button():
    organisation, service = group_with_service()
    client = member(organisation)
    client.post(at(organisation, "still-right"), {"uid": service.uid})
    assert service.standing.checked_by_role == "the group itself"


def test_an_unpublished_record_is_kept_in_its_row_too():
    organisation, _ = group_with_service()
    draft = ServiceFactory(organisation=organisation, live=False, name="Darts")
    edit(member(organisation), at(organisation, "services", draft.uid, "what"), name="Bowls")
    draft.refresh_from_db()
    assert draft.name == "Bowls" and not draft.live


def test_a_time_says_at_which_of_the_places_it_is():
    organisation, service = group_with_service()
    here, there = public(LocationFactory()), public(LocationFactory())
    for place in (here, there):
        ServiceAtLocationFactory(service=service, location=place)
    service = public(service)
    client, address = member(organisation), at(organisation, "services", service.uid, "when")
    new = {"sessions-0-days": ["MO"], "sessions-0-opens_at": "1pm", "sessions-0-closes_at": "2pm"}
    elsewhere = LocationFactory().uid
    refused = edit(client, address, **new, **{"sessions-0-location": elsewhere})
    assert "There is a problem" in refused.text
    edit(client, address, **new, **{"sessions-0-location": there.uid})
    assert drafts.newest(Service.objects.get()).sessions.get().location == there


def test_half_a_new_service_has_a_name_at_least():
    organisation, _ = group_with_service()
    sent = {"uid": uuid.uuid4(), "seen": "", "later": "1"}
    member(organisation).post(at(organisation, "services", "new"), sent)
    assert Service.objects.count() == 1


def test_a_service_that_moved_keeps_its_times_at_the_new_place():
    organisation, service = group_with_service(in_person=True)
    old, new = (public(LocationFactory(kept_by=organisation)) for _ in "12")
    ServiceAtLocationFactory(service=service, location=old)
    SessionFactory(service=service, location=old)
    service = public(service)
    client, where = member(organisation), at(organisation, "services", service.uid, "where")
    edit(client, where, **{"at_locations-0-remove": "on"})
    client.post(f"{where}add/", {"place": str(new.uid)})
    version = drafts.newest(Service.objects.get(pk=service.pk))
    assert [row.location for row in version.sessions.all()] == [new]


def test_more_than_forty_rows_are_all_kept():
    organisation, service = group_with_service()
    for number in range(45):
        service.phones.create(number=f"01632 9600{number}")
    service = public(service)
    edit(member(organisation), at(organisation, "services", service.uid, "contact"), email="a@b.uk")
    assert drafts.newest(Service.objects.get(pk=service.pk)).phones.count() == 45


def test_a_place_without_a_map_point_is_found_by_its_postcode():
    organisation, service = group_with_service()
    public(LocationFactory(postcode="ZE1 9ZZ", name="New Hall", latitude=None, longitude=None))
    add = at(organisation, "services", service.uid, "where", "add")
    assert "New Hall" in member(organisation).get(f"{add}?postcode=ze19zz").text


def test_a_note_to_staff_is_not_lost_when_something_stands_in_the_way():
    organisation, service = group_with_service()
    draft = drafts.newest(service)
    draft.summary = draft.description = ""
    drafts.keep(draft, by=None, seen=service.latest_revision_id)
    page = member(organisation).post(at(organisation, "send"), {"note": "We moved."})
    assert "We moved.</textarea>" in page.text


def test_words_that_are_too_long_come_back_whole_with_a_kind_word():
    organisation, service = group_with_service()
    address = at(organisation, "services", service.uid, "what")
    page = edit(member(organisation), address, summary="a" * 300)
    assert "a" * 300 in page.text
    assert "Make it shorter: at most 250 letters. You wrote 300." in page.text


@pytest.mark.parametrize("age", ["sixteen", "-3", "99999999999"])
def test_an_age_that_is_none_is_asked_again_in_words(age):
    organisation, service = group_with_service()
    page = edit(member(organisation), at(organisation, "services", service.uid, "who"),
                minimum_age=age)  # fmt: skip
    assert "Type an age in years, from 0 to 120." in page.text
