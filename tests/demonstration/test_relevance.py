"""How well the finder answers the judged queries; docs/relevance.md tells what is reached and what is not.

The limits stand a little below what is reached, so that a change for the worse is seen.
"""

import pytest

from benchmarks import relevance
from search.documents import documents

pytestmark = pytest.mark.usefixtures("demonstration")

QUERIES = relevance.judged_queries()


@pytest.fixture
def reached():
    return relevance.figures(relevance.finder, QUERIES)


def test_the_queries_are_enough_and_are_judged_on_listings_that_exist(book):
    judged = {key for one in QUERIES for key in one.grades}
    assert len(QUERIES) >= 80 and sum(one.given for one in QUERIES) == 35
    assert all(one.grades for one in QUERIES)
    assert judged <= book.keys("service")


def test_answers_are_found_and_stand_first(reached):
    assert reached.ndcg >= 0.69
    assert reached.success >= 0.86
    assert reached.recall >= 0.80
    assert reached.empty <= 0.02


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
