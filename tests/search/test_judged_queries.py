"""The judged queries (benchmarks/queries): what people type is understood, slips and all."""

import json
import tomllib
from statistics import mean

import pytest
from django.conf import settings

from search.understanding import understand
from search.understanding.vocabulary import starting
from tests.open_data import open_data

QUERIES = tomllib.loads(
    (settings.BASE_DIR / "benchmarks/queries/judged.toml").read_text(encoding="utf-8")
)["query"]
WITH_NEEDS = [query for query in QUERIES if query["needs"]]
HELD_OUT = [query for query in WITH_NEEDS if query.get("held_out")]
TUNED = [query for query in WITH_NEEDS if not query.get("held_out")]


def understood(text):
    return understand(text, vocabulary=starting(), find_place=lambda typed: ("", typed))


def recall_at_3(text, needs):
    first = [need.slug for need in understood(text).needs[:3]]
    return mean(need in first for need in needs)


def test_there_are_enough_queries_and_a_third_is_held_out():
    assert len(QUERIES) >= 160
    assert len(HELD_OUT) >= len(WITH_NEEDS) / 4


@pytest.mark.parametrize("queries", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_needs_are_among_the_first_three(queries):
    assert mean(recall_at_3(query["typed"], query["needs"]) for query in queries) >= 0.9


@pytest.mark.parametrize("queries", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_slips_cost_next_to_nothing(queries):
    twins = [query for query in queries if "typo" in query]
    clean = mean(recall_at_3(query["typed"], query["needs"]) for query in twins)
    assert mean(recall_at_3(query["typo"], query["needs"]) for query in twins) >= 0.95 * clean


@pytest.mark.parametrize("form", ["typed", "typo"])
def test_crisis_help_is_on_every_crisis_query_and_on_no_other(form):
    judged = [query for query in QUERIES if form in query and not query.get("crisis_either_way")]
    wrong = [
        query[form]
        for query in judged
        if bool(understood(query[form]).crisis) != bool(query.get("crisis"))
        or not set(query.get("crisis", ())) <= understood(query[form]).crisis
    ]
    assert wrong == []


def test_queries_stay_about_one_thing():
    assert mean(len(understood(query["typed"]).needs) for query in WITH_NEEDS) < 2


# What others wrote down of how people type (not part of the project): id → a need meant by it.
OTHERS = {
    2: "sleep", 4: "suicidal-thoughts", 6: "talking", 8: "anxiety", 10: "lonely", 12: "befriending",
    14: "warm-space", 16: "food-bank", 18: "food-bank", 20: "bills", 22: "debt", 24: "benefits",
    26: "benefits", 28: "eviction", 30: "homeless", 32: "domestic-abuse", 34: "domestic-abuse",
    36: "making", 38: "gentle-exercise", 40: "walking", 42: "respite", 44: "young-carers",
    46: "dementia", 48: "bereavement", 50: "school-uniform", 52: "autism", 54: "alcohol",
    56: "smoking", 58: "immigration", 60: "digital", 62: "lgbt", 64: "hearing",
    66: "school-holiday-food", 68: "hearing", 70: "health",
}  # fmt: skip


def test_queries_that_others_wrote_down_are_understood():
    path = open_data("queries/typed-queries.json")
    queries = json.loads(path.read_text(encoding="utf-8"))
    hits = [recall_at_3(query["query"], [OTHERS[query["id"]]]) for query in queries]
    assert mean(hits) >= 0.9
