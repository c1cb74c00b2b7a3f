"""A group lists its first service: page by page, with mistakes, going back, leaving and returning."""

import uuid

import pytest

from organisations.models import Membership, Organisation, Role
from places.models import Postcode
from services.models import Location, Need, Service
from tests import people
from tests.factories import LocationFactory, OrganisationFactory
from upkeep import drafts
from upkeep.first_listing import STEPS, first_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return people.ordinary_user()


def begin(client, **answers):
    """Answer the first page; returns the organisation."""
    uid = uuid.uuid4()
    sent = {"uid": uid, "name": "Knit and natter", "kind": "group", "summary": "We knit."}
    client.post("/listings/new/", {**sent, **answers})
    return Organisation.objects.filter(uid=uid).first()


def post(client, organisation, step, **answers):
    """Send one page as it was shown, with these answers; returns the response."""
    return client.post(
        f"/listings/new/{organisation.uid}/{step}/",
        {"seen": seen(client, organisation, step), **answers},
    )


def seen(client, organisation, step):
    page = client.get(f"/listings/new/{organisation.uid}/{step}/")
    return page.context["seen"] if page.context and "seen" in page.context else ""


def phone(number):
    return {"phones-0-row": "", "phones-0-number": number, "phones-0-kind": "voice"}


def with_service(client):
    organisation = begin(client)
    post(client, organisation, "service", name="Knitting", summary="Come and knit.")
    return organisation


def newest_service(organisation):
    return drafts.newest(first_service(organisation))


def tuesday(**more):
    return {
        "sessions-0-row": "", "sessions-0-days": ["TU"], "sessions-0-opens_at": "2pm",
        "sessions-0-closes_at": "4pm", "sessions-0-often": "", "sessions-0-booking": "drop_in",
        "sessions-0-bank_holidays": "unknown", **more,
    }  # fmt: skip


def test_the_first_page_makes_a_group_that_is_not_public_and_its_owner(client):
    organisation = begin(client)
    assert not organisation.live
    assert Membership.objects.get(organisation=organisation).role == Role.OWNER


def test_the_first_page_sent_twice_makes_one_group(client):
    sent = {"uid": uuid.uuid4(), "name": "Knitters", "kind": "group", "summary": "We knit."}
    first, second = client.post("/listings/new/", sent), client.post("/listings/new/", sent)
    assert first.url == second.url
    assert Organisation.objects.count() == Membership.objects.count() == 1


def test_somebody_elses_uid_cannot_be_begun(client):
    other = OrganisationFactory()
    sent = {"uid": other.uid, "name": "Mine now", "kind": "group", "summary": "x"}
    assert client.post("/listings/new/", sent).status_code == 404


def test_an_empty_first_page_says_what_is_missing_and_makes_nothing(client):
    page = client.post("/listings/new/", {"uid": uuid.uuid4(), "name": "", "summary": ""})
    assert "There is a problem" in page.text and "<title>Error:" in page.text
    assert 'href="#id_name"' in page.text
    assert not Organisation.objects.exists()


def test_the_task_list_says_what_is_done_and_what_is_not(client):
    organisation = begin(client)
    page = client.get(f"/listings/new/{organisation.uid}/")
    assert page.context["done"] == 1 and page.text.count("Not started") == 3


def test_one_way_to_reach_the_group_is_asked_for(client):
    organisation = begin(client)
    assert "Give one way to reach you" in post(client, organisation, "contact").text
    assert post(client, organisation, "contact", come_along="on").status_code == 302


def test_a_wrong_phone_number_is_named_and_kept(client):
    organisation = begin(client)
    page = post(client, organisation, "contact", **phone("12"))
    assert "Enter a phone number" in page.text and 'value="12"' in page.text


def test_phone_e_mail_and_web_page_are_kept_and_tidied(client):
    organisation = begin(client)
    post(
        client,
        organisation,
        "contact",
        email="a@example.org",
        website="example.org",
        **phone("01632 960001"),
    )
    newest = drafts.newest(Organisation.objects.get(pk=organisation.pk))
    assert [row.number for row in newest.phones.all()] == ["01632 960001"]
    assert (newest.email, newest.website) == ("a@example.org", "https://example.org")


def test_half_an_answer_can_be_left_for_later_and_is_there_again(client):
    organisation = with_service(client)
    gone = post(client, organisation, "who", exclusions="Nobody under 16", later="1")
    assert gone.url == f"/listings/new/{organisation.uid}/"
    assert "Nobody under 16" in client.get(f"/listings/new/{organisation.uid}/who/").text
    assert "who" not in client.get(gone.url).context["listing"].done


