"""Phone numbers as people type them."""

import pytest

from records.contacts import is_dialable


@pytest.mark.parametrize("number", ["01632 960 001", "116 123", "85258", "+44 1632 960001", "999"])
def test_a_number_that_a_phone_can_dial(number):
    assert is_dialable(number)


@pytest.mark.parametrize("words", ["ring 01429 CALL ME", "ask 123", "the office", "12"])
def test_words_with_a_few_digits_are_no_number(words):
    assert not is_dialable(words)
