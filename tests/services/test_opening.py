"""When something is open: patterns, exceptions, and the days on which clocks or calendars are odd."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from services.calendar import bank_holiday, bank_holidays_between
from services.models import Closure, SessionChange
from services.occurrences import runs_on
from services.opening import (
    LONDON,
    NOT_KNOWN,
    Exceptions,
    Hours,
    occurrences,
    occurrences_on,
    state_at,
    timeline,
)

WEEKDAYS = "MO,TU,WE,TH,FR"
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
OFFICE = Hours(byday=WEEKDAYS, opens_at=time(9), closes_at=time(17), bank_holidays="closed")
ROUND_THE_CLOCK = Hours(byday=EVERY_DAY, opens_at=time(0), closes_at=time(0), bank_holidays="open")


def london(*parts, fold=0):
    return datetime(*parts, tzinfo=LONDON, fold=fold)


def row(**fields):
    return Hours(**{"opens_at": time(10), "closes_at": time(12), "bank_holidays": "open", **fields})


def days(hours, first, last, **kwargs):
    found = occurrences([hours], london(*first), london(*last), **kwargs)
    return [o.day.isoformat() for o in found if o.is_on]


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


class TestExceptions:
    uid = uuid.uuid4()
    monday = row(byday="MO", uid=uid, location_id=5)

    def change(self, on=date(2026, 11, 23), **fields):
        return SessionChange(session_uid=self.uid, on=on, **fields)

    def test_cancelled(self):
        (found,) = occurrences_on(
            [self.monday], date(2026, 11, 23), [self.change(reason="Hall flooded")]
        )
        assert found.is_cancelled and found.reason == "Hall flooded"
        state = state_at(
            [self.monday], london(2026, 11, 23, 11), [self.change(reason="Hall flooded")]
        )
        assert state.words == "Closed today (Hall flooded). Opens on Monday 30 November at 10am"

    def test_other_sessions_stay(self):
        other = row(byday="MO", uid=uuid.uuid4())
        assert state_at([other], london(2026, 11, 23, 11), [self.change()]).is_open

    def test_other_time(self):
        change = self.change(is_cancelled=False, opens_at=time(14), closes_at=time(15))
        assert not state_at([self.monday], london(2026, 11, 23, 11), [change]).is_open
        assert state_at([self.monday], london(2026, 11, 23, 14), [change]).is_open

    def test_other_day(self):
        change = self.change(
            date(2026, 11, 25), is_cancelled=False, opens_at=time(14), closes_at=time(15)
        )
        assert state_at([self.monday], london(2026, 11, 25, 14), [change]).is_open

    def test_cancelling_a_day_it_never_runs_shows_nothing(self):
        assert (
            occurrences_on([self.monday], date(2026, 11, 24), [self.change(date(2026, 11, 24))])
            == []
        )

    def test_the_place_is_closed(self):
        closure = Closure(
            location_id=5,
            first_day=date(2026, 11, 23),
            last_day=date(2026, 11, 24),
            reason="Boiler",
        )
        elsewhere = row(byday="MO", location_id=6)
        found = occurrences_on([self.monday, elsewhere], date(2026, 11, 23), [], [closure])
        assert sorted((o.row.location_id, o.is_cancelled) for o in found) == [(5, True), (6, False)]

    def test_the_place_has_other_times(self):
        hours = Hours(byday="MO,TU", opens_at=time(9), closes_at=time(17), location_id=5)
        building = Hours(**{**hours.__dict__, "is_building": True})
        closure = Closure(
            location_id=5,
            first_day=date(2026, 11, 23),
            last_day=date(2026, 11, 29),
            opens_at=time(10),
            closes_at=time(12),
        )
        at = london(2026, 11, 23, 13)
        assert not state_at([building], at, [], [closure]).is_open
        assert state_at([building], london(2026, 11, 23, 11), [], [closure]).is_open
        assert state_at([hours], at, [], [closure]).state == "unknown", "a session partly outside"
        assert state_at([self.monday], london(2026, 11, 23, 11), [], [closure]).is_open
        assert not state_at([building], london(2026, 11, 28, 11), [], [closure]).is_open

    def test_a_place_opens_specially_for_one_day(self):
        building = Hours(
            byday="MO", opens_at=time(9), closes_at=time(17), location_id=5, is_building=True
        )
        special = Closure(
            location_id=5,
            first_day=date(2026, 12, 26),
            last_day=date(2026, 12, 26),
            opens_at=time(10),
            closes_at=time(12),
        )
        assert state_at([building], london(2026, 12, 26, 11), [], [special]).is_open

    def test_made_once_for_many(self):
        exceptions = Exceptions([self.change()], [])
        assert not state_at([self.monday], london(2026, 11, 23, 11), exceptions).is_open


# -- What must hold whatever the rows are ------------------------------------------------------

times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
weekly_rows = st.builds(
    Hours,
    byday=st.lists(st.sampled_from(EVERY_DAY.split(",")), min_size=1, unique=True).map(",".join),
    opens_at=times,
    closes_at=times,
    bank_holidays=st.sampled_from(["open", "closed", "unknown"]),
)
monthly_rows = st.builds(
    Hours,
    freq=st.just("MONTHLY"),
    byday=st.sampled_from(["1MO", "-1SU", "2WE,4WE", "5FR"]),
    opens_at=times,
    closes_at=times,
    bank_holidays=st.sampled_from(["open", "closed", "unknown"]),
)
any_rows = st.lists(st.one_of(weekly_rows, monthly_rows), min_size=1, max_size=4)
moments = st.one_of(
    st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)),
    # Around the clock changes, the turn of the year and 29 February.
    st.sampled_from([(2026, 3, 29), (2026, 10, 25), (2027, 1, 1), (2028, 2, 29)]).flatmap(
        lambda day: st.integers(-30, 30 * 60).map(
            lambda minutes: datetime(*day) + timedelta(minutes=minutes)
        )
    ),
).map(lambda moment: moment.replace(tzinfo=UTC))


@given(any_rows, moments)
def test_state_agrees_with_the_occurrences(rows, at):
    state = state_at(rows, at)
    now = occurrences(rows, at, at + timedelta(microseconds=1))
    expected = "closed"
    if any(not o.is_cancelled for o in now):
        expected = "open" if any(o.is_on for o in now) else "unknown"
    assert state.state == expected
    if state.opens_next:
        assert state.opens_next > at
        assert state_at(rows, state.opens_next).is_open
        assert not state_at(rows, state.opens_next - timedelta(microseconds=1)).is_open
    if state.until and state.is_open:
        assert not state_at(rows, state.until).is_open
        assert state_at(rows, state.until - timedelta(microseconds=1)).is_open


@given(any_rows, moments)
def test_spans_never_overlap(rows, at):
    spans = timeline(rows, at, at + timedelta(days=10))
    assert all(span.start < span.end for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(any_rows, moments)
def test_each_occurrence_shows_its_own_times_on_the_clock(rows, at):
    for found in occurrences(rows, at, at + timedelta(days=3)):
        assert timedelta(0) < found.end - found.start <= timedelta(hours=25)
        skipped = found.start == datetime(
            found.day.year, found.day.month, found.day.day, 1, tzinfo=UTC
        )
        assert found.opens_at == found.row.opens_at or skipped


OSM_DAYS = dict(zip(EVERY_DAY.split(","), ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], strict=True))


def osm(hours):
    """The same hours in OpenStreetMap's syntax, for the library that reads it."""
    closes = f"{hours.closes_at:%H:%M}"
    if hours.closes_at <= hours.opens_at:
        closes = f"{hours.closes_at.hour + 24:02}:{hours.closes_at:%M}"
    names = ",".join(OSM_DAYS[day] for day in hours.byday.split(","))
    return f"{names} {hours.opens_at:%H:%M}-{closes}"


