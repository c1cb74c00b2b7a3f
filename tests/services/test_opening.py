"""When something is open: patterns, exceptions, and the days on which clocks or calendars are odd."""

from datetime import date, datetime, time, timedelta

import pytest

from services.calendar import bank_holiday, bank_holidays_between
from services.opening import (
    LONDON,
    NOT_KNOWN,
    Hours,
    occurrences_on,
    state_at,
)
from tests.services.hours import EVERY_DAY, OFFICE, ROUND_THE_CLOCK, WEEKDAYS, days, london, row


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        (london(2026, 11, 23, 10), "open", "Open now until 5pm"),
        (london(2026, 11, 23, 9), "open", "Open now until 5pm"),
        (london(2026, 11, 23, 17), "closed", "Closed. Opens tomorrow at 9am"),
        (london(2026, 11, 23, 7), "closed", "Closed. Opens today at 9am"),
        (london(2026, 11, 21, 12), "closed", "Closed. Opens on Monday at 9am"),
    ],
)
def test_office_hours(moment, state, words):
    answer = state_at([OFFICE], moment)
    assert (answer.state, answer.words) == (state, words)


def test_nothing_known_is_not_closed():
    assert state_at([], london(2026, 11, 23, 10)).words == NOT_KNOWN
    only_words = Hours(byday="MO", description="Mondays, ring for times")
    assert state_at([only_words], london(2026, 11, 23, 10)).state == "unknown"
    assert state_at([only_words], london(2026, 11, 24, 10)).state == "closed"
    assert state_at([Hours(description="By arrangement")], london(2026, 11, 24, 10)).state == (
        "unknown"
    )


def test_round_the_clock_never_closes():
    answer = state_at([ROUND_THE_CLOCK], london(2026, 12, 25, 3))
    assert (answer.state, answer.until, answer.words) == ("open", None, "Open now, day and night")


def test_past_midnight_belongs_to_the_day_before():
    night = row(byday="FR", opens_at=time(22), closes_at=time(4))
    assert state_at([night], london(2026, 11, 28, 3)).words == "Open now until 4am"
    assert state_at([night], london(2026, 11, 27, 3)).state == "closed"


@pytest.mark.parametrize("closes_at", [time(0), time(23, 59)])
def test_until_midnight(closes_at):
    evening = row(byday="SA", opens_at=time(18), closes_at=closes_at)
    assert state_at([evening], datetime(2026, 11, 28, 23, 59, 30, tzinfo=LONDON)).words == (
        "Open now until midnight"
    )
    assert state_at([evening], london(2026, 11, 29)).state == "closed"


def test_three_in_the_morning_shows_only_what_is_open_then():
    """Check 6 of the product: across midnight, bank holidays and clock changes."""
    rows = {
        "office": OFFICE,
        "night": row(byday=EVERY_DAY, opens_at=time(20), closes_at=time(8)),
        "night, not on bank holidays": row(
            byday=EVERY_DAY, opens_at=time(20), closes_at=time(8), bank_holidays="closed"
        ),
        "always": ROUND_THE_CLOCK,
    }

    def open_at(moment):
        return {name for name, hours in rows.items() if state_at([hours], moment).is_open}

    nights = {"night", "night, not on bank holidays", "always"}
    assert open_at(london(2026, 11, 24, 3)) == nights
    assert open_at(london(2026, 3, 29, 3)) == nights, "the night the clocks go forward"
    assert open_at(london(2026, 10, 25, 3)) == nights, "the night the clocks go back"
    assert open_at(london(2026, 12, 25, 3)) == nights, "Christmas Eve's night goes on"
    assert open_at(london(2026, 12, 26, 3)) == {"night", "always"}, "Christmas night did not begin"


def test_a_night_lasts_longer_or_shorter_when_the_clocks_change():
    night = row(byday="SA", opens_at=time(22), closes_at=time(6))
    (back,) = occurrences_on([night], date(2026, 10, 24))
    (forward,) = occurrences_on([night], date(2026, 3, 28))
    assert (back.end - back.start, forward.end - forward.start) == (
        timedelta(hours=9),
        timedelta(hours=7),
    )
    assert (back.opens_at, back.closes_at) == (time(22), time(6))


def test_both_hours_that_show_half_past_one_in_october_are_open():
    early = row(byday="SU", opens_at=time(0), closes_at=time(3))
    assert state_at([early], london(2026, 10, 25, 1, 30, fold=0)).is_open
    assert state_at([early], london(2026, 10, 25, 1, 30, fold=1)).is_open


