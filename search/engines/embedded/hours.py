"""When services are open, kept as compact text, and asked for many services at one moment."""

import json
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter, itemgetter
from types import SimpleNamespace

from services.opening import (
    LONDON,
    Exceptions,
    Hours,
    local_day,
    midnight,
    state_at,
    timeline,
)

NOW, TODAY, EVENING, WEEKEND = 1, 2, 4, 8
#: The filter "open" of a request, and the bit that says so.
STATES = {"now": NOW, "today": TODAY, "evening": EVENING, "weekend": WEEKEND}
#: "In the evening": something begins or goes on after this time on one of the next seven days.
EVENING_FROM = time(17, 30)
_DAYS_AHEAD = 8

_FIELDS = (
    *("freq", "interval", "byday", "bymonthday", "opens_at", "closes_at"),
    *("valid_from", "valid_to", "bank_holidays", "description"),
)

_fields_of = attrgetter(*_FIELDS)
_as_json = json.JSONEncoder(separators=(",", ":")).encode


def packed(document):
    """The times of a document as text, equal for all that run at the same times; "" for none."""
    if not document.sessions:
        return ""
    changed = {change["session_uid"] for change in document.changes}
    closed = {closure["location_id"] for closure in document.closures}
    sessions = [
        [
            *_fields_of(session),
            session.uid if session.uid in changed else "",
            session.location_id if session.location_id in closed else None,
        ]
        for session in document.sessions
    ]
    for session in sessions:
        if session[4]:
            session[9] = ""
    return _as_json([sessions, document.changes, document.closures])


@lru_cache(maxsize=4096)
def unpacked(text):
    """(rows, exceptions) of a packed text, as services.occurrences takes them."""
    if not text:
        return (), Exceptions()
    sessions, changes, closures = json.loads(text)
    rows = tuple(_hours(session) for session in sessions)
    return rows, Exceptions(map(_change, changes), map(_closure, closures))


def _hours(session):
    values = dict(zip(_FIELDS, session, strict=False))
    values |= {name: _time(values[name]) for name in ("opens_at", "closes_at")}
    values |= {name: _date(values[name]) for name in ("valid_from", "valid_to")}
    return Hours(**values, uid=session[-2] or None, location_id=session[-1])


def _change(change):
    times = {name: _time(change[name]) for name in ("opens_at", "closes_at")}
    return SimpleNamespace(**{**change, **times, "on": _date(change["on"])})


def _closure(closure):
    times = {name: _time(closure[name]) for name in ("opens_at", "closes_at")}
    days = {name: _date(closure[name]) for name in ("first_day", "last_day")}
    return SimpleNamespace(
        **{**closure, **times, **days, "location_id": int(closure["location_id"])}
    )


def _time(text):
    return time.fromisoformat(text) if text else None


def _date(text):
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=16384)
def _open_spans(text, day):
    """[(start, end)] in UTC when it is certainly open, from the date `day` for eight days."""
    rows, exceptions = unpacked(text)
    if not rows:
        return ()
    start, end = midnight(day), midnight(day + timedelta(days=_DAYS_AHEAD))
    spans = timeline(rows, start, end, exceptions)
    return tuple((span.start, span.end) for span in spans if span.state == "open")


@lru_cache(maxsize=8192)
def _day_states(text, day):
    """[(from when, OpenState)] of a whole day in London: what is said changes only at its edges.

    Empty where that is not so: a time so long that its words change with the clock ("until 5pm").
    """
    rows, exceptions = unpacked(text)
    start, end = midnight(day), midnight(day + timedelta(days=1))
    spans = timeline(rows, start, end, exceptions)
    edges = {start, *(edge for span in spans for edge in (span.start, span.end))}
    states = []
    for edge in sorted(edge for edge in edges if start <= edge < end):
        state = state_at(rows, edge, exceptions)
        if state.until and state.until - edge > timedelta(days=1):
            return ()
        states.append((edge, state))
    return tuple(states)


def open_state(text, at, day):
    """The OpenState of these times at the aware datetime `at`, as services.opening.state_at says it.

    `day` is the local day of `at`.
    """
    if not text:
        return state_at((), at)
    states = _day_states(text, day)
    if not states:
        rows, exceptions = unpacked(text)
        return state_at(rows, at, exceptions)
    return states[bisect_right(states, at, key=itemgetter(0)) - 1][1]


@lru_cache(maxsize=64)
def _windows(at):
    """The stretches of time that each bit asks about, in UTC, seen from the moment `at`."""
    today = local_day(at)
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    evenings = [
        (datetime.combine(day, EVENING_FROM, LONDON).astimezone(UTC), midnight(day + timedelta(1)))
        for day in days
    ]
    weekend = [(midnight(day), midnight(day + timedelta(1))) for day in days if day.weekday() > 4]
    windows = {
        NOW: [(at, at + timedelta(microseconds=1))],
        TODAY: [(at, midnight(today + timedelta(1)))],
        EVENING: evenings,
        WEEKEND: weekend,
    }
    return {
        bit: [(max(start, at), end) for start, end in stretches if end > at]
        for bit, stretches in windows.items()
    }


def minute_of(at):
    """A moment in UTC to the minute, so that equal times are worked out once."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


@lru_cache(maxsize=65536)
def open_bits(text, minute):
    """Which of NOW, TODAY, EVENING and WEEKEND hold for these times at a minute (`minute_of`).

    Only what is certain counts: unknown hours are never open. Times already over do not count.
    """
    spans = _open_spans(text, local_day(minute))
    bits = 0
    for bit, stretches in _windows(minute).items():
        if any(s < end and start < e for start, end in stretches for s, e in spans):
            bits |= bit
    return bits