@given(
    weekly_rows.filter(lambda hours: hours.closes_at < time(23, 59)),
    st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)),
)
@example(row(byday="SU", opens_at=time(0), closes_at=time(0)), datetime(2026, 11, 22, 23, 59))
def test_an_independent_library_gives_the_same_answer(hours, wall):
    """opening-hours-py, on ordinary hours; it counts wall-clock time, so not near a clock change."""
    at = wall.replace(tzinfo=LONDON)
    if at.astimezone(UTC).replace(hour=0).date() in CLOCK_CHANGES:
        return
    always = Hours(**{**hours.__dict__, "bank_holidays": "open"})
    assert state_at([always], at).is_open == OpeningHours(osm(hours)).is_open(wall)


CLOCK_CHANGES = {
    date(year, month, day) + timedelta(days=n)
    for year, month, day in [
        (2025, 3, 30),
        (2025, 10, 26),
        (2026, 3, 29),
        (2026, 10, 25),
        (2027, 3, 28),
        (2027, 10, 31),
        (2028, 3, 26),
        (2028, 10, 29),
    ]
    for n in (-1, 0, 1)
}


patterns = st.one_of(
    st.builds(
        Hours,
        byday=st.lists(st.sampled_from(EVERY_DAY.split(",")), unique=True, max_size=3).map(
            ",".join
        ),
        interval=st.integers(1, 4),
        valid_from=st.dates(date(2024, 1, 1), date(2028, 3, 1)),
    ),
    st.builds(
        Hours,
        freq=st.just("MONTHLY"),
        byday=st.sampled_from(["1MO", "-1SU", "2WE,4WE", "5FR", "TU", "-2TH"]),
        interval=st.integers(1, 3),
        valid_from=st.dates(date(2024, 1, 1), date(2028, 3, 1)),
    ),
    st.builds(
        Hours,
        freq=st.just("MONTHLY"),
        bymonthday=st.sampled_from(["1", "29", "31", "-1", "1,15", "-2,30"]),
        interval=st.integers(1, 3),
        valid_from=st.dates(date(2024, 1, 1), date(2028, 3, 1)),
    ),
    st.builds(
        Hours,
        freq=st.just("MONTHLY"),
        byday=st.just("FR"),
        bymonthday=st.just("13"),
        valid_from=st.dates(date(2024, 1, 1), date(2028, 3, 1)),
    ),
)


def as_rule(hours):
    """The same pattern as an iCalendar rule."""
    parts = [f"FREQ={hours.freq}", f"INTERVAL={hours.interval}", "WKST=MO"]
    parts += [f"BYDAY={hours.byday}"] if hours.byday else []
    parts += [f"BYMONTHDAY={hours.bymonthday}"] if hours.bymonthday else []
    return rrulestr(";".join(parts), dtstart=datetime.combine(hours.valid_from, time(0)))


@given(patterns, st.integers(0, 500))
def test_days_are_those_of_the_icalendar_rule(hours, ahead):
    first = hours.valid_from + timedelta(days=ahead)
    last = first + timedelta(days=40)
    between = datetime.combine(first, time(0)), datetime.combine(last, time(0))
    expected = {moment.date() for moment in as_rule(hours).between(*between, inc=True)}
    every = [first + timedelta(days=n) for n in range(41)]
    assert {day for day in every if runs_on(hours, day)} == expected
