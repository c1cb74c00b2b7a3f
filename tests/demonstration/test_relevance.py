"""How well the finder answers the judged queries; docs/relevance.md tells what is reached and what is not.

The limits stand a little below what is reached, so that a change for the worse is seen.
"""

import pytest

from benchmarks import relevance
from search import find
from search.documents import documents
from search.request import SearchRequest

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]

QUERIES = relevance.judged_queries()
SECOND = relevance.judged_queries(relevance.SECOND)


@pytest.fixture
def reached():
    return relevance.figures(relevance.finder, QUERIES)


def test_the_queries_are_enough_and_are_judged_on_listings_that_exist(book):
    both = QUERIES + SECOND
    judged = {key for one in both for key in one.grades}
    assert len(QUERIES) >= 80 and len(SECOND) >= 60 and sum(one.given for one in QUERIES) == 35
    assert all(one.grades for one in both)
    assert judged <= book.keys("service")


def test_answers_are_found_and_stand_first(reached):
    assert reached.ndcg >= 0.69
    assert reached.success >= 0.86
    assert reached.recall >= 0.80
    assert reached.empty <= 0.02


def test_the_second_set_in_slang_dialect_and_acronyms_is_answered():
    reached = relevance.figures(relevance.finder, SECOND)
    assert reached.ndcg >= 0.65
    assert reached.success >= 0.85
    assert reached.recall >= 0.78
    assert reached.empty <= 0.02


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("my husband is drinking", {"b-kept-plate-family-worker", "b-porch-light-line"}),
        ("my son is on drugs", {"b-kept-plate-family-worker", "b-kept-plate-monday"}),
        ("dad gambles everything away", {"b-owe-nowt-families", "b-porch-light-line"}),
        ("mam cant stop drinking", {"b-kept-plate-family-worker", "b-kept-plate-monday"}),
        ("my husband hits me", {"fernhollow-refuge", "fernhollow-outreach"}),
        ("scared of my partner", {"fernhollow-refuge", "fernhollow-outreach"}),
        ("he controls my money", {"fernhollow-refuge", "fernhollow-outreach"}),
        ("forced marriage", {"fernhollow-outreach", "fernhollow-refuge"}),
        ("being stalked", {"fernhollow-outreach", "b-victims-desk"}),
    ],
)
def test_a_danger_in_the_family_brings_its_own_services_first(typed, expected):
    assert expected <= {hit.source_id for hit in find(SearchRequest(q=typed)).hits[:5]}


def test_the_finder_answers_better_than_plain_bm25_on_the_same_text(reached):
    plain = relevance.figures(relevance.PlainText(documents()), QUERIES)
    assert reached.ndcg >= 1.25 * plain.ndcg
    assert reached.recall >= 1.2 * plain.recall


def test_slips_cost_next_to_nothing():
    for measure in (relevance.twins, relevance.made_twins):
        slipped, clean = measure(relevance.finder, QUERIES)
        assert slipped >= 0.95 * clean, measure.__name__


def test_the_crisis_block_shows_for_every_crisis_query_and_for_no_other():
    assert relevance.crisis_mistakes() == ([], [])
