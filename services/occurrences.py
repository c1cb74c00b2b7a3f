"""The times at which something is on: schedules and their exceptions put together.

Plain data in, plain data out, no queries: a caller with many records fetches all rows at once.
A *row* is a ScheduleRow or anything with its fields, `Hours` for one. Times are wall-clock times
in Europe/London. What comes out is in UTC, so that comparing and subtracting stay right on the
two days of the year when the clocks change.

What counts, first to last: a SessionChange for the day, a Closure of the place, the row's answer
for bank holidays, the row's pattern. All go by the day on which a time *begins*: closing a
place on Saturday does not cut short what began on Friday night.
"""

import calendar as months
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from services.calendar import bank_holiday

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Hours:
    """A row without a database: the fields of ScheduleRow, with the place it belongs to."""

    byday: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    freq: str = "WEEKLY"
    interval: int = 1
    bymonthday: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    bank_holidays: str = "unknown"
    description: str = ""
    uid: Any = None
    location_id: Any = None
    is_building: bool = False


@dataclass(frozen=True)
class Occurrence:
    """One time at which a row is on, or would have been.

    `start` and `end` are in UTC. `is_certain` is false where we cannot promise it: a bank
    holiday we know nothing of, or a day known but not its times (then `times_known` is false
    and it spans the whole day). `reason` says why it is cancelled, changed or uncertain;
    `bank_holiday` is the name of the bank holiday when that is why.
    """

    start: datetime
    end: datetime
    row: Any = data_field(compare=False)
    is_cancelled: bool = False
    reason: str = ""
    is_certain: bool = True
    times_known: bool = True
    bank_holiday: str = ""

    @property
    def is_on(self):
        """Certain to take place."""
        return self.is_certain and not self.is_cancelled

    @property
    def day(self):
        """The day in London on which it begins."""
        return self.start.astimezone(LONDON).date()

    @property
    def opens_at(self):
        """Wall-clock time in London at which it begins."""
        return self.start.astimezone(LONDON).time()

    @property
    def closes_at(self):
        """Wall-clock time in London at which it ends."""
        return self.end.astimezone(LONDON).time()


@dataclass(frozen=True)
class Span:
    """A stretch of time, in UTC, during which the answer is "open" or "unknown"."""

    start: datetime
    end: datetime
    state: str
    reason: str = ""


@lru_cache(maxsize=8192)
def instant(day, at):
    """The moment in UTC at which London's clocks show the time `at` on the date `day`.

    A time the clocks skip in March is the moment they change; one shown twice in October is the
    first of the two.
    """
    wall = datetime.combine(day, at, LONDON)
    moment = wall.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != wall.replace(tzinfo=None):
        return datetime.combine(day, time(1), UTC)  # London's clocks always change at 01:00 UTC.
    return moment


def midnight(day):
    """The moment in UTC at which the date `day` begins in London."""
    return instant(day, time(0))


def local_day(moment):
    """London's date at an aware datetime."""
    return moment.astimezone(LONDON).date()


def span_of(day, opens_at, closes_at):
    """(start, end) in UTC of a time that begins on `day`; it may run past midnight.

    00:00 to 00:00 is the whole day, and 23:59 is how some write midnight.
    """
    if closes_at >= time(23, 59):
        closes_at = time(0)
    closing_day = day if closes_at > opens_at else day + DAY
    return instant(day, opens_at), instant(closing_day, closes_at)


@lru_cache(maxsize=2048)
def _numbered_days(byday):
    """ "MO,1TU" as ((0, None), (1, 1)): weekday from Monday, and which of the month."""
    days = (part.strip() for part in byday.split(",") if part.strip())
    return tuple((WEEKDAYS.index(d[-2:]), int(d[:-2]) if d[:-2] else None) for d in days)


def _is_nth(day, number):
    """Whether `day` is the number-th of its weekday in the month, counted from its end below 0."""
    if number > 0:
        return (day.day - 1) // 7 + 1 == number
    return (months.monthrange(day.year, day.month)[1] - day.day) // 7 + 1 == -number


def _in_byday(byday, day):
    return any(
        weekday == day.weekday() and (number is None or _is_nth(day, number))
        for weekday, number in _numbered_days(byday)
    )


@lru_cache(maxsize=512)
def _numbers(text):
    return tuple(int(part) for part in text.split(",") if part.strip())


