"""What is typed: words, and the needs that they mean."""

from uuid import uuid4

import pytest

from search import find
from search.request import SearchRequest
from services.models import Need
from tests.factories import (
    OrganisationFactory,
)
from tests.search.conformance.listings import facet, names, only_hit, service


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
