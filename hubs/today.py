"""What is on today and this week: sessions, cancellations, open hubs, bank holidays."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from hubs.nearest import public_hubs
from places.distance import KM_PER_MILE, geodesic_km
from services.calendar import bank_holiday, bank_holidays_between
from services.opening import occurrences_on
from services.opening_words import date_words, hours_words
from services.what_is_on import exceptions_between, happenings, public_sessions, sessions_on

WEEK = 7
#: So many days are looked through for the next one with something on.
DAYS_AHEAD = 28


@dataclass(frozen=True)
class HubToday:
    """A hub on the day: `opening` in words; `is_open` None where it is not known."""

    hub: object
    opening: str
    is_open: bool | None
    km: float | None = None


class Today:
    """One day of the whole site, or of what is within `miles` of `point` (latitude, longitude).

    `now` is the aware datetime of looking. A fixed number of queries.
    """

    def __init__(self, day, now, *, today, point=None, miles=5):
        self.day, self.now, self.today, self.point = day, now, today, point
        self.near_km = miles * KM_PER_MILE

    @property
    def title(self):
        return f"On {'today' if self.day == self.today else date_words(self.day, self.today)}"

    @cached_property
    def exceptions(self):
        first = min(self.day, self.today)
        return exceptions_between(first, max(self.day, self.today + timedelta(days=WEEK)))

    @cached_property
    def _all(self):
        found = sessions_on(self.day, exceptions=self.exceptions)
        return [kept for one in found if (kept := self._if_near(one))]

    def _if_near(self, happening):
        """The happening with its distance, or None when it is too far. Without a point all stay.

        What is at a confidential place is not for turning up to: it is left out, wherever it is.
        """
        if happening.location and happening.location.is_confidential:
            return None
        if self.point is None or happening.location is None:
            return happening
        there = happening.location.shown_point
        if there is None:
            return None
        km = geodesic_km(*self.point, *there)
        return happening.at_distance(km) if km <= self.near_km else None

    @cached_property
    def sessions(self):
        """Sessions at places that take place, by time; those nobody is sure of say so."""
        return [h for h in self._all if h.location and not h.occurrence.is_cancelled]

    @cached_property
    def by_phone_or_online(self):
        return [h for h in self._all if not h.location and not h.occurrence.is_cancelled]

    @cached_property
    def cancelled(self):
        """What would have been on, apart from breaks that every bank holiday brings."""
        return [h for h in self._all if h.occurrence.is_cancelled and not h.occurrence.bank_holiday]

    @cached_property
    def off_for_the_holiday(self):
        return [h for h in self._all if h.occurrence.is_cancelled and h.occurrence.bank_holiday]

    @property
    def holiday(self):
        return bank_holiday(self.day)

    @property
    def holidays_soon(self):
        """Bank holidays in the two weeks after the day."""
        return bank_holidays_between(self.day + timedelta(days=1), self.day + timedelta(days=14))

    @property
    def week(self):
        """`[(day, words, holiday)]` of today and the six days after it."""
        days = [self.today + timedelta(days=n) for n in range(WEEK)]
        names = {0: "Today", 1: "Tomorrow"}
        return [
            (day, names.get(n, f"{day:%A} {day.day} {day:%B}"), bank_holiday(day))
            for n, day in enumerate(days)
        ]

    @cached_property
    def cancelled_this_week(self):
        """Cancelled or moved on the other days of this week: `[Occurrence]` by time. One query."""
        days = {day for day, _, _ in self.week} - {self.day}
        named = {uid for (uid, on) in self.exceptions.changes if on in days}
        rows = list(public_sessions().filter(uid__in=named).exclude(location__is_confidential=True))
        found = []
        for day in sorted(days):
            changed = [row for row in rows if (row.uid, day) in self.exceptions.changes]
            found += occurrences_on(changed, day, self.exceptions)
        return found

    @cached_property
    def hubs(self):
        """Every hub on the day: the open ones first, near ones before far ones."""
        found = [self._hub(hub) for hub in public_hubs()]
        return sorted(found, key=lambda h: (h.is_open is False, h.km or 0, h.hub.name.casefold()))

    def _hub(self, hub):
        there = hub.location.shown_point
        km = geodesic_km(*self.point, *there) if self.point and there else None
        rows = list(hub.location.schedules.all())
        found = occurrences_on(rows, self.day, self.exceptions)
        on = [o for o in found if o.is_on]
        if on:
            times = " and ".join(hours_words(o.opens_at, o.closes_at) for o in on)
            return HubToday(hub, f"Open {times}", True, km)
        if not rows or any(not o.is_cancelled for o in found):
            return HubToday(hub, "Opening times not known: please ring first", None, km)
        reason = next((f" ({o.reason})" for o in found if o.reason), "")
        return HubToday(hub, f"Closed{reason}", False, km)

    @cached_property
    def next_day(self):
        """The next day with a session at a place, near the point; None where none is soon. Three
        queries, however many days it is."""
        last = self.day + timedelta(days=DAYS_AHEAD)
        exceptions = exceptions_between(self.day, last)
        rows = list(public_sessions().filter(location__isnull=False))
        for number in range(1, DAYS_AHEAD + 1):
            day = self.day + timedelta(days=number)
            found = map(self._if_near, happenings(rows, day, exceptions))
            if any(one and not one.occurrence.is_cancelled for one in found):
                return day
        return None

    @property
    def is_empty(self):
        return not (self.sessions or self.by_phone_or_online)
