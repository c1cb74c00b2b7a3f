"""What comes first, and what is chosen from."""

import pytest

from records.models import Standing
from search import find
from search.promoted import PromotedResult
from search.request import SearchRequest
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
)
from tests.search.conformance.listings import NEAR, TUESDAY, facet, names, service


class Rank:
    def test_a_service_not_confirmed_lately_comes_after_one_that_is(self, db):
        for name, state in (("Chess one", "unconfirmed"), ("Chess two", "confirmed")):
            made = service(name)
            Standing.objects.create(
                record_uid=made.uid, state=state, checked_at=TUESDAY, checked_by_role="volunteer"
            )
        assert names("chess") == ["Chess two", "Chess one"]
        assert find(SearchRequest("chess")).hits[1].is_unconfirmed

    @pytest.mark.one_database
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

    @pytest.mark.one_database
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

    @pytest.mark.one_database
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
