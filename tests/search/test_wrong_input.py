"""Whatever is typed, the finder answers: never an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.understanding import understand
from search.understanding.vocabulary import starting


def understood(text):
    return understand(text, vocabulary=starting(), find_place=lambda typed: ("", typed))


def vocabulary_words():
    return sorted(starting().speller.counts)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_understood(text):
    found = understood(text)
    assert found.typed == text
    assert all(term.alternatives for term in found.terms)


@settings(deadline=None)
@given(
    st.deferred(lambda: st.lists(st.sampled_from(vocabulary_words()), max_size=12).map(" ".join))
)
def test_any_words_of_the_vocabulary_are_understood(text):
    found = understood(text)
    assert all(0 <= need.weight <= 1 for need in found.needs)
    assert all(0 < weight <= 1 for term in found.terms for _, weight in term.alternatives)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "the of and",
        "'",
        '"',
        '""" OR 1=1 --',
        "'; DROP TABLE services_need; --",
        "NEAR(a b) AND *",
        "😀😀😀",
        "👩‍👩‍👧‍👦 help",
        "\x00\x01",
        "أحتاج مساعدة",
        "нужна помощь",
        "मुझे मदद चाहिए",
        "我需要帮助",
        "a" * 10_000,
        "help " * 2_000,
        "want to die " * 900,
        "\n\n\t",
        "<script>alert(1)</script>",
        "%s %d {} {partner} =me not: depression",
        "-" * 500,
    ],
)
def test_strange_input_is_taken_as_it_is(text):
    found = understood(text)
    assert found.typed == text
    assert len(found.terms) <= 24


def test_danger_is_heard_in_the_middle_of_a_long_text():
    text = "i have been thinking about it " * 30 + "i want to kill myself " + "and so on " * 300
    assert "mental_health" in understood(text).crisis


def test_words_of_another_script_are_kept_as_they_are():
    [term] = understood("помощь").terms
    assert term.alternatives[0] == (("помощь",), 1.0)
