"""Where somebody is, whom a service serves, and places that nobody may learn."""

import pytest

from places.models import Area, Postcode
from search import find
from search.request import SearchRequest
from tests.factories import (
    AreaFactory,
    HubFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)
from tests.search.conformance.listings import FAR, HARTLEPOOL, NEAR, names, only_hit, service


class Places:
    def test_what_is_near_comes_with_its_distance(self, hartlepool):
        service("Chess club", NEAR)
        hit = only_hit("chess", "TS24 8AY")
        assert 0 < hit.distance_km < 0.2
        assert hit.place.startswith("Hall")

    def test_the_nearer_of_two_equals_comes_first(self, hartlepool):
        service("Chess club south", (54.6571, -1.2126))
        service("Chess club north", NEAR)
        assert names("chess", "TS24 8AY") == ["Chess club north", "Chess club south"]

    def test_looks_further_away_and_says_so_when_little_is_near(self, hartlepool):
        service("Chess club", FAR)
        response = find(SearchRequest(q="chess", near="TS24 8AY"))
        assert response.widened
        assert response.radius_km == 50
        assert response.total == 1

    def test_keeps_to_the_distance_asked_for(self, hartlepool):
        service("Chess club", FAR)
        service("Chess at home", NEAR)
        response = find(SearchRequest(q="chess", near="TS24 8AY", within_km=2))
        assert [hit.name for hit in response.hits] == ["Chess at home"]
        assert not response.widened
        assert response.radius_km == 2

    def test_widens_the_distance_asked_for_only_when_nothing_is_inside(self, hartlepool):
        service("Chess club", FAR)
        response = find(SearchRequest(q="chess", near="TS24 8AY", within_km=2))
        assert response.widened
        assert response.total == 1

    def test_a_service_at_two_places_counts_once_at_the_nearer(self, hartlepool):
        made = service("Chess club", FAR)
        near = LocationFactory(name="Near hall", latitude=NEAR[0], longitude=NEAR[1])
        ServiceAtLocationFactory(service=made, location=near)
        hit = only_hit("chess", "TS24 8AY", within_km=200)
        assert hit.place == "Near hall"

    @pytest.mark.parametrize("way", ["in_person", "at_home", None])
    def test_a_place_that_is_not_on_the_map_is_named_without_a_distance(self, hartlepool, way):
        unknown = LocationFactory(
            name="Lost hall",
            postcode="TS99 9ZZ",
            latitude=None,
            longitude=None,
            coordinates_from="",
        )
        club = service("Chess club", **({way: True} if way else {}))
        ServiceAtLocationFactory(service=club, location=unknown)
        for near in ("TS24 8AY", ""):
            hit = only_hit("chess", near)
            assert (hit.place, hit.distance_km, hit.point) == ("Lost hall", None, None)

    def test_a_place_among_the_words_is_the_place(self, hartlepool):
        service("Chess club", NEAR)
        response = find(SearchRequest(q="chess TS24 8AY"))
        assert response.where.label == "TS24 8AY"
        assert response.hits[0].distance_km is not None

    def test_words_may_be_left_out(self, hartlepool):
        service("Chess club", NEAR)
        service("Tea dance", (54.69, -1.22))
        assert names("", "TS24 8AY") == ["Chess club", "Tea dance"]

    def test_a_place_that_is_not_found_is_said_and_nothing_is_hidden(self, db):
        service("Chess club", NEAR)
        response = find(SearchRequest(q="chess", near="Nowhere on Sea"))
        assert not response.where.found
        assert response.where.message
        assert response.total == 1
        assert response.hits[0].distance_km is None

    def test_a_service_without_any_address_is_found(self, hartlepool):
        service("Chess by post")
        assert names("chess") == ["Chess by post"]
        assert names("chess", "TS24 8AY") == ["Chess by post"]


