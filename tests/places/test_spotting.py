"""The place inside a search, and everyday words that only look like one."""

import pytest

from places.where import find_place_words, locate


@pytest.fixture(autouse=True)
def _places(starter_places, db):
    pass


@pytest.mark.parametrize(
    ("query", "place", "rest"),
    [
        ("food bank in Seaton Carew", "Seaton Carew", "food bank"),
        ("counselling TS25", "TS25", "counselling"),
        ("hartlepool debt advice", "hartlepool", "debt advice"),
        ("zumba near TS24 8AY", "TS24 8AY", "zumba"),
        ("ts248ay zumba", "TS24 8AY", "zumba"),
        ("food bank ts24 8", "TS24 8", "food bank"),
        ("knitting in the headland", "the headland", "knitting"),
        ("yoga in hartlepool for over 60s", "hartlepool", "yoga for over 60s"),
        ("food bank in norton, stockton", "norton, stockton", "food bank"),
        ("food bank in seaton carrew", "seaton carrew", "food bank"),
        ("mens shed middlesbrough", "middlesbrough", "mens shed"),
        ("food bank manchester", "manchester", "food bank"),
        ("books in reading", "reading", "books"),
        ("carers' group (Hartlepool)", "Hartlepool", "carers' group"),
        ("drop in hartlepool", "hartlepool", "drop in"),
        ("hartlepool", "hartlepool", ""),
    ],
)
def test_a_place_is_spotted(query, place, rest):
    assert find_place_words(query) == (place, rest)
    assert locate(place).found


@pytest.mark.parametrize(
    "query",
    [
        *("reading group", "bath seat", "rugby club", "deal with debt", "hope for the future"),
        *("mother in law", "in over my head", "cant cope", "victoria", "swimming pool", "park"),
        *("vitamin b12", "s117 aftercare", "s2 detention", "help with pip form", "stuck in bed"),
        *("clare's law", "roller derby", "london marathon training", "trouble in march"),
        *(
            "drop in",
            "walk in centre",
            "in hospital",
            "battle of the bands",
            "wells",
            "street food",
        ),
        *("help at home", "women in debt", "young people in care", "books in reading for kids"),
    ],
)
def test_everyday_words_are_no_places(query):
    assert find_place_words(query) == ("", query)


def test_near_me_names_no_place_and_is_no_search_word():
    assert find_place_words("food bank near me") == ("", "food bank")
    assert find_place_words("near me") == ("", "near me")
