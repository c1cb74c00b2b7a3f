"""The shipped needs: every phrase means its need, on the side it is for, and guards hold."""

import re

import pytest

from search.starter_files import need_entries
from services.recognition import GUARD, NeedEntry, Recogniser, plain_phrase
from services.wording import tables

NEEDS = Recogniser(need_entries())
ENTRIES = need_entries()


def members():
    """One word for each group, to fill in phrases that name groups."""
    words = {word: groups for word, groups in tables().groups.items() if word.isalpha()}
    return {group: word for word, groups in words.items() for group in groups} | {"{number}": "7"}


MEMBERS = members()


def spoken(phrase):
    return re.sub(r"\{\w+\}", lambda group: MEMBERS[group.group()], plain_phrase(phrase)).replace(
        "=", ""
    )


def recognised(text, side):
    return {match.slug for match in NEEDS.recognise(text, side)}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_every_phrase_means_its_need(entry):
    lost = [
        (side, phrase)
        for side, phrases in (("query", entry.phrases), ("listing", entry.listing_phrases))
        for phrase in phrases
        if not phrase.startswith(GUARD) and entry.slug not in recognised(spoken(phrase), side)
    ]
    assert lost == []


def test_every_need_has_enough_of_both_kinds():
    for entry in ENTRIES:
        assert sum(not phrase.startswith(GUARD) for phrase in entry.phrases) >= 5, entry.slug
        assert sum(not phrase.startswith(GUARD) for phrase in entry.listing_phrases) >= 4, (
            entry.slug
        )


@pytest.mark.parametrize(
    ("query", "need"),
    [
        ("depression glass fair", "low-mood"),
        ("drinking water", "alcohol"),
        ("heart of the community", "heart-lungs"),
        ("walking football", "walking"),
        ("basketball court", "law"),
        ("book an appointment", "books"),
        ("sue ryder shop", "legal-advice"),
        ("weeding the garden", "drugs"),
        ("car breakdown", "cant-cope"),
        ("salvation army", "veterans"),
        ("sofa surfing", "furniture"),
        ("weight loss", "grief"),
        ("hearing voices", "hearing"),
        ("in the mood for dancing", "grief"),
    ],
)
def test_words_with_two_meanings_are_not_taken_for_the_other(query, need):
    assert need not in recognised(query, "query")


@pytest.mark.parametrize(
    ("listing", "needs"),
    [
        ("Tuesday archery. Bows and arrows lent, all abilities.", {"activity"}),
        ("Zumba with Kay. Loud music, silly moves, £3.", {"exercise"}),
        ("Food bank. Three days of food with a voucher.", {"food-bank"}),
        ("Hospital radio. We play requests on the wards.", {"music"}),
        ("NHS Talking Therapies, which used to be called IAPT.", {"talking"}),
        ("Confidential outreach for survivors, with an IDVA.", {"domestic-abuse"}),
        ("Perinatal team for mothers with postnatal depression.", {"postnatal-mental-health"}),
    ],
)
def test_listings_are_known_by_their_own_words(listing, needs):
    assert needs <= recognised(listing, "listing")


@pytest.mark.parametrize(
    "listing",
    [
        "Tuesday archery. Bows and arrows lent, all abilities.",
        "Zumba with Kay. Loud music, silly moves, £3.",
        "Food bank. Three days of food with a voucher.",
        "Hospital radio. We play requests on the wards.",
        "We do not offer counselling. We lend garden tools.",
        "This is not a mental health service. We mend bikes.",
        "Depression glass and other collectables, first Sunday.",
        "Nobody minds if you drop a stitch.",
    ],
)
def test_listings_that_do_not_say_so_are_not_about_mental_health(listing):
    assert not recognised(listing, "listing") & NEEDS.expand(["mental-health"])


def test_a_word_in_passing_does_not_make_a_long_listing_about_it():
    long = "We sit with people after an operation and walk home with them. " * 5
    assert "games" not in recognised(f"{long}Some play dominoes.", "listing")
    assert "games" in recognised(f"{long}Some play dominoes. We have dominoes.", "listing")
    assert "games" in recognised("Dominoes on Fridays.", "listing")


def test_a_longer_phrase_hides_the_shorter_one_inside_of_it():
    found = recognised("young carers", "query")
    assert "young-carers" in found
    assert "carers" not in found


@pytest.mark.parametrize(
    "typed",
    ["can't cope", "cant cope", "CAN’T COPE", "cannot cope", "can not cope", "carnt really cope"],
)
def test_apostrophes_case_and_small_words_do_not_matter(typed):
    assert "cant-cope" in recognised(typed, "query")


def test_phrases_are_not_found_across_a_full_stop():
    needs = Recogniser([NeedEntry("debt", "Debt", listing_phrases=("debt advice",))])
    assert needs.recognise("Help with debt advice.", "listing")
    assert not needs.recognise("We forgive any debt. Advice is free.", "listing")
