"""What the page of one hub says: its hours, and who is in the building on which day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from organisations.models import Organisation
from services.calendar import bank_holiday, bank_holidays_between
from services.models import Service, ServiceAtLocation
from services.opening import Occurrence, local_day, occurrences_on, state_at
from services.opening_words import DAY_NAMES, hours_words, row_words
from services.plain_words import access_words
from services.what_is_on import Happening, exceptions_between, happenings, public_sessions

DAYS_SHOWN = 7


@dataclass(frozen=True)
class HubDay:
    """One day at a hub: opening times in words, the bank holiday it is, who is in."""

    day: date
    name: str
    opening: str
    holiday: str
    happenings: tuple[Happening, ...]

    @property
    def is_doubtful(self):
        """Whether something is on although the building is closed: somebody has made a mistake."""
        return self.opening.startswith("closed") and any(
            not happening.occurrence.is_cancelled for happening in self.happenings
        )


class HubPage:
    """The facts of one hub from `public_hubs()`, at the aware datetime `at`. Queries are fixed in number."""

    def __init__(self, hub, at):
        self.hub, self.location = hub, hub.location
        self.at, self.today = at, local_day(at)

    @cached_property
    def rows(self):
        return list(self.location.schedules.all())

    @cached_property
    def sessions(self):
        return list(public_sessions().filter(location=self.location))

    @cached_property
    def exceptions(self):
        return exceptions_between(
            self.today - timedelta(days=1),
            self.today + timedelta(days=400),
            session_uids=[session.uid for session in self.sessions],
            location_ids=[self.location.pk],
        )

    @cached_property
    def open_state(self):
        return state_at(self.rows, self.at, self.exceptions)

    @property
    def opening_hours(self):
        return [row_words(row) for row in self.rows]

    @property
    def holidays(self):
        """Bank holidays of the coming four weeks, with what the hub does on them."""
        coming = bank_holidays_between(self.today, self.today + timedelta(days=28))
        return [(day, name, self._opening(day)) for day, name in coming]

    @cached_property
    def days(self):
        return [self._day(self.today + timedelta(days=n)) for n in range(DAYS_SHOWN)]

    def _day(self, day):
        name = {0: "Today, ", 1: "Tomorrow, "}.get((day - self.today).days, "")
        found = tuple(happenings(self.sessions, day, self.exceptions))
        return HubDay(
            day, f"{name}{DAY_NAMES[day.weekday()]}", self._opening(day), bank_holiday(day), found
        )

    def _opening(self, day):
        """Opening times of the building on one day: "9am to 5pm", "closed", "not known"."""
        if not self.rows:
            return "opening times not known"
        found = occurrences_on(self.rows, day, self.exceptions)
        on = [o for o in found if o.is_on]
        if on:
            return " and ".join(_times(o) for o in on)
        if any(not o.is_cancelled for o in found):
            return "opening times not known, please ring first"
        reason = next((o.reason for o in found if o.reason), "")
        return f"closed ({reason})" if reason else "closed"

    @property
    def other_times(self):
        """Sessions here that do not fall in the days shown, such as monthly ones."""
        shown = {h.session.pk for day in self.days for h in day.happenings}
        return [(s, row_words(s)) for s in self.sessions if s.pk not in shown and self._to_come(s)]

    def _to_come(self, session):
        ends = [day for day in (session.valid_to, session.service.ends_on) if day]
        return all(day >= self.today for day in ends)

    @cached_property
    def services_without_times(self):
        """Services at this place that have not said when they are here."""
        timed = {session.service_id for session in self.sessions}
        here = ServiceAtLocation.objects.filter(location=self.location).values("service_id")
        services = Service.objects.published().current(self.today).filter(pk__in=here)
        running = services.filter(status=Service.Status.ACTIVE).select_related("organisation")
        return [service for service in running if service.pk not in timed]

    @cached_property
    def organisation(self):
        pk = self.hub.organisation_id
        return Organisation.objects.published().filter(pk=pk).first() if pk else None

    @cached_property
    def standing(self):
        return self.hub.standing

    @property
    def access(self):
        return access_words(self.location)

    @property
    def facilities(self):
        return [line.strip() for line in self.hub.facilities.splitlines() if line.strip()]


def _times(occurrence: Occurrence):
    return hours_words(occurrence.opens_at, occurrence.closes_at)