class Coverage:
    def test_serves_the_area_wherever_its_office_is(self, hartlepool):
        service("Debt line", FAR, [hartlepool], by_phone=True)
        hit = only_hit("debt line", "TS24 8AY", within_km=1)
        assert hit.distance_km is None
        assert hit.serves_everywhere == "Serves all of Hartlepool"

    def test_other_areas_are_no_hits_but_named_with_whom_they_serve(self, hartlepool, darlington):
        service("Grief after suicide", FAR, [darlington])
        service("Tea dance", NEAR)
        response = find(SearchRequest(q="grief", near="TS24 8AY"))
        assert response.total == 0
        (other,) = response.elsewhere
        assert other.hit.name == "Grief after suicide"
        assert other.serves == ("Darlington",)

    def test_phone_and_online_without_areas_serve_everybody(self, hartlepool):
        service("National listening line", by_phone=True)
        assert only_hit("listening", "TS24 8AY").serves_everywhere

    def test_a_local_service_comes_before_a_national_one_like_it(self, hartlepool):
        country = AreaFactory(code="K02000001", name="United Kingdom", kind=Area.Kind.COUNTRY)
        country.parts.add(hartlepool)
        service("Listening line", coverage=[country], by_phone=True)
        service("Listening line", coverage=[hartlepool], by_phone=True)
        response = find(SearchRequest(q="listening line", near="TS24 8AY"))
        assert [hit.serves_everywhere for hit in response.hits] == [
            "Serves all of Hartlepool",
            "Serves all of the United Kingdom",
        ]

    def test_the_county_serves_where_its_councils_do(self, hartlepool):
        county = AreaFactory(code="tees-valley", name="Tees Valley", kind=Area.Kind.COUNTY)
        county.parts.add(hartlepool)
        service("Debt line", coverage=[county], by_phone=True)
        assert only_hit("debt line", "TS24 8AY").serves_everywhere == "Serves all of Tees Valley"

    def test_without_a_place_everything_is_eligible(self, hartlepool, darlington):
        service("Debt line", coverage=[darlington])
        assert names("debt") == ["Debt line"]


class Confidential:
    @pytest.fixture
    def refuge(self, hartlepool):
        place = LocationFactory(
            name="Rowanberry House",
            address_1="99 Rowanberry Lane",
            city="Hartlepool",
            postcode="TS26 0UA",
            latitude=NEAR[0],
            longitude=NEAR[1],
            is_confidential=True,
        )
        made = service("Refuge", coverage=[hartlepool], in_person=True, by_phone=True)
        ServiceAtLocationFactory(service=made, location=place)
        SessionFactory(service=made, location=place)
        return place

    def test_gives_no_place_point_or_distance(self, refuge):
        hit = only_hit("refuge", "TS24 8AY")
        assert (hit.place, hit.point, hit.distance_km) == ("", None, None)

    def test_is_not_found_by_the_name_of_its_place(self, refuge):
        assert names("rowanberry") == []

    def test_the_radius_and_the_order_do_not_tell_where_it_is(self, refuge, hartlepool):
        Postcode.objects.create(key="TS254XX", lat=54.62, lon=-1.25, council_code=HARTLEPOOL)
        for near in ("TS24 8AY", "TS25 4XX"):
            hits = find(SearchRequest(q="refuge", near=near, within_km=0.1, sort="nearest")).hits
            assert [(hit.name, hit.score) for hit in hits] == [("Refuge", hits[0].score)]
        scores = {
            find(SearchRequest("refuge", near)).hits[0].score for near in ("TS24 8AY", "TS25 4XX")
        }
        assert len(scores) == 1


class WaysOn:
    def test_hubs_come_with_distance_and_open_state(self, hartlepool):
        HubFactory(name="Far hub", location=LocationFactory(latitude=FAR[0], longitude=FAR[1]))
        HubFactory(name="Near hub")
        hubs = find(SearchRequest(q="chess", near="TS24 8AY")).hubs
        assert [hub.name for hub in hubs] == ["Near hub", "Far hub"]
        assert hubs[0].distance_km < 1
        assert hubs[0].open_state == "unknown"

    def test_access_points_are_those_of_the_place_and_age(self, hartlepool, darlington):
        here = SinglePointOfAccessFactory(name="Here", minimum_age=18)
        here.coverage.set([hartlepool])
        here.save()
        there = SinglePointOfAccessFactory(name="There")
        there.coverage.set([darlington])
        there.save()
        assert [p.name for p in find(SearchRequest("x", "TS24 8AY")).access_points] == ["Here"]
        assert find(SearchRequest("x", "TS24 8AY", age=9)).access_points == ()

    def test_phone_and_online_help_is_offered_beside_the_page(self, hartlepool):
        for at in range(25):
            service(f"Chess {at}", NEAR)
        service("Chess line", by_phone=True, summary="Ring and play.")
        response = find(SearchRequest(q="chess", near="TS24 8AY"))
        everything = [*response.hits, *response.phone_and_online]
        assert "Chess line" in [hit.name for hit in everything]

    def test_danger_is_seen(self, db):
        assert find(SearchRequest(q="i want to kill myself")).crisis
        assert not find(SearchRequest(q="chess club")).crisis
