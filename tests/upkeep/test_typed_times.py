"""Times as people type them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from upkeep.form_fields import KindTimeField

TYPED = {
    "2pm": time(14),
    "2.30 p.m.": time(14, 30),
    "7 o'clock pm": time(19),
    "1430": time(14, 30),
    "12 noon": time(12),
    "12am": time(0),
    "midnight": time(0),
    "24:00": time(0),
    "٢pm": time(14),
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_time_is_read_as_people_write_it(typed):
    assert KindTimeField().clean(typed) == TYPED[typed]


@pytest.mark.parametrize("typed", ["half seven", "till late", "7", "24:30", "0pm", "13pm", "9:60"])
def test_what_is_no_certain_time_is_asked_again(typed):
    with pytest.raises(ValidationError):
        KindTimeField().clean(typed)
