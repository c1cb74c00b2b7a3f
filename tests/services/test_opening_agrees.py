"""What must hold whatever the rows are; and others who count in their own way come to the same."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from services.occurrences import runs_on
from services.opening import (
    LONDON,
    Hours,
    occurrences,
    state_at,
    timeline,
)
from tests.services.hours import EVERY_DAY, row

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