def test_turning_people_away_needs_an_alternative(client):
    organisation = with_service(client)
    page = post(client, organisation, "who", exclusions="Nobody under 16")
    assert "Say where they can go instead" in page.text
    good = post(
        client, organisation, "who", exclusions="Nobody under 16", alternative="The youth club."
    )
    assert good.status_code == 302


def test_a_service_is_made_once_however_often_its_page_is_sent(client):
    organisation = begin(client)
    for _ in range(2):
        client.post(
            f"/listings/new/{organisation.uid}/service/",
            {"seen": "", "name": "Knitting", "summary": "Come and knit."},
        )
    assert Service.objects.filter(organisation=organisation).count() == 1


def test_pages_of_the_service_wait_for_its_name(client):
    organisation = begin(client)
    assert client.get(f"/listings/new/{organisation.uid}/when/").url.endswith("/service/")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2", "morning or afternoon"), ("25:00", "no such time"), ("late", "Type a time")],
)
def test_a_time_that_cannot_be_read_is_asked_again(client, typed, words):
    organisation = with_service(client)
    page = post(client, organisation, "when", **tuesday(**{"sessions-0-opens_at": typed}))
    assert words in page.text and f'value="{typed}"' in page.text


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("2pm", "1pm", ["It would end the next day, after 23 hours. Type when it ends."]),
        ("2pm", "2pm", ["It would end the next day, after 24 hours. Type when it ends."]),
        ("2pm", "", ["Say until when."]),
        ("25:00", "4pm", ["There is no such time. Type it like 2pm or 14:30."]),
    ],
)
def test_times_that_make_no_sense_together_are_asked_once(client, opens, closes, words):
    organisation = with_service(client)
    times = {"sessions-0-opens_at": opens, "sessions-0-closes_at": closes}
    page = post(client, organisation, "when", **tuesday(**times))
    assert [said for _, said in page.context["form"].all_errors] == words


@pytest.mark.parametrize(("opens", "closes"), [("8pm", "8am"), ("midnight", "midnight")])
def test_a_night_or_a_whole_day_is_taken(client, opens, closes):
    organisation = with_service(client)
    times = {"sessions-0-opens_at": opens, "sessions-0-closes_at": closes}
    assert post(client, organisation, "when", **tuesday(**times)).status_code == 302


def test_times_without_a_day_ask_for_the_day(client):
    organisation = with_service(client)
    page = post(client, organisation, "when", **tuesday(**{"sessions-0-days": []}))
    assert "Tick the day or days" in page.text


def test_every_tuesday_from_two_to_four(client):
    organisation = with_service(client)
    assert post(client, organisation, "when", **tuesday()).status_code == 302
    session = newest_service(organisation).sessions.get()
    assert (session.byday, session.freq, session.opens_at.hour) == ("TU", "WEEKLY", 14)


def test_the_first_tuesday_of_the_month(client):
    organisation = with_service(client)
    post(client, organisation, "when", **tuesday(**{"sessions-0-often": "1"}))
    session = newest_service(organisation).sessions.get()
    assert (session.byday, session.freq) == ("1TU", "MONTHLY")


def test_nobody_is_asked_for_a_place_where_there_is_none(client):
    organisation = with_service(client)
    post(client, organisation, "ways", by_phone="on")
    assert client.get(f"/listings/new/{organisation.uid}/where/").url.endswith("/when/")


def test_ways_to_take_part_need_one_tick(client):
    organisation = with_service(client)
    assert "Tick one at least" in post(client, organisation, "ways").text


def test_a_place_that_is_known_is_offered_by_its_postcode_and_chosen(client):
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126)
    hall = LocationFactory(name="Throston Hall")
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/add/"
    page = client.get(address, {"postcode": "ts24 8ay"})
    assert "Is it one of these places?" in page.text and "Throston Hall" in page.text
    assert client.post(address, {"place": hall.uid}).url.endswith("/where/")
    assert [at.location for at in newest_service(organisation).at_locations.all()] == [hall]


def test_a_secret_place_of_somebody_else_is_not_there(client):
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126)
    refuge = LocationFactory(name="Safe house", is_confidential=True, kept_by=OrganisationFactory())
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/add/"
    assert "Safe house" not in client.get(address, {"postcode": "TS24 8AY"}).text
    assert client.post(address, {"place": refuge.uid}).status_code == 200
    assert not newest_service(organisation).at_locations.exists()


