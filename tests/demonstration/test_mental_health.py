"""Product check 1: "mental health" gives at least 175 services that a reader agrees are relevant."""

import tomllib
from pathlib import Path

import pytest

from search import find
from search.request import SearchRequest

pytestmark = pytest.mark.one_database
JUDGED = tomllib.loads(Path(__file__).with_name("judged_mental_health.toml").read_text("utf-8"))


@pytest.fixture
def found(demonstration):
    first = find(SearchRequest(q="mental health", size=100))
    pages = [
        find(SearchRequest(q="mental health", size=100, page=p + 1)) for p in range(first.pages)
    ]
    return {hit.source_id: hit for page in pages for hit in page.hits}, first


def test_at_least_175_services_are_found_counted_and_each_says_why(found):
    hits, first = found
    assert len(hits) == first.total >= 175
    assert all(hit.why for hit in hits.values())


def test_what_a_reader_judged_relevant_is_found(found):
    assert [key for key in JUDGED["relevant"] if key not in found[0]] == []


def test_what_a_reader_judged_not_relevant_is_not_found(found):
    assert [key for key in JUDGED["not_relevant"] if key in found[0]] == []


def test_the_judged_list_is_long_enough_and_names_listings_that_exist(book):
    keys = [*JUDGED["relevant"], *JUDGED["not_relevant"]]
    assert len(keys) == len(set(keys)) >= 120
    assert set(keys) <= book.keys("service")


def test_the_large_provider_does_not_fill_page_one(demonstration):
    page = find(SearchRequest(q="mental health"))
    assert sum(hit.organisation == "Anchorlight" for hit in page.hits) <= 5
    assert page.organisations_total >= 60
