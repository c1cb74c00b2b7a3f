"""Hubs, access points, crisis help and Today, as visitors see them."""

import re
from datetime import date, datetime, time

import pytest
import time_machine

from hubs.models import AccessPhone, AccessRoute
from hubs.starter import load_crisis_lines
from records.models import Standing, confirm
from services.models import LocationSchedule, SessionChange
from services.opening import LONDON
from tests.factories import (
    AreaFactory,
    HubFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)

pytestmark = pytest.mark.django_db

#: A Monday, ten in the morning.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def open_building(location, **hours):
    facts = {"byday": "MO,TU,WE,TH,FR", "opens_at": time(9), "closes_at": time(17), **hours}
    return LocationSchedule.objects.create(location=location, **facts)


class TestHubs:
    def test_a_postcode_gives_the_nearest_hub_and_who_is_there_on_tuesday(self, client, postcode):
        """Check 3 of the product."""
        hub = HubFactory(name="Central Library")
        HubFactory(
            name="Far away", location=LocationFactory(latitude=54.9, longitude=-1.6, postcode="")
        )
        open_building(hub.location)
        service = ServiceFactory(name="Debt advice")
        SessionFactory(service=service, location=hub.location, byday="TU")
        page = text_of(client, f"/hubs/?near={postcode}")
        assert page.index("Central Library") < page.index("Far away")
        assert "very close by" in page or "walk" in page
        assert "Open now until 5pm" in page
        tuesday = text_of(client, hub.get_absolute_url()).split("Tomorrow, Tuesday 24 November")[1]
        assert "Debt advice" in tuesday.split("Wednesday 25 November")[0]

    def test_a_place_nobody_knows_is_said_beside_the_field(self, client):
        page = text_of(client, "/hubs/?near=zz99+9zz")
        assert "There is a problem" in page and 'value="zz99 9zz"' in page

    def test_a_hub_says_what_happens_and_whether_to_book(self, client):
        hub = HubFactory(what_happens="Someone says hello.", booking="some", booking_note="Ring us")
        page = text_of(client, hub.get_absolute_url())
        assert "Someone says hello." in page
        assert "Walk in; some things need booking. Ring us" in page

    def test_a_hub_at_a_place_that_is_not_public_is_not_found(self, client):
        hub = HubFactory(location=LocationFactory(live=False))
        assert client.get(hub.get_absolute_url()).status_code == 404

    def test_a_cancelled_session_says_so_on_its_day(self, client):
        hub = HubFactory()
        session = SessionFactory(location=hub.location, byday="TU")
        SessionChange.objects.create(
            session_uid=session.uid, on=date(2026, 11, 24), reason="Room is painted"
        )
        page = text_of(client, hub.get_absolute_url())
        assert "Cancelled" in page and "Room is painted" in page

    def test_a_monthly_session_beyond_the_week_is_listed(self, client):
        hub = HubFactory()
        SessionFactory(
            location=hub.location, freq="MONTHLY", byday="1TU", service__name="Legal clinic"
        )
        page = text_of(client, hub.get_absolute_url())
        assert "Legal clinic</a>: First Tuesday of the month, 10am to midday" in page


class TestAccessPoints:
    def make(self):
        point = SinglePointOfAccessFactory(
            without_care_team="yes", without_diagnosis="yes", expected_reply="The same day."
        )
        AccessPhone.objects.create(access_point=point, number="01632 960001")
        for referrer in ("self", "carer", "gp", "police", "professional"):
            AccessRoute.objects.create(
                access_point=point, referrer=referrer, how=f"The way of a {referrer}."
            )
        return point

    @pytest.mark.parametrize("who", ["self", "carer", "gp", "police", "professional"])
    def test_each_sees_their_own_route_first(self, client, who):
        """Check 5 of the product."""
        page = text_of(client, f"{self.make().get_absolute_url()}?as={who}")
        ways = [page.index(f"The way of a {one}.") for one in ("self", "carer", "gp", "police")]
        assert len(ways) == 4, "all are on the page"
        own = page.index(f"The way of a {who}.")
        assert own == min(own, *ways)

    def test_nonsense_in_the_address_changes_nothing(self, client):
        assert "The way of a self." in text_of(
            client, f"{self.make().get_absolute_url()}?as=%3Cscript%3E"
        )

    def test_it_says_whether_no_care_team_and_no_diagnosis_will_do(self, client):
        page = text_of(client, self.make().get_absolute_url())
        assert "You can use it if you have no care team." in page
        assert "You can use it if you have no diagnosis." in page

    def test_a_response_time_comes_with_its_source_and_date(self, client):
        point = SinglePointOfAccessFactory(
            response_time="Within four hours",
            response_time_source="https://example.org/figures",
            response_time_checked_on=date(2026, 11, 2),
        )
        page = text_of(client, point.get_absolute_url())
        assert "Within four hours" in page and "seen on 2 November 2026" in page
        assert "https://example.org/figures" in page

    def test_the_list_is_by_area_and_age(self, client, postcode):
        here, elsewhere = AreaFactory(), AreaFactory(code="E06000002", name="Middlesbrough")
        ours = SinglePointOfAccessFactory(name="Our door", minimum_age=18)
        ours.coverage.set([here])
        ours.save()
        theirs = SinglePointOfAccessFactory(name="Their door")
        theirs.coverage.set([elsewhere])
        theirs.save()
        assert "Our door" in text_of(client, f"/single-point-of-access/?near={postcode}&age=40")
        assert "Their door" not in text_of(client, f"/single-point-of-access/?near={postcode}")
        assert "Our door" not in text_of(client, f"/single-point-of-access/?near={postcode}&age=12")

    def test_an_age_that_is_none_is_said_beside_the_field(self, client):
        assert "Type an age in years" in text_of(client, "/single-point-of-access/?age=old")