def test_times_the_clocks_skip_do_not_take_place():
    skipped = row(byday="SU", opens_at=time(1, 15), closes_at=time(1, 45))
    assert occurrences_on([skipped], date(2026, 3, 29)) == []
    partly = row(byday="SU", opens_at=time(1, 30), closes_at=time(3))
    (found,) = occurrences_on([partly], date(2026, 3, 29))
    assert found.end - found.start == timedelta(hours=1)


def test_bank_holidays_of_england_come_without_the_internet():
    found = bank_holidays_between(date(2026, 12, 20), date(2027, 1, 3))
    assert [day.isoformat() for day, _ in found] == [
        "2026-12-25",
        "2026-12-26",
        "2026-12-28",
        "2027-01-01",
    ]
    assert bank_holiday(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert bank_holiday(date(2026, 11, 30)) == ""


def test_bank_holidays_follow_the_nation(settings):
    settings.BANK_HOLIDAY_NATION = "SCT"
    assert bank_holiday(date(2026, 11, 30)) == "Saint Andrew's Day"


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("open", "open", "Open now until 5pm"),
        (
            "closed",
            "closed",
            "Closed today (Bank holiday: Easter Monday). Opens tomorrow at 9am",
        ),
        (
            "unknown",
            "unknown",
            "Bank holiday: Easter Monday. It may be closed: please ring first",
        ),
    ],
)
def test_a_bank_holiday_has_three_answers(answer, state, words):
    hours = row(byday=WEEKDAYS, opens_at=time(9), closes_at=time(17), bank_holidays=answer)
    found = state_at([hours], london(2026, 4, 6, 11))
    assert (found.state, found.words) == (state, words)


def test_closed_says_which_day_before_the_next_opening_is_not_sure():
    hours = row(byday=WEEKDAYS, opens_at=time(9), closes_at=time(17), bank_holidays="unknown")
    assert state_at([hours], london(2026, 5, 2, 12)).words == (
        "Closed. Opens on Tuesday at 9am. It may open on Monday too: please ring first"
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"byday": "1TU"}, ["2026-01-06", "2026-02-03", "2026-03-03"]),
        ({"byday": "-1FR"}, ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ({"byday": "5SA"}, ["2026-01-31"]),
        ({"bymonthday": "31"}, ["2026-01-31", "2026-03-31"]),
        ({"bymonthday": "-1"}, ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ({"bymonthday": "13", "byday": "FR"}, ["2026-02-13", "2026-03-13"]),
        ({"valid_from": date(2026, 1, 14)}, ["2026-01-14", "2026-02-14", "2026-03-14"]),
        (
            {"byday": "1TU", "interval": 2, "valid_from": date(2026, 1, 1)},
            ["2026-01-06", "2026-03-03"],
        ),
    ],
)
def test_monthly_days(fields, expected):
    assert days(row(freq="MONTHLY", **fields), (2026, 1, 1), (2026, 4, 1)) == expected


def test_29_february():
    last = row(freq="MONTHLY", bymonthday="29")
    assert days(last, (2028, 2, 1), (2028, 3, 1)) == ["2028-02-29"]
    assert days(last, (2027, 2, 1), (2027, 3, 1)) == []


def test_every_second_week_counts_from_the_first_day():
    hours = row(byday="MO,TH", interval=2, valid_from=date(2026, 1, 8))
    assert days(hours, (2026, 1, 1), (2026, 2, 1)) == ["2026-01-08", "2026-01-19", "2026-01-22"]


def test_every_second_week_without_a_first_day_is_not_known():
    assert state_at([row(byday="MO", interval=2)], london(2026, 11, 23, 11)).state == "unknown"


def test_only_between_its_first_and_last_day():
    hours = row(byday="MO", valid_from=date(2026, 1, 12), valid_to=date(2026, 1, 19))
    assert days(hours, (2026, 1, 1), (2026, 2, 1)) == ["2026-01-12", "2026-01-19"]
    assert state_at([hours], london(2026, 2, 1)).words == (
        "Closed. No later times are known: please ring first"
    )


def test_a_season_that_starts_in_months_is_found():
    hours = row(byday="MO", valid_from=date(2026, 9, 7))
    assert state_at([hours], london(2026, 2, 1)).words == (
        "Closed. Opens on Monday 7 September at 10am"
    )