def _in_bymonthday(bymonthday, day):
    length = months.monthrange(day.year, day.month)[1]
    return any(
        day.day == (number if number > 0 else length + 1 + number)
        for number in _numbers(bymonthday)
    )


def _periods_since(row, day):
    """Whole weeks (from Monday) or months between the row's first day and `day`."""
    since = row.valid_from
    if row.freq == "MONTHLY":
        return (day.year - since.year) * 12 + day.month - since.month
    return ((day - timedelta(day.weekday())) - (since - timedelta(since.weekday()))).days // 7


def _pattern_falls_on(row, day):
    """Whether the days named, or else the weekday or date of the first day, fall on `day`."""
    if row.byday or row.bymonthday:
        return (not row.byday or _in_byday(row.byday, day)) and (
            not row.bymonthday or _in_bymonthday(row.bymonthday, day)
        )
    if row.valid_from is None:
        return None
    if row.freq == "MONTHLY":
        return day.day == row.valid_from.day
    return day.weekday() == row.valid_from.weekday()


def runs_on(row, day):
    """Whether the pattern of `row` falls on the date `day`: True, False, or None for "not known".

    Not known: no day is named and none follows from the first day, or "every second week"
    comes without a first day to count from.
    """
    if (row.valid_from and day < row.valid_from) or (row.valid_to and day > row.valid_to):
        return False
    falls = _pattern_falls_on(row, day)
    if falls and row.interval > 1:
        return _periods_since(row, day) % row.interval == 0 if row.valid_from else None
    return falls


class Exceptions:
    """Changes and closures, sorted so that each day finds its own at once.

    Make one for many records: `Exceptions(SessionChange rows, Closure rows)`.
    """

    def __init__(self, changes=(), closures=()):
        self.changes = {(change.session_uid, change.on): change for change in changes}
        self.changed_days = defaultdict(list)
        for session_uid, day in self.changes:
            self.changed_days[session_uid].append(day)
        self.closures = defaultdict(list)
        for closure in closures:
            self.closures[closure.location_id].append(closure)

    def change(self, row, day):
        uid = getattr(row, "uid", None)
        return self.changes.get((uid, day)) if uid else None

    def closure(self, row, day):
        """The closure of the row's place on `day`; a full closing comes before other times."""
        here = self.closures.get(getattr(row, "location_id", None), ())
        found = [c for c in here if c.first_day <= day <= c.last_day]
        return min(found, key=lambda c: c.opens_at is not None, default=None)

    @classmethod
    def of(cls, changes, closures):
        """`changes` itself where it is an Exceptions already."""
        return changes if isinstance(changes, cls) else cls(changes, closures)


def _whole_day(row, day, **answer):
    return Occurrence(midnight(day), midnight(day + DAY), row, times_known=False, **answer)


def _timed(row, day, opens_at, closes_at, **answer):
    """The occurrence, or None where the clocks skip all of it."""
    start, end = span_of(day, opens_at, closes_at)
    return Occurrence(start, end, row, **answer) if start < end else None


def _as_planned(row, day, **answer):
    if row.opens_at is None or row.closes_at is None:
        answer["is_certain"] = False
        return _whole_day(row, day, **answer)
    return _timed(row, day, row.opens_at, row.closes_at, **answer)


def _changed(row, day, change):
    if change.is_cancelled:
        return _as_planned(row, day, is_cancelled=True, reason=change.reason or "Cancelled")
    if change.opens_at is None or change.closes_at is None:
        return _as_planned(row, day, reason=change.reason)
    reason = change.reason or "Different time"
    return _timed(row, day, change.opens_at, change.closes_at, reason=reason)


def _during_closure(row, day, closure):
    """A session on a day on which its place is closed or open at other times.

    Inside the other times it stays; outside it is off; partly inside nobody has said.
    """
    if closure.opens_at is None or closure.closes_at is None:
        reason = closure.reason or "The building is closed"
        return _as_planned(row, day, is_cancelled=True, reason=reason)
    planned = _as_planned(row, day)
    if planned is None or not planned.times_known:
        return planned
    start, end = span_of(day, closure.opens_at, closure.closes_at)
    if start <= planned.start and planned.end <= end:
        return planned
    reason = closure.reason or "The building has other opening times"
    if planned.end <= start or end <= planned.start:
        return _as_planned(row, day, is_cancelled=True, reason=reason)
    return _as_planned(row, day, is_certain=False, reason=reason)


