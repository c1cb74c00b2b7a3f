"""What the finder promises, whatever engine is behind it. Run for each engine by test_engines.py."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from places.models import Area, Postcode
from records.models import Standing
from search import find, sync
from search.promoted import PromotedResult
from search.request import SearchRequest
from services.models import Closure, Need, SessionChange
from tests.factories import (
    AreaFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)

HARTLEPOOL, STOCKTON, DARLINGTON = "E06000001", "E06000004", "E06000005"
TEESSIDE = ("E06000001", "E06000002", "E06000003", "E06000004", "E06000005", "E06000047")
#: A Tuesday in winter, at 10:30 in London.
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def hartlepool(db):
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code=HARTLEPOOL)
    return AreaFactory(code=HARTLEPOOL, name="Hartlepool", kind=Area.Kind.COUNCIL)


@pytest.fixture
def darlington(db):
    Postcode.objects.create(key="DL15QP", lat=54.5253, lon=-1.5530, council_code=DARLINGTON)
    return AreaFactory(code=DARLINGTON, name="Darlington", kind=Area.Kind.COUNCIL)


def service(name, point=None, coverage=(), **fields):
    """A published service with the given name, at a point, covering areas."""
    made = ServiceFactory(name=name, **fields)
    if point:
        place = LocationFactory(latitude=point[0], longitude=point[1])
        ServiceAtLocationFactory(service=made, location=place)
    if coverage:
        made.coverage.set(coverage)
        made.save()
    return made


def names(q="", near="", **asked):
    return [hit.name for hit in find(SearchRequest(q=q, near=near, **asked)).hits]


def only_hit(q="", near="", **asked):
    (hit,) = find(SearchRequest(q=q, near=near, **asked)).hits
    return hit


def facet(response, name):
    values = next((f.values for f in response.facets if f.name == name), ())
    return {value.value: value.count for value in values}


NEAR, FAR = (54.6880, -1.2130), (54.5253, -1.5530)


class Words:
    def test_finds_a_word_in_any_of_its_forms(self, db):
        service("Knitting circle")
        assert names("knitted") == ["Knitting circle"]

    def test_needs_every_word_that_matters(self, db):
        service("Knitting circle")
        service("Polish conversation")
        service("Knitting for Polish speakers")
        assert names("knitting polish") == ["Knitting for Polish speakers"]

    def test_of_three_words_one_may_be_missing_but_comes_later(self, db):
        service("Walking quilts")
        service("Walking quilts for badgers")
        assert names("walking quilts badgers") == ["Walking quilts for badgers", "Walking quilts"]

    def test_says_so_when_nothing_holds_every_word(self, db):
        service("Knitting circle", summary="Wool and chat.")
        response = find(SearchRequest(q="knitting underwater"))
        assert response.relaxed
        assert [hit.name for hit in response.hits] == ["Knitting circle"]

    def test_the_name_counts_more_than_the_description(self, db):
        service("Tea dance", description="Some play chess in the corner.")
        service("Chess club")
        assert names("chess") == ["Chess club", "Tea dance"]

    def test_the_beginning_of_the_last_word_is_enough(self, db):
        service("Xylophone orchestra")
        assert names("xyloph") == ["Xylophone orchestra"]

    def test_a_misspelt_word_is_understood(self, db):
        service("Trampolining for beginners")
        service("Trampolining for all")
        service("Evening trampolining")
        assert len(names("trampolinning")) == 3

    def test_who_a_service_is_not_for_is_no_reason_to_find_it(self, db):
        service("Choir", exclusions="Not for drummers.", alternative="The drum circle.")
        assert names("drummers") == []

    def test_services_of_one_organisation_are_found_among_others(self, db):
        ours, theirs = service("Knitting"), service("Knitting at the library")
        assert names("knitting", organisation=ours.organisation.uid) == ["Knitting"]
        assert names("knitting", organisation=theirs.organisation.uid) == [
            "Knitting at the library"
        ]
        assert names("knitting", organisation=uuid4()) == []

    def test_the_name_of_the_organisation_finds_its_services(self, db):
        service("Drop-in", organisation=OrganisationFactory(name="Saltbarrow Friends"))
        assert names("saltbarrow") == ["Drop-in"]

    def test_accents_case_and_apostrophes_do_not_matter(self, db):
        service("Café for Men’s Sheds")
        assert names("CAFE mens shed") == ["Café for Men’s Sheds"]

    @pytest.mark.parametrize(
        "typed",
        [
            *(
                '"',
                "'",
                '"knit',
                "knit*",
                "knit AND",
                "NOT",
                "NEAR(a b)",
                "name:knit",
                "^knit",
                "-",
            ),
            *(
                "a OR b)",
                "((",
                "\x00",
                "knit\x00ting",
                "🧶",
                "%",
                "_",
                "\\",
                ";--",
                "𝔨𝔫𝔦𝔱",
                "¤crafts",
            ),
            *("knit " * 2500, "x" * 10_000, "٣", "ﷺ", "\ud800", "null", "{}", "<script>"),
        ],
    )
    def test_nothing_that_is_typed_breaks_it(self, db, typed):
        service("Knitting circle")
        assert find(SearchRequest(q=typed, near=typed)).total >= 0


class Needs:
    def test_a_need_finds_what_meets_it_and_says_so(self, needs):
        made = service("Monday evenings", summary="A quiet hour together.")
        made.needs.set([Need.objects.get(slug="anxiety")])
        made.save()
        hit = only_hit("panic attacks")
        assert hit.name == "Monday evenings"
        assert [(why.kind, why.text) for why in hit.why] == [("need", "Anxiety, worry and panic")]

    def test_a_wide_need_finds_what_meets_a_narrower_one(self, needs):
        made = service("Monday evenings", summary="A quiet hour together.")
        made.needs.set([Need.objects.get(slug="anxiety")])
        made.save()
        assert names("mental health") == ["Monday evenings"]

    def test_a_confirmed_need_comes_before_one_read_from_the_words(self, needs):
        service("Thursdays", summary="A group for people living with anxiety.")
        made = service("Mondays", summary="A group for people living with anxiety.")
        made.needs.set([Need.objects.get(slug="anxiety")])
        made.save()
        assert names("anxiety")[:2] == ["Mondays", "Thursdays"]

    def test_a_declined_need_is_not_read_from_the_words(self, needs):
        made = service("Chair yoga", summary="Eases anxiety, our members say.")
        made.declined_needs.set(Need.objects.filter(slug__in=["anxiety"]))
        made.save()
        assert "anxiety" not in facet(find(SearchRequest()), "needs")

    def test_a_wider_need_stands_in_for_one_that_no_listing_has(self, needs):
        made = service("Monday evenings", summary="A quiet hour together.")
        made.needs.set([Need.objects.get(slug="mental-health")])
        made.save()
        assert names("panic attacks") == ["Monday evenings"]

    def test_a_need_beside_stands_in_where_nothing_serves_the_place(
        self, needs, hartlepool, darlington
    ):
        for name, slug, area in (("Far", "anxiety", darlington), ("Here", "low-mood", hartlepool)):
            made = service(name, summary="A quiet hour together.", coverage=[area])
            made.needs.set([Need.objects.get(slug=slug)])
            made.save()
        assert names("panic attacks", near="TS24 8AY") == ["Here"]
        assert names("panic attacks") == ["Far"]

    def test_in_danger_what_can_be_rung_comes_first(self, needs):
        for name, by_phone in (("Evening group", False), ("Evening line", True)):
            made = service(name, by_phone=by_phone, in_person=not by_phone)
            made.needs.set([Need.objects.get(slug="suicidal-thoughts")])
            made.save()
        assert names("i want to kill myself")[0] == "Evening line"

    def test_a_need_filters(self, needs):
        made = service("Monday evenings", summary="A quiet hour together.")
        made.needs.set([Need.objects.get(slug="anxiety")])
        made.save()
        service("Chess club")
        assert names(needs=("mental-health",)) == ["Monday evenings"]


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


class Rank:
    def test_a_service_not_confirmed_lately_comes_after_one_that_is(self, db):
        for name, state in (("Chess one", "unconfirmed"), ("Chess two", "confirmed")):
            made = service(name)
            Standing.objects.create(
                record_uid=made.uid, state=state, checked_at=TUESDAY, checked_by_role="volunteer"
            )
        assert names("chess") == ["Chess two", "Chess one"]
        assert find(SearchRequest("chess")).hits[1].is_unconfirmed

    def test_a_large_provider_does_not_fill_the_page(self, db):
        large = OrganisationFactory(name="Large")
        for at in range(30):
            service(f"Chess evening {at}", organisation=large)
        for at in range(5):
            service(f"Pub with chess {at}", summary="Beer and board games.")
        response = find(SearchRequest(q="chess"))
        group = next(group for group in response.groups if group.organisation == "Large")
        assert len(group.hits) == 3
        assert group.more == 27
        assert len(response.groups) == 6

    def test_every_hit_stands_on_exactly_one_page(self, db):
        large = OrganisationFactory(name="Large")
        for at in range(30):
            service(f"Chess evening {at}", organisation=large)
        for at in range(10):
            service(f"Chess {at}")
        pages = find(SearchRequest(q="chess")).pages
        found = [name for page in range(1, pages + 1) for name in names("chess", page=page)]
        assert len(found) == 40
        assert len(set(found)) == 40

    def test_one_organisation_alone_fills_the_page(self, db):
        large = OrganisationFactory(name="Large")
        for at in range(12):
            service(f"Chess evening {at}", organisation=large)
        assert len(names("chess")) == 12

    def test_sorts_by_distance(self, hartlepool):
        service("Chess club", (54.66, -1.21), summary="Chess and more chess.")
        service("Tea dance", NEAR, summary="Also chess.")
        assert names("chess", "TS24 8AY", sort="nearest") == ["Tea dance", "Chess club"]

    def test_sorts_by_name(self, db):
        for name in ("Zither chess", "álgebra chess", "Bridge and chess"):
            service(name)
        assert names("chess", sort="a-z") == ["álgebra chess", "Bridge and chess", "Zither chess"]

    def test_without_anything_asked_all_are_listed_by_name(self, db):
        service("Tea dance")
        service("Chess club")
        assert names() == ["Chess club", "Tea dance"]

    def test_staff_put_a_service_first(self, db):
        PromotedResult.objects.create(phrase="Warm space", service=service("Library"))
        response = find(SearchRequest(q="warm space"))
        assert [hit.name for hit in response.promoted] == ["Library"]
        assert find(SearchRequest(q="cold space")).promoted == ()

    def test_a_page_beyond_the_last_is_the_last(self, db):
        service("Chess club")
        response = find(SearchRequest(q="chess", page=99999))
        assert (response.page, response.pages, response.total) == (1, 1, 1)


class Filters:
    def test_cost_is_counted_as_if_it_were_not_chosen(self, db):
        service("Chess club", cost="free")
        service("Chess school", cost="paid")
        response = find(SearchRequest(q="chess", cost=("free",)))
        assert [hit.name for hit in response.hits] == ["Chess club"]
        assert facet(response, "cost") == {"free": 1, "paid": 1}

    def test_other_facets_count_what_is_left(self, db):
        service("Chess club", cost="free", in_person=True)
        service("Chess school", cost="paid", online=True)
        response = find(SearchRequest(q="chess", cost=("free",)))
        assert facet(response, "attending") == {"in_person": 1}

    def test_no_referral_means_that_somebody_said_so(self, db):
        service("Chess club", needs_referral="unknown")
        service("Chess school", needs_referral="no")
        assert names("chess", no_referral=True) == ["Chess school"]

    def test_no_diagnosis(self, db):
        service("Chess club", needs_diagnosis="yes")
        service("Chess school", needs_diagnosis="no")
        assert names("chess", no_diagnosis=True) == ["Chess school"]

    def test_age(self, db):
        service("Chess for children", maximum_age=11)
        service("Chess for grown-ups", minimum_age=18)
        service("Chess for all")
        assert sorted(names("chess", age=9)) == ["Chess for all", "Chess for children"]

    def test_every_access_fact_asked_for_must_hold(self, db):
        made = service("Chess club")
        place = LocationFactory(step_free="yes", hearing_loop="no")
        ServiceAtLocationFactory(service=made, location=place)
        assert names("chess", access=("step_free",)) == ["Chess club"]
        assert names("chess", access=("step_free", "hearing_loop")) == []

    def test_a_value_that_does_not_exist_finds_nothing(self, db):
        service("Chess club")
        for name in ("cost", "attending", "access", "languages", "led_by", "needs"):
            assert find(SearchRequest(q="chess", **{name: ("no-such-thing",)})).total == 0


class Open:
    @pytest.fixture
    def chess(self, db):
        made = service("Chess club")
        return SessionFactory(service=made, byday="TU", opens_at="10:00", closes_at="12:00")

    def test_open_now(self, chess):
        assert names(open="now", at=TUESDAY) == ["Chess club"]
        assert names(open="now", at=TUESDAY + timedelta(hours=3)) == []

    def test_open_later_today(self, chess):
        assert names(open="today", at=TUESDAY - timedelta(hours=3)) == ["Chess club"]
        assert names(open="today", at=TUESDAY + timedelta(hours=3)) == []

    def test_hours_not_known_are_never_open(self, db):
        service("Chess club")
        for state in ("now", "today", "evening", "weekend"):
            assert names(open=state, at=TUESDAY) == []

    def test_across_midnight(self, db):
        SessionFactory(
            service=service("Night café"), byday="MO", opens_at="22:00", closes_at="04:00"
        )
        at_three = TUESDAY.replace(hour=3, minute=0)
        assert names(open="now", at=at_three) == ["Night café"]
        assert names(open="now", at=at_three + timedelta(days=1)) == []

    def test_a_bank_holiday(self, db):
        for answer in ("open", "closed", "unknown"):
            SessionFactory(service=service(f"Chess {answer}"), byday="MO", bank_holidays=answer)
        easter_monday = datetime(2026, 4, 6, 10, 0, tzinfo=UTC)
        assert names(open="now", at=easter_monday) == ["Chess open"]

    def test_on_the_night_the_clocks_go_back(self, db):
        SessionFactory(
            service=service("Night café"), byday="SU", opens_at="01:30", closes_at="03:00"
        )
        # 01:30 to 02:00 comes twice: from 00:30 UTC until 03:00 UTC it is open.
        assert names(open="now", at=datetime(2026, 10, 25, 1, 45, tzinfo=UTC)) == ["Night café"]
        assert names(open="now", at=datetime(2026, 10, 25, 2, 59, tzinfo=UTC)) == ["Night café"]
        assert names(open="now", at=datetime(2026, 10, 25, 3, 1, tzinfo=UTC)) == []

    def test_a_cancelled_session_is_not_open(self, chess):
        SessionChange.objects.create(session_uid=chess.uid, on=TUESDAY.date())
        assert names(open="now", at=TUESDAY) == []

    def test_a_closed_building_is_not_open(self, db):
        made, place = service("Chess club"), LocationFactory()
        ServiceAtLocationFactory(service=made, location=place)
        SessionFactory(service=made, location=place)
        Closure.objects.create(location=place, first_day=TUESDAY.date(), last_day=TUESDAY.date())
        assert names(open="now", at=TUESDAY) == []
        assert names(open="now", at=TUESDAY + timedelta(days=7)) == ["Chess club"]

    def test_evening_and_weekend(self, db):
        SessionFactory(
            service=service("Late chess"), byday="TH", opens_at="19:00", closes_at="21:00"
        )
        SessionFactory(service=service("Saturday chess"), byday="SA")
        assert names(open="evening", at=TUESDAY) == ["Late chess"]
        assert names(open="weekend", at=TUESDAY) == ["Saturday chess"]

    def test_the_hit_says_whether_it_is_open(self, chess):
        hit = only_hit("chess", at=TUESDAY)
        assert (hit.open_state, hit.open_words) == ("open", "Open now until midday")


class Following:
    """The index follows the database at once."""

    def test_a_change_is_found_at_once(self, db):
        made = service("Chess club")
        assert names("chess") == ["Chess club"]
        made.name = "Draughts club"
        made.save()
        assert names("chess") == []
        assert names("draughts") == ["Draughts club"]

    def test_a_draft_is_not_found_until_it_is_published(self, db):
        made = service("Chess club")
        made.name = "Draughts club"
        revision = made.save_revision()
        assert names("draughts") == []
        revision.publish(skip_permission_checks=True)
        assert names("draughts") == ["Draughts club"]

    def test_an_unpublished_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        made.unpublish()
        assert names("chess") == []

    def test_a_deleted_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        made.delete()
        assert names("chess") == []

    def test_a_hidden_one_is_gone(self, db):
        made = service("Chess club")
        assert names("chess")
        Standing.objects.create(record_uid=made.uid, state=Standing.State.HIDDEN)
        assert names("chess") == []

    def test_one_change_of_an_organisation_changes_all_its_services(self, db):
        large = OrganisationFactory(name="Saltbarrow")
        service("Chess club", organisation=large)
        service("Tea dance", organisation=large)
        assert len(names("saltbarrow")) == 2
        large.name = "Fernhollow"
        large.save()
        assert names("saltbarrow") == []
        assert len(names("fernhollow")) == 2
        large.unpublish()
        assert names() == []

    def test_a_place_that_moves_moves_its_services(self, hartlepool):
        made = service("Chess club", FAR)
        place = made.at_locations.get().location
        assert find(SearchRequest("chess", "TS24 8AY")).hits[0].distance_km > 20
        place.latitude, place.longitude = NEAR
        place.save()
        assert find(SearchRequest("chess", "TS24 8AY")).hits[0].distance_km < 1

    def test_a_place_that_becomes_secret_is_forgotten(self, hartlepool):
        made = service("Chess club", NEAR)
        place = made.at_locations.get().location
        assert only_hit("chess", "TS24 8AY").point
        place.is_confidential = True
        place.save()
        hit = only_hit("chess", "TS24 8AY")
        assert (hit.point, hit.place, hit.distance_km) == (None, "", None)

    def test_new_phrases_of_a_need_are_read_in_listings(self, needs):
        service("Wool evening", summary="Bring your bobbins and spindles.")
        assert names("zzz-need") == []
        need = Need.objects.get(slug="anxiety")
        need.listing_phrases += "\nbobbins and spindles"
        need.save()
        assert names(needs=("anxiety",)) == ["Wool evening"]

    def test_an_ended_service_is_not_found(self, db):
        service("Chess club", ends_on=TUESDAY.date() - timedelta(days=1))
        assert names("chess", at=TUESDAY) == []

    def test_changes_are_applied_once(self, db):
        service("Chess club")
        names("chess")
        assert sync.apply_waiting() == 0

    def test_index_and_database_agree(self, db):
        for at in range(3):
            service(f"Chess {at}", NEAR)
        names("chess")
        assert sync.differences() == ([], [])


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


ALL = (*(Words, Needs, Places, Coverage, Confidential, Rank, Filters, Open, Following, WaysOn),)


@pytest.fixture
def needs(starter_vocabulary):
    """The shipped vocabulary."""


def checked(made, days_ago):
    """Write down that a record was checked so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    Standing.objects.create(record_uid=made.uid, checked_at=at, checked_by_role="volunteer")
