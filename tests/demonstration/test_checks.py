"""The checks of the product that anyone can run by hand, each as a test of its name and number.

Others stand where what they need is: 2 in tests/browser (a first listing, from the sign-in to the
search), 8 in an organisation's own form and its sheet in tests/upkeep/test_looking.py and
test_sheet_columns.py, 11's editing side in test_sheet_of_sixty.py beside this, 12 in
tests/upkeep/test_one_address.py, 14 in test_morning.py beside this.
"""

import html
import json
import re
from datetime import datetime, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from hubs.models import Hub, SinglePointOfAccess
from search import find
from search.engines.embedded import file as index_file
from search.request import SearchRequest
from services.models import Location, Service, SessionChange
from services.opening import LONDON
from tests.factories import (
    CrisisLineFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)

pytestmark = pytest.mark.usefixtures("demonstration")

HEADLAND = "TS24 8AY"
#: A place in each of the six boroughs that "Support after a suicide" serves.
SIX = ["Hartlepool", "Middlesbrough", "Redcar", "Stockton-on-Tees", "Darlington", "Peterlee"]


def page(address, status=200):
    """The text of a page as it reads, without its markup."""
    response = Client().get(address)
    assert response.status_code == status, address
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def service(key):
    return Service.objects.get(source="demonstration", source_id=key)


def all_hits(**asked):
    """Every hit of a question, page by page."""
    hits, number = [], 1
    while True:
        response = find(SearchRequest(page=number, size=100, **asked))
        hits += response.hits
        if number >= response.pages:
            return response, hits
        number += 1


def test_check_01_mental_health_gives_at_least_175_grouped_by_organisation():
    response = find(SearchRequest(q="mental health"))
    assert response.total >= 175
    groups = [group.organisation_uid for group in response.groups]
    assert len(groups) == len(set(groups))
    words = page("/find/?q=mental+health")
    assert f"{response.total} services" in words
    assert f"from {response.organisations_total} organisations" in words


def test_check_03_a_postcode_gives_the_nearest_hub_how_far_and_who_is_there_on_tuesday():
    response = find(SearchRequest(near=HEADLAND))
    nearest = Hub.objects.get(uid=response.hubs[0].uid)
    listed = page(f"/hubs/?near={HEADLAND}")
    assert listed.index(nearest.name) < min(
        listed.index(hub.name) for hub in Hub.objects.exclude(pk=nearest.pk)
    )
    assert re.search(r"miles|walk|close by", listed)
    hub_page = page(nearest.get_absolute_url())
    assert re.search(r"Open now|Closed|not known", hub_page)
    tuesday = nearest.location.sessions_here.filter(byday__contains="TU", service__live=True)
    assert tuesday.exists()
    for session in tuesday:
        assert session.service.name in hub_page


def test_check_04_today_shows_two_live_sessions_and_says_the_third_is_cancelled():
    nowhere_near = LocationFactory(latitude=51.45, longitude=-2.59, postcode="")
    monday = datetime(2026, 11, 23, 8, tzinfo=LONDON)
    names = ["Quayside singing", "Quayside sewing", "Quayside sums"]
    sessions = []
    for name in names:
        one = ServiceFactory(name=name)
        ServiceAtLocationFactory(service=one, location=nowhere_near)
        sessions.append(SessionFactory(service=one, location=nowhere_near, byday="MO"))
    SessionChange.objects.create(session_uid=sessions[2].uid, on=monday.date(), reason="Snow")
    with time_machine.travel(monday, tick=False):
        words = page("/today/")
    on, cancelled = words.split("Cancelled", 1)
    assert "Quayside singing" in on and "Quayside sewing" in on
    assert "Quayside sums" not in on and "Quayside sums" in cancelled and "Snow" in cancelled


@pytest.mark.parametrize("referrer", ["self", "carer", "gp", "police"])
def test_check_05_everybody_sees_their_own_route_on_the_access_page(referrer):
    adults = SinglePointOfAccess.objects.get(source_id="spa-adults")
    words = page(f"{adults.get_absolute_url()}?as={referrer}")
    route = adults.routes.filter(referrer=referrer, area=None).first()
    assert " ".join(route.how.split()) in words
    assert route.phone in words


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 26, 3, tzinfo=LONDON), True),
        (datetime(2026, 11, 26, 5, tzinfo=LONDON), False),
        # The night the clocks go back and the night they go forward.
        (datetime(2026, 10, 25, 3, tzinfo=LONDON), False),
        (datetime(2027, 3, 25, 3, tzinfo=LONDON), True),
    ],
)
def test_check_06_open_now_at_three_in_the_morning_is_what_is_open_then(moment, is_open):
    night = ServiceFactory(name="Quayside night kettle", in_person=True)
    place = LocationFactory()
    ServiceAtLocationFactory(service=night, location=place)
    SessionFactory(service=night, location=place, byday="WE", opens_at=time(22), closes_at=time(4))
    with time_machine.travel(moment, tick=False):
        index_file.close()
        _, hits = all_hits(q="quayside night kettle", open="now", at=moment)
    assert (night.uid in [hit.uid for hit in hits]) is is_open


def test_check_06_a_bank_holiday_closes_what_says_so():
    christmas = datetime(2026, 12, 25, 10, 30, tzinfo=LONDON)
    place = LocationFactory()
    for name, rule in (("Quayside feast", "open"), ("Quayside fast", "closed")):
        one = ServiceFactory(name=name)
        ServiceAtLocationFactory(service=one, location=place)
        SessionFactory(service=one, location=place, byday="FR", bank_holidays=rule)
    with time_machine.travel(christmas, tick=False):
        _, hits = all_hits(q="quayside", open="now", at=christmas)
    names = [hit.name for hit in hits]
    assert "Quayside feast" in names and "Quayside fast" not in names


