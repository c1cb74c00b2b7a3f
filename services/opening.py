"""Whether something is open at a moment, until when, when it opens next, and the words for it.

The times behind it come from services/occurrences.py; plain data in and out, no queries. "Not
known" is an answer of its own: nobody is sent to a locked door by a guess.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.occurrences import (
    LONDON,
    Exceptions,
    Hours,
    Occurrence,
    Span,
    local_day,
    midnight,
    occurrences,
    occurrences_on,
    timeline,
)
from services.opening_words import NOT_KNOWN, clock, day_words

__all__ = [
    "LONDON",
    "NOT_KNOWN",
    "Exceptions",
    "Hours",
    "Occurrence",
    "OpenState",
    "Span",
    "local_day",
    "midnight",
    "occurrences",
    "occurrences_on",
    "state_at",
    "timeline",
]

#: How far ahead the next opening is looked for: most are within days, seasonal ones within a year.
LOOK_AHEAD = (timedelta(days=8), timedelta(days=70), timedelta(days=400))
ROUND_THE_CLOCK = timedelta(days=7)


@dataclass(frozen=True)
class OpenState:
    """The answer at one moment. `state` is "open", "closed" or "unknown".

    `until` is when an open or unknown stretch ends and `opens_next` when it next opens for
    certain, both in UTC or None; `until` is None also for what is open day and night.
    """

    state: str
    until: datetime | None
    opens_next: datetime | None
    words: str

    @property
    def is_open(self):
        return self.state == "open"


def state_at(rows, at, changes=(), closures=()):
    """The OpenState of `rows` taken together at the aware datetime `at`.

    `changes` may be an `Exceptions` made once for many records; `closures` is then left out.
    Nothing known at all gives "unknown", never "closed".
    """
    rows, exceptions = list(rows), Exceptions.of(changes, closures)
    at = at.astimezone(UTC)
    if not rows:
        return OpenState("unknown", None, None, NOT_KNOWN)
    spans = _spans_ahead(rows, at, exceptions)
    now = next((span for span in spans if span.start <= at < span.end), None)
    opening = next((s for s in spans if s.state == "open" and s.start > at), None)
    opens_next = opening.start if opening else None
    if now is None:
        return OpenState("closed", None, opens_next, _closed_words(rows, exceptions, spans, at))
    if now.state == "unknown":
        return OpenState("unknown", now.end, opens_next, _unknown_words(now))
    if now.end - at >= ROUND_THE_CLOCK:
        return OpenState("open", None, None, "Open now, day and night")
    return OpenState("open", now.end, opens_next, f"Open now until {_moment_words(now.end, at)}")


def _spans_ahead(rows, at, exceptions):
    """The timeline from `at` as far as the next opening; further than needed is never looked."""
    for ahead in LOOK_AHEAD:
        spans = timeline(rows, at, at + ahead, exceptions)
        if any(span.state == "open" for span in spans) or not _goes_on(rows, at + ahead):
            break
    return spans


def _goes_on(rows, moment):
    """Whether any row with times may still fall on a day after `moment`."""
    day = local_day(moment)
    timed = (row for row in rows if row.opens_at is not None)
    return any(row.valid_to is None or row.valid_to >= day for row in timed)


def _moment_words(end, at):
    """ "5pm" within a day of `at`, otherwise "5pm on Friday"."""
    words = clock(end.astimezone(LONDON))
    if end - at <= timedelta(days=1):
        return words
    # What ends at midnight ends with the day before.
    return f"{words} {day_words(local_day(end - timedelta(seconds=1)), local_day(at))}"


def _unknown_words(span):
    return f"{span.reason}. It may be closed: please ring first" if span.reason else NOT_KNOWN


def _closed_words(rows, exceptions, spans, at):
    """ "Closed. Opens tomorrow at 9am", with today's reason and the days nobody is sure of."""
    today = local_day(at)
    opening = next((span for span in spans if span.state == "open" and span.start > at), None)
    maybe = next((span for span in spans if span.state == "unknown" and span.start > at), None)
    words = [_closed_today_words(rows, exceptions, today)]
    if opening:
        time_words = clock(opening.start.astimezone(LONDON))
        words.append(f"Opens {day_words(local_day(opening.start), today)} at {time_words}")
    if maybe and (not opening or maybe.start < opening.start):
        too = " too" if opening else ""
        words.append(
            f"It may open {day_words(local_day(maybe.start), today)}{too}: please ring first"
        )
    if len(words) == 1:
        words.append("No later times are known: please ring first")
    return ". ".join(words)


def _closed_today_words(rows, exceptions, today):
    """ "Closed", or why the whole of today is off."""
    planned = occurrences_on(rows, today, exceptions)
    if not planned or not all(o.is_cancelled for o in planned):
        return "Closed"
    return f"Closed today ({planned[0].reason})"
