"""Pages on which no organisation crowds out the others."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grouping import grouped, most_of_one, pages_of


def dealt(organisations, size, limit):
    return [
        [item for item, _ in page] for page in pages_of(enumerate_pairs(organisations), size, limit)
    ]


def enumerate_pairs(organisations):
    return list(enumerate(organisations))


def test_the_rest_of_a_large_provider_moves_to_later_pages():
    assert dealt("AAAAB", 3, 2) == [[0, 1, 4], [2, 3]]


def test_an_organisation_alone_fills_the_pages():
    assert dealt("AAAAA", 3, 1) == [[0, 1, 2], [3, 4]]


def test_the_last_pages_are_filled_once_nobody_else_waits():
    assert dealt("ABAAAA", 3, 1) == [[0, 1], [2, 3, 4], [5]]


def test_nothing_gives_no_page():
    assert pages_of([], 20) == []


@pytest.mark.parametrize(("size", "most"), [(5, 3), (20, 3), (50, 7), (100, 15)])
def test_larger_pages_hold_more_of_one(size, most):
    assert most_of_one(size) == most


@given(st.lists(st.sampled_from("AAABCD"), max_size=60), st.integers(1, 9), st.integers(1, 4))
def test_everything_stands_on_exactly_one_page_within_the_limit(organisations, size, limit):
    pairs = enumerate_pairs(organisations)
    pages = pages_of(pairs, size, limit)
    assert sorted(pair for page in pages for pair in page) == pairs
    for page in pages:
        assert 0 < len(page) <= size
        held = [organisation for _, organisation in page]
        alone = len(set(held)) == 1
        assert alone or max(held.count(one) for one in set(held)) <= limit


def hit(organisation, score):
    return SimpleNamespace(organisation=organisation, organisation_uid=organisation, score=score)


def test_hits_of_an_organisation_stand_together_at_the_place_of_the_best():
    groups = grouped([hit("A", 1.0), hit("B", 0.98), hit("A", 0.95)], {"A": 4})
    assert [(group.organisation, len(group.hits), group.more) for group in groups] == [
        ("A", 2, 4),
        ("B", 1, 0),
    ]


def test_where_nobody_crowds_out_anybody_pages_are_the_plain_order():
    ranked = [(number, f"organisation {number // 3}") for number in range(50)]
    pages = pages_of(ranked, 20)
    assert pages == [ranked[:20], ranked[20:40], ranked[40:]]