@pytest.mark.parametrize("missing", ["source_page", "source_checked_on", "owner_role"])
def test_check_07_a_crisis_record_is_not_published_without_its_source_date_and_owner(missing):
    line = CrisisLineFactory(name="Draft line", live=False)
    setattr(line, missing, None if missing == "source_checked_on" else "")
    with pytest.raises(ValidationError) as refused:
        line.save_revision().publish(skip_permission_checks=True)
    assert missing in refused.value.message_dict


def test_check_08_an_exclusion_with_no_alternative_is_refused_beside_its_field():
    draft = ServiceFactory(live=False, exclusions="Nobody under 18.")
    with pytest.raises(ValidationError) as refused:
        draft.save_revision().publish(skip_permission_checks=True)
    assert "instead" in refused.value.message_dict["alternative"][0]
    draft.refresh_from_db()
    assert not draft.live


@pytest.mark.parametrize("place", SIX)
def test_check_09_lost_someone_to_suicide_finds_the_six_borough_service_first(place):
    response = find(SearchRequest(q="lost someone to suicide", near=place))
    assert response.where.found, response.where
    assert response.hits[0].uid == service("after-the-wave-support").uid


def test_check_09_from_a_seventh_borough_the_page_says_why_not_and_what_else():
    response = find(SearchRequest(q="lost someone to suicide", near="Sunderland"))
    support = service("after-the-wave-support")
    assert support.uid not in [hit.uid for hit in response.hits]
    assert support.uid in [elsewhere.hit.uid for elsewhere in response.elsewhere]
    words = page("/find/?q=lost+someone+to+suicide&near=Sunderland")
    assert support.name in words and "Hartlepool" in words
    assert response.phone_and_online or response.hits
    assert "116 123" in words


@pytest.mark.parametrize("place", ["TS24 8AY", "DH1 1AA", "Darlington", "Peterlee"])
def test_check_10_a_county_line_is_found_anywhere_in_its_county_and_says_so(place):
    line = service("pitlamp-county-line")
    _, hits = all_hits(q="someone to talk to", near=place)
    found = [hit for hit in hits if hit.uid == line.uid]
    assert found and "County Durham" in found[0].serves_everywhere
    assert found[0].distance_km is None


def test_check_11_a_provider_with_sixty_services_does_not_fill_page_one():
    response = find(SearchRequest(q="mental health", near=HEADLAND, size=20))
    shown = [hit for hit in response.hits if hit.organisation == "Anchorlight"]
    assert len(shown) <= 3
    assert len(response.groups) >= 8


def test_check_13_a_refuge_has_no_address_pin_or_distance_anywhere():
    place = Location.objects.get(source_id="refuge-house")
    refuge = service("fernhollow-refuge")
    secrets = [place.name, place.address_1, place.postcode, place.postcode.replace(" ", "")]
    secrets += [f"{place.latitude:.4f}"[:-1], f"{place.longitude:.4f}"[:-1]]
    outputs = {
        path: Client().get(path).content.decode()
        for path in (
            refuge.get_absolute_url(),
            f"{refuge.get_absolute_url()}?print=1",
            refuge.organisation.get_absolute_url(),
            f"/find/?q=refuge&near={HEADLAND}",
            f"/find/?q=refuge&near={HEADLAND}&print=1",
            f"/api/find?q=refuge&near={HEADLAND}&size=100",
            f"/find/?q={place.address_1}",
            "/needs/domestic-abuse/",
            "/today/",
            "/sitemap.xml",
        )
    }
    assert refuge.name in outputs[refuge.get_absolute_url()]
    searched = outputs.pop(f"/find/?q={place.address_1}")
    assert refuge.name not in searched
    for path, content in outputs.items():
        for secret in secrets:
            assert secret not in content, (path, secret)
    _, hits = all_hits(q="refuge", near=HEADLAND)
    hit = next(hit for hit in hits if hit.uid == refuge.uid)
    assert (hit.distance_km, hit.point) == (None, None)
    answers = json.loads(outputs[f"/api/find?q=refuge&near={HEADLAND}&size=100"])
    answer = next(hit for hit in answers["hits"] if hit["uid"] == str(refuge.uid))
    assert answer["distance_km"] is None


def test_check_13_the_index_file_holds_nothing_of_a_refuge_address(demonstration):
    place = Location.objects.get(source_id="refuge-house")
    find(SearchRequest(q="refuge"))
    index_file.close()
    content = b"".join(
        path.read_bytes() for path in demonstration.parent.glob(f"{demonstration.name}*")
    )
    assert b"Anchorlight" in content
    for secret in (place.name, place.address_1, place.postcode, place.postcode.replace(" ", "")):
        assert secret.encode() not in content


def test_check_15_five_results_print_in_large_type_in_three_clicks():
    results = Client().get(f"/find/?q=debt&near={HEADLAND}").content.decode()
    link = html.unescape(re.search(r'href="([^"]*print=1[^"]*)"', results)[1])
    printed = page(link if link.startswith("/") else f"/find/{link}")
    response = find(SearchRequest(q="debt", near=HEADLAND, size=5))
    assert len(response.hits) == 5
    for hit in response.hits:
        assert hit.name in printed
    assert timezone.localdate().strftime("%Y") in printed
