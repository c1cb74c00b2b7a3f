"""Opening hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.hours_text import read_day, read_hours


def times(words):
    return [
        (row.byday, f"{row.opens_at:%H:%M}", f"{row.closes_at:%H:%M}")
        for row in read_hours(words).rows
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Wednesday 10am - 4pm", [("WE", "10:00", "16:00")]),
        ("Thursday 1.30 - 3.30pm", [("TH", "13:30", "15:30")]),
        ("Weds 12-2pm", [("WE", "12:00", "14:00")]),
        ("Wednesday 10 - 12", [("WE", "10:00", "12:00")]),
        ("Mon - Sat 10.00 - 4.00", [("MO,TU,WE,TH,FR,SA", "10:00", "16:00")]),
        ("Tuesday 11:30am - 4pm", [("TU", "11:30", "16:00")]),
        ("Friday 10 - 11.30am", [("FR", "10:00", "11:30")]),
        ("Monday - Saturday 7.30am = 4.30pm", [("MO,TU,WE,TH,FR,SA", "07:30", "16:30")]),
        ("Tues 11am - 2pm, Fri 11.30am -1.30pm", [("TU", "11:00", "14:00"), ("FR", "11:30", "13:30")]),
        ("Tues/Weds 10am - 12pm. Thurs 10am - 2pm", [("TU,WE", "10:00", "12:00"), ("TH", "10:00", "14:00")]),
        ("9 - 4 weekdays except Wed 9 - 2", [("MO,TU,TH,FR", "09:00", "16:00"), ("WE", "09:00", "14:00")]),
        ("Saturday 10pm - 2am", [("SA", "22:00", "02:00")]),
        ("24/7", [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]),
    ],
)  # fmt: skip
def test_reads_what_is_certain(words, expected):
    assert times(words) == expected
    assert read_hours(words).understood


def test_a_numbered_day_is_monthly():
    rows = read_hours("Tuesdays & Fridays 12pm - 3pm; 1st Saturday of month 10am - 12noon").rows
    assert [(row.freq, row.byday) for row in rows] == [("WEEKLY", "TU,FR"), ("MONTHLY", "1SA")]


def test_bank_holidays_are_heard():
    assert read_hours("Mon & Thur 1-3pm (except bank holidays)").rows[0].bank_holidays == "closed"
    assert read_hours("Mon & Thur 1-3pm").rows[0].bank_holidays == "unknown"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "One morning per week",
        "Mon - Fri by appointment",
        "Tuesday from 11am",
        "Wednesday 7:30pm",
        "24/7 upon request",
        "Mondays 1:30pm - 2:30pm Local school term time only",
        "Friday 25 - 99pm",
        "Closed during August. Mon - Thursday 10 - 12noon",
    ],
)
def test_gives_no_times_where_it_is_not_certain(words):
    read = read_hours(words)
    assert (read.rows, read.understood, read.words) == ((), False, words)


def test_keeps_the_words_where_more_is_said_than_times():
    read = read_hours("Mon-Fri 10am-4pm Food parcels")
    assert read.rows and not read.understood and read.words.endswith("Food parcels")


def test_reads_a_cell_for_one_day():
    assert [(row.opens_at, row.closes_at) for row in read_day("09:00-12:30,13:00-16:30", "MO")] == [
        (time(9), time(12, 30)),
        (time(13), time(16, 30)),
    ]
    assert read_day("CLOSED", "SU") == ()
    assert read_day("ask at the desk", "SU") is None


@given(st.text(max_size=200))
def test_never_raises(words):
    read_hours(words)
    read_day(words, "MO")