def test_a_new_place_is_kept_by_the_group_and_made_once(client):
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/new/"
    sent = {"uid": uuid.uuid4(), "name": "Our hut", "postcode": "TS24 8AY", "step_free": "yes"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    place = Location.objects.get()
    assert (place.kept_by, place.live, place.step_free) == (organisation, False, "yes")
    assert newest_service(organisation).at_locations.count() == 1


def test_a_place_needs_a_name_or_an_address_not_only_a_postcode(client):
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/new/"
    page = client.post(address, {"uid": uuid.uuid4(), "postcode": "TS24 8AY"})
    assert "Give the name of the place" in page.text and not Location.objects.exists()


def test_a_postcode_that_nobody_knows_is_taken_with_a_word_of_warning(client):
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/new/"
    sent = {"uid": uuid.uuid4(), "name": "Our hut", "postcode": "TS99 9QQ"}
    page = client.post(address, sent, follow=True)
    assert "We do not know the postcode TS99 9QQ" in page.text and Location.objects.exists()


def test_what_is_no_place_is_asked_again_beside_its_field(client):
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/add/"
    page = client.get(address, {"postcode": "our usual hut"})
    assert "<title>Error:" in page.text and 'value="our usual hut"' in page.text


def test_half_a_postcode_is_asked_again(client):
    organisation = with_service(client)
    address = f"/listings/{organisation.uid}/services/{first_service(organisation).uid}/where/new/"
    page = client.post(address, {"uid": uuid.uuid4(), "name": "Our hut", "postcode": "TS24"})
    assert "Type the whole postcode" in page.text and not Location.objects.exists()


def test_topics_are_suggested_from_its_own_words_and_a_wrong_one_can_be_left_out(client):
    lonely = Need.add_root(slug="lonely", name="Feeling lonely", listing_phrases="natter")
    organisation = begin(client)
    post(client, organisation, "service", name="Knit and natter", summary="Come and knit.")
    page = client.get(f"/listings/new/{organisation.uid}/needs/")
    assert "lonely" in page.context["form"].ticked
    post(client, organisation, "needs")
    service = newest_service(organisation)
    assert not service.needs.exists() and list(service.declined_needs.all()) == [lonely]


def test_topics_can_be_looked_for_and_ticks_stay(client):
    Need.add_root(slug="debt", name="Money worries", phrases="in debt")
    Need.add_root(slug="lonely", name="Feeling lonely")
    organisation = with_service(client)
    page = post(client, organisation, "needs", needs=["lonely"], look="debt", look_now="1")
    assert [need.slug for need in page.context["form"].near] == ["debt", "lonely"]
    assert page.context["form"].ticked == {"lonely"}


def whole(client):
    """A listing with every page answered; returns the organisation."""
    organisation = with_service(client)
    post(client, organisation, "contact", come_along="on")
    post(client, organisation, "ask", contact_email="olive@example.org")
    post(client, organisation, "who")
    post(client, organisation, "start", needs_referral="no", needs_diagnosis="no")
    post(client, organisation, "cost", cost="free")
    post(client, organisation, "ways", by_phone="on")
    client.get(f"/listings/new/{organisation.uid}/where/")
    post(client, organisation, "when", **tuesday())
    post(client, organisation, "needs")
    return organisation


def test_all_pages_answered_are_done_and_can_be_sent(client):
    organisation = whole(client)
    assert client.get(f"/listings/new/{organisation.uid}/").context["done"] == len(STEPS)
    page = client.get(f"/listings/new/{organisation.uid}/check/")
    assert "Tuesday, 2pm to 4pm" in page.text and "Knit and natter" in page.text
    sent = client.post(f"/listings/new/{organisation.uid}/check/")
    assert "Thank you" in client.get(sent.url).text
    submission = organisation.submissions.get()
    assert submission.items.count() == 2


def test_a_change_of_one_answer_leads_back_to_the_check(client):
    organisation = whole(client)
    check = f"/listings/new/{organisation.uid}/check/"
    assert post(client, organisation, "cost", cost="free").url == check
    ways = post(client, organisation, "ways", in_person="on")
    assert ways.url.endswith("/where/"), "it needs a place by now"


def test_the_first_page_can_be_left_with_the_name_alone(client):
    organisation = begin(client, summary="", later="1")
    assert organisation.name == "Knit and natter"


def test_it_is_sent_once_however_often_the_button_is_pressed(client):
    organisation = whole(client)
    for _ in range(2):
        client.post(f"/listings/new/{organisation.uid}/check/")
    assert organisation.submissions.count() == 1


def test_a_group_that_is_listed_already_is_shown_before_sending(client):
    other = OrganisationFactory(name="Knit and natter")
    organisation = whole(client)
    page = client.get(f"/listings/new/{organisation.uid}/check/")
    assert "Is this you?" in page.text and f"/claim/{other.uid}/" in page.text


def test_nothing_of_it_is_public_before_review(client):
    organisation = whole(client)
    client.post(f"/listings/new/{organisation.uid}/check/")
    visitor = people.visitor()
    assert visitor.get(f"/organisations/{organisation.uid}/").status_code == 404
    assert visitor.get(f"/services/{first_service(organisation).uid}/").status_code == 404