class TestToday:
    def test_exactly_the_two_and_the_third_is_cancelled(self, client):
        """Check 4 of the product."""
        names = ["Knitting", "Chess", "Walking"]
        sessions = [
            SessionFactory(
                service__name=name,
                service__organisation__name=f"Org {name}",
                byday="MO",
                location=LocationFactory(),
            )
            for name in names
        ]
        SessionFactory(service__name="Not a Monday", byday="TU", location=LocationFactory())
        SessionChange.objects.create(
            session_uid=sessions[2].uid, on=MONDAY.date(), reason="The guide is ill"
        )
        page = text_of(client, "/today/")
        on, cancelled = page.split('id="cancelled"')
        assert "Groups and sessions (2)" in on
        assert "Knitting</a>" in on and "Chess</a>" in on and "Walking</a>" not in on
        assert "Cancelled (1)" in cancelled
        assert "Walking</a>" in cancelled and "The guide is ill" in cancelled
        assert "Not a Monday" not in page

    def test_an_empty_day_says_so_and_names_the_next_with_something_on(self, client):
        assert "Nothing is listed for today" in text_of(client, "/today/")
        SessionFactory(service__name="Friday club", byday="FR", location=LocationFactory())
        gone = SessionFactory(service__name="Choir", byday="WE", location=LocationFactory())
        SessionChange.objects.create(session_uid=gone.uid, on=date(2026, 11, 25))
        page = text_of(client, "/today/")
        assert "Nothing is listed for today" in page and "(0)" not in page
        assert 'href="/today/?day=2026-11-27">Friday 27 November<' in page

    def test_another_day(self, client):
        SessionFactory(service__name="Tuesday club", byday="TU", location=LocationFactory())
        assert "Tuesday club" in text_of(client, "/today/?day=2026-11-24")
        assert "On Tuesday 24 November" in text_of(client, "/today/?day=2026-11-24")

    @pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "9999-01-01", "0001-01-01"])
    def test_no_such_day_is_today_with_a_word(self, client, day):
        assert "This is today." in text_of(client, f"/today/?day={day}")

    def test_a_bank_holiday_is_named_and_its_breaks_are_apart(self, client):
        facts = {"byday": "FR", "opens_at": time(10), "closes_at": time(11)}
        for answer in ("open", "closed", "unknown"):
            SessionFactory(
                service__name=f"Club {answer}",
                bank_holidays=answer,
                location=LocationFactory(),
                **facts,
            )
        page = text_of(client, "/today/?day=2026-12-25")
        assert "It is a bank holiday: Christmas Day." in page
        on, off = page.split('id="off"')
        assert "Club open" in on and "Club unknown" in on and "Club closed" not in on
        assert "Not sure" in on
        assert "Club closed" in off

    def test_near_a_place_only_what_is_near(self, client, postcode):
        SessionFactory(service__name="Near club", byday="MO", location=LocationFactory())
        SessionFactory(
            service__name="Far club",
            byday="MO",
            location=LocationFactory(latitude=51.5, longitude=0),
        )
        page = text_of(client, f"/today/?near={postcode}")
        assert "Near club" in page and "Far club" not in page

    @pytest.mark.parametrize(
        ("miles", "is_near", "words"),
        [("5", False, "5 miles"), ("10", True, "10 miles"), ("1", False, "1 mile")],
    )
    def test_people_choose_how_far(self, client, postcode, miles, is_near, words):
        eight_miles_off = LocationFactory(latitude=54.6871 - 0.116, longitude=-1.2126)
        SessionFactory(service__name="Over there", byday="MO", location=eight_miles_off)
        page = text_of(client, f"/today/?near={postcode}&miles={miles}")
        assert ("Over there" in page) is is_near
        assert f"Within {words} of" in page and f'value="{miles}" selected' in page

    @pytest.mark.parametrize("miles", ["", "7", "-1", "five"])
    def test_any_other_distance_is_five_miles(self, client, postcode, miles):
        assert "Within 5 miles of" in text_of(client, f"/today/?near={postcode}&miles={miles}")

    def test_hubs_of_the_day_with_their_hours(self, client):
        open_building(HubFactory(name="Open hub").location)
        open_building(HubFactory(name="Shut hub").location, byday="SA")
        HubFactory(name="Quiet hub")
        page = text_of(client, "/today/")
        assert "Open hub</a>: Open 9am to 5pm" in page
        assert "Shut hub</a>: Closed" in page
        assert "Quiet hub</a>: Opening times not known" in page

    def test_a_change_later_this_week_is_told(self, client):
        session = SessionFactory(service__name="Choir", byday="TH", location=LocationFactory())
        SessionChange.objects.create(session_uid=session.uid, on=date(2026, 11, 26))
        page = text_of(client, "/today/")
        assert "Thursday 26 November:" in page and "is <strong>cancelled</strong>" in page

    def test_what_is_closed_for_now_is_not_on(self, client):
        SessionFactory(
            service__name="Paused",
            service__status="temporarily closed",
            byday="MO",
            location=LocationFactory(),
        )
        assert "Paused" not in text_of(client, "/today/")