def _on_bank_holiday(row, day, name):
    if row.bank_holidays == "open":
        return _as_planned(row, day)
    why = {"reason": f"Bank holiday: {name}", "bank_holiday": name}
    if row.bank_holidays == "closed":
        return _as_planned(row, day, is_cancelled=True, **why)
    return _as_planned(row, day, is_certain=False, **why)


def _other_building_times(row, day, closure):
    """The building's own hours on a day with other times, or None when it would be shut anyway.

    A closure of a single day opens the building even on a day when it is usually shut; one of
    many days only changes the days on which it would be open.
    """
    usual = runs_on(row, day) is not False and not (
        bank_holiday(day) and row.bank_holidays == "closed"
    )
    if not usual and closure.first_day != closure.last_day:
        return None
    reason = closure.reason or "Other opening times"
    return _timed(row, day, closure.opens_at, closure.closes_at, reason=reason)


def _on_day(row, day, exceptions):
    """What `row` does on `day`: an Occurrence or None."""
    if change := exceptions.change(row, day):
        moved_here = not change.is_cancelled and change.opens_at is not None
        return _changed(row, day, change) if moved_here or runs_on(row, day) else None
    closure = exceptions.closure(row, day)
    if closure and closure.opens_at and getattr(row, "is_building", False):
        return _other_building_times(row, day, closure)
    runs = runs_on(row, day)
    if runs is False:
        return None
    if closure:
        return _during_closure(row, day, closure)
    if runs is None:
        return _as_planned(row, day, is_certain=False)
    if name := bank_holiday(day):
        return _on_bank_holiday(row, day, name)
    return _as_planned(row, day)


def _once_a_place(found):
    """Drop what two rows of a building say twice: other times are the same for both."""
    seen, kept = set(), []
    for occurrence in found:
        row = occurrence.row
        key = (getattr(row, "location_id", None), occurrence.start, occurrence.end)
        if getattr(row, "is_building", False) and occurrence.is_on:
            if key in seen:
                continue
            seen.add(key)
        kept.append(occurrence)
    return kept


def occurrences(rows, start, end, changes=(), closures=()):
    """Every time at which `rows` are on between two aware datetimes, `end` not included.

    Those under way at `start` are in. Sorted by start. Cancelled and uncertain ones are in
    too and say so: ask `is_on` before calling something open. `changes` may be an
    `Exceptions` made once for many records; `closures` is then left out.
    """
    exceptions = Exceptions.of(changes, closures)
    first, last = local_day(start) - DAY, local_day(end)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = [
        occurrence
        for day in days
        for row in rows
        if (occurrence := _on_day(row, day, exceptions))
        and occurrence.start < end
        and occurrence.end > start
    ]
    return sorted(_once_a_place(found), key=lambda o: (o.start, o.end))


def occurrences_on(rows, day, changes=(), closures=()):
    """Every time that begins on the date `day`, cancelled ones too."""
    exceptions = Exceptions.of(changes, closures)
    found = [o for row in rows if (o := _on_day(row, day, exceptions))]
    return sorted(_once_a_place(found), key=lambda o: (o.start, o.end))


def _merged(stretches):
    """Join (start, end) stretches that touch or overlap."""
    joined = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(start, end, taken):
    """The parts of start–end that the sorted stretches `taken` leave free."""
    for taken_start, taken_end in taken:
        if taken_end <= start or taken_start >= end:
            continue
        if start < taken_start:
            yield start, taken_start
        start = taken_end
    if start < end:
        yield start, end


def timeline(rows, start, end, changes=(), closures=()):
    """`[Span]` from `start` to `end`: when `rows` together are open or unknown; closed in between.

    Spans do not overlap; open wins over unknown where both are said. The first and the last
    may reach outside. Without any row the whole of it is unknown.
    """
    rows = list(rows)
    if not rows:
        return [Span(start.astimezone(UTC), end.astimezone(UTC), "unknown")]
    found = [o for o in occurrences(rows, start, end, changes, closures) if not o.is_cancelled]
    taken = _merged((o.start, o.end) for o in found if o.is_certain)
    spans = [Span(opens, closes, "open") for opens, closes in taken]
    for maybe in (o for o in found if not o.is_certain):
        for opens, closes in list(_without(maybe.start, maybe.end, taken)):
            spans.append(Span(opens, closes, "unknown", maybe.reason))
        taken = _merged([*taken, (maybe.start, maybe.end)])
    return sorted(spans, key=lambda span: span.start)
