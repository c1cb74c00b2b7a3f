"""The vocabulary of the site: staff's changes count at once, and the shipped one never undoes them."""

import pytest

from search.models import CrisisPhrase, StarterEntry, Synonym
from search.starter import load_starter_vocabulary
from search.understanding import understand
from search.understanding.spelling import DeleteTable
from search.understanding.vocabulary import Vocabulary, starting
from services.needs import Need, expand, recognise
from services.recognition import NeedEntry, Recogniser

pytestmark = pytest.mark.django_db


def slugs(query):
    return [need.slug for need in understand(query).needs]


def test_a_new_phrase_of_a_need_counts_at_once(starter_vocabulary):
    need = Need.objects.get(slug="gardening")
    assert slugs("my dahlias") == []
    need.phrases += "\ndahlias"
    need.save()
    assert slugs("my dahlias") == ["gardening"]


def test_a_deleted_need_is_recognised_no_more(starter_vocabulary):
    Need.objects.filter(slug="cycling").delete()
    assert "cycling" not in slugs("cycling")


def test_loading_again_brings_nothing_and_undoes_nothing():
    assert load_starter_vocabulary() > 5000
    Need.objects.filter(slug="debt").update(name="Owing money")
    CrisisPhrase.objects.filter(topic="abuse").delete()
    assert load_starter_vocabulary() == 0
    assert Need.objects.get(slug="debt").name == "Owing money"
    assert not CrisisPhrase.objects.filter(topic="abuse").exists()


def test_an_update_takes_back_what_was_withdrawn_and_leaves_what_staff_wrote(starter_vocabulary):
    offered = StarterEntry.objects.get(key="need:debt:phrases")
    offered.lines += "\na phrase of last year"
    offered.save()
    debt = Need.objects.get(slug="debt")
    debt.phrases += "\na phrase of last year\nour own phrase"
    debt.save()
    assert load_starter_vocabulary() == 1
    debt.refresh_from_db()
    assert "our own phrase" in debt.phrase_list
    assert "a phrase of last year" not in debt.phrase_list


def test_a_wide_need_means_all_below_it(starter_vocabulary):
    assert {"mental-health", "anxiety", "sleep"} <= expand(["mental-health"])
    assert expand(["sleep"]) == {"sleep"}


def test_a_synonym_of_staff_becomes_an_alternative():
    Synonym.objects.create(phrases="blue badge\ndisabled parking permit")
    [term] = understand("disabled parking permit").terms
    assert (("blue", "badge"), 0.9) in term.alternatives


def test_a_one_way_synonym_goes_one_way():
    Synonym.objects.create(phrases="iapt", means="talking therapies")
    [term] = understand("IAPT").terms
    assert ("talking", "therapies") in dict(term.alternatives)
    assert all(
        "iapt" not in dict(term.alternatives) for term in understand("talking therapies").terms
    )


def test_without_any_crisis_phrase_the_shipped_ones_are_used():
    assert not CrisisPhrase.objects.exists()
    assert "mental_health" in understand("i want to kill myself").crisis


def test_a_crisis_phrase_of_staff_counts_at_once(starter_vocabulary):
    assert not understand("gannin off the bridge").crisis
    CrisisPhrase.objects.create(text="gannin off the bridge", topic="danger")
    assert understand("gannin off the bridge").crisis == {"danger"}


def test_needs_are_recognised_in_a_listing_by_its_own_words(starter_vocabulary):
    need = Need.objects.get(slug="domestic-abuse")
    need.listing_phrases = "outreach for survivors"
    need.save()
    [match] = recognise("Confidential outreach for survivors. All welcome.", side="listing")
    assert (match.slug, match.phrase) == ("domestic-abuse", "outreach for survivors")


def test_an_example_of_a_wide_need_looks_for_the_word_where_listings_write_it():
    sport = Recogniser([NeedEntry("activity", "Sport", phrases=("eg: archery",))])
    vocabulary = Vocabulary(needs=sport, synonyms=(), crisis=())
    written = understand("archery", lexicon=DeleteTable({"archery": 3}), vocabulary=vocabulary)
    unwritten = understand("archery", lexicon=DeleteTable({"golf": 3}), vocabulary=vocabulary)
    assert [need.weight for need in written.needs] == [0.5]
    assert written.terms[0].needs == ()
    assert [need.weight for need in unwritten.needs] == [1.0]
    assert unwritten.terms[0].needs == ("activity",)


def test_a_word_of_the_listings_is_never_mended():
    vocabulary = Vocabulary(needs=Recogniser([]), synonyms=(), crisis=())
    knitters = DeleteTable({"knotters": 5})
    assert understand("knotters", lexicon=knitters, vocabulary=vocabulary).corrected == ""


def test_a_misspelt_word_is_mended_to_one_of_the_listings():
    vocabulary = Vocabulary(needs=Recogniser([]), synonyms=(), crisis=())
    found = understand("pentaqne", lexicon=DeleteTable({"pentaque": 5}), vocabulary=vocabulary)
    assert found.corrected == "pentaque"
    assert (("pentaque",), 0.95) in found.terms[0].alternatives


def test_the_place_is_taken_out_of_what_is_looked_for():
    found = understand(
        "food bank in Seaton Carew",
        vocabulary=starting(),
        find_place=lambda typed: ("Seaton Carew", "food bank"),
    )
    assert found.place == "Seaton Carew"
    assert [term.typed for term in found.terms] == ["food bank"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anxeity", "anxiety"),
        ("councelling", "counselling"),
        ("benifits advice", "benefits advice"),
        ("citizensadvice", "citizens advice"),
        ("drinkin", "drinking"),
        ("grab rials", "grab rails"),
        ("demensha", "dementia"),
        ("cant sleep", ""),
        ("can't sleep", ""),
        ("mam skint", ""),
    ],
)
def test_slips_are_mended_and_right_words_left(typed, meant):
    found = understand(typed, vocabulary=starting(), find_place=lambda text: ("", text))
    assert found.corrected == meant


def test_small_words_are_not_looked_for_and_helping_words_never_keep_out():
    found = understand(
        "i need help with the debt", vocabulary=starting(), find_place=lambda text: ("", text)
    )
    assert {term.typed: term.optional for term in found.terms} == {
        "need": True,
        "help": True,
        "debt": False,
    }


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("wor bairn wont gan to school", "young-mental-health"),
        ("clamming and nowt in till thursday", "food-bank"),
        ("neebody to talk to", "lonely"),
        ("got nee lecky", "bills"),
        ("feeling proper radged", "anger"),
        ("me heeds gone", "cant-cope"),
        ("dad gambles everything away", "family-addiction"),
        ("my wife cant stop drinking", "family-addiction"),
        ("my son wont come out his bedroom", "young-mental-health"),
    ],
)
def test_words_of_the_north_east_and_of_families_are_understood(typed, need):
    assert need in [match.slug for match in understand(typed, vocabulary=starting()).needs]


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Relaxed cinema. Lights half up, sound half down.", "stress"),
        ("We are not counsellors, we are eleven people it happened to.", "talking"),
    ],
)
def test_a_listing_that_only_uses_the_word_is_not_for_the_need(text, need):
    found = starting().needs.recognise(text, side="listing")
    assert need not in [match.slug for match in found]