class TestCrisisPage:
    def test_without_lines_of_its_own_it_says_each_thing_once_and_links_to_itself_nowhere(
        self, client
    ):
        main = text_of(client, "/crisis/").split("<main")[1].split("</main>")[0]
        assert main.count("You can call any of these now.") == 1
        assert 'href="/crisis/"' not in main

    def test_every_number_is_shown_exactly_with_its_own_link(self, client):
        load_crisis_lines(as_drafts=False)
        page = text_of(client, "/crisis/")
        for number, link in {
            "999": "tel:999",
            "111": "tel:111",
            "116 123": "tel:116123",
            "85258": "sms:85258",
            "0800 1111": "tel:08001111",
            "0808 2000 247": "tel:08082000247",
        }.items():
            assert f'href="{link}">{number}</a>' in page
        assert "and choose the mental health option" in page
        assert "<strong>SHOUT</strong> to" in page

    def test_every_dialled_link_equals_its_text(self, client):
        load_crisis_lines(as_drafts=False)
        page = text_of(client, "/crisis/")
        links = re.findall(r'href="(?:tel|sms):([^"]*)"[^>]*>([^<]*)<', page)
        assert len(links) >= 6
        assert all(digits == re.sub(r"\D", "", shown) for digits, shown in links)

    def test_each_line_names_its_source_and_date(self, client):
        load_crisis_lines(as_drafts=False)
        page = text_of(client, "/crisis/")
        assert page.count("on 1 November 2026") == 6

    def test_a_draft_line_is_not_shown(self, client):
        load_crisis_lines(as_drafts=False)
        assert "0800 068 4141" not in text_of(client, "/crisis/")


def test_last_checked_and_by_which_role(client):
    hub = HubFactory()
    confirm(hub, role="website manager", at=datetime(2026, 11, 3, 12, tzinfo=LONDON))
    assert "Last checked on 3 November 2026 by website manager." in text_of(
        client, hub.get_absolute_url()
    )
    Standing.objects.filter(record_uid=hub.uid).update(state="unconfirmed")
    assert "Not confirmed lately" in text_of(client, hub.get_absolute_url())


def test_a_service_page_leads_to_the_nearest_hub_and_the_front_door(client):
    hub = HubFactory(name="Corner hub")
    SinglePointOfAccessFactory(name="The front door")
    at = ServiceAtLocationFactory(location=LocationFactory(latitude=54.69, longitude=-1.21))
    page = text_of(client, at.service.get_absolute_url())
    assert "Corner hub" in page and hub.get_absolute_url() in page
    assert "The front door" in page


@pytest.mark.parametrize(
    "address", ["/hubs/", "/single-point-of-access/", "/crisis/", "/today/", "/needs/"]
)
def test_pages_work_on_an_empty_site_and_in_large_type(client, address):
    assert text_of(client, address)
    assert "od-printing" in text_of(client, f"{address}?print=1")
    assert not client.cookies


def test_today_does_not_drown_in_hubs(client):
    for _ in range(15):
        HubFactory()
    page = text_of(client, "/today/")
    assert page.count("Opening times not known") == 12 and "See all 15 hubs" in page
