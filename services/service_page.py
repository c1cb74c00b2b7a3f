"""What the page of one service says, put together from published records only.

A fixed number of queries, however many places, sessions and links there are.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Prefetch, Q

from organisations.models import Organisation
from services import plain_words as words
from services.models import Location, Referrer, Service, ServiceAtLocation, Session
from services.needs import Need, recognise
from services.opening import NOT_KNOWN, OpenState, local_day, midnight, occurrences, state_at
from services.opening_words import row_words
from services.what_is_on import exceptions_between

#: How many days of changes and cancellations the page tells of.
DAYS_AHEAD = 14


def services_for_pages(services=None):
    """Published services with all that their page shows; what hangs on drafts is left out.

    `services`: these in their place, to show people what is theirs although it is hidden.
    """
    places = Location.objects.published().order_by().values("pk")
    return (
        (Service.objects.published() if services is None else services)
        .select_related("organisation")
        .prefetch_related(
            "needs",
            "audiences",
            "serves",
            "led_by",
            "organisation__led_by",
            "organisation__phones",
            "languages",
            "coverage",
            "routes",
            "phones",
            "contacts",
            "cost_options",
            Prefetch(
                "at_locations",
                ServiceAtLocation.objects.filter(location__in=places).select_related("location"),
            ),
            Prefetch(
                "sessions",
                Session.objects.filter(
                    Q(location__isnull=True) | Q(location__in=places)
                ).select_related("location"),
            ),
            "at_locations__location__phones",
        )
    )


@dataclass(frozen=True)
class PlaceOnPage:
    """One place of a service. `location` is None for what happens by phone or online."""

    location: Location | None
    where: str
    sessions: tuple[Session, ...]
    changes: tuple

    @property
    def times(self):
        """`[(words, name, booking, notes)]` of the sessions here.

        Of a secret place only the times: a group's own words may say where it is.
        """
        if self.location and self.location.is_confidential:
            return [(row_words(s), "", "", "") for s in self.sessions if s.opens_at]
        return [
            (row_words(s), s.name, words.booking_words(s), s.notes or _own_words(s))
            for s in self.sessions
        ]

    @property
    def access(self):
        return words.access_words(self.location)


def _own_words(session):
    """What the group wrote, where the times come from reading it."""
    return (
        f"In their words: “{session.description}”"
        if session.description and session.opens_at
        else ""
    )


class ServicePage:
    """The facts of one service from `services_for_pages()`, at the aware datetime `at`."""

    def __init__(self, service, at):
        self.service, self.at, self.today = service, at, local_day(at)

    @cached_property
    def exceptions(self):
        rows = self.service.sessions.all()
        return exceptions_between(
            self.today - timedelta(days=1),
            self.today + timedelta(days=400),
            session_uids=[row.uid for row in rows],
            location_ids=[row.location_id for row in rows if row.location_id],
        )

    @cached_property
    def is_running(self):
        service = self.service
        return (
            service.status == Service.Status.ACTIVE
            and not (service.starts_on and service.starts_on > self.today)
            and not (service.ends_on and service.ends_on < self.today)
        )

    @cached_property
    def open_state(self):
        """The OpenState, or None for a service that is not running: the notice says it all."""
        if not self.is_running:
            return None
        rows = list(self.service.sessions.all())
        if not rows:
            return OpenState("unknown", None, None, NOT_KNOWN)
        return state_at(rows, self.at, self.exceptions)

    @cached_property
    def changes(self):
        """Cancelled and uncertain occurrences of the coming fortnight."""
        if not self.is_running:
            return []
        end = midnight(self.today + timedelta(days=DAYS_AHEAD))
        coming = occurrences(
            list(self.service.sessions.all()), midnight(self.today), end, self.exceptions
        )
        return [o for o in coming if o.reason and o.day >= self.today]

    @cached_property
    def places(self):
        """Each place with its sessions, in order; what needs no place comes last."""
        sessions = list(self.service.sessions.all())
        here = {at.location_id: (at.location, at.description) for at in self._at_locations}
        for session in sessions:
            here.setdefault(session.location_id, (session.location, ""))
        order = sorted(here, key=lambda pk: pk is None)
        return [
            self._place(*here[pk], [s for s in sessions if s.location_id == pk]) for pk in order
        ]

    @property
    def _at_locations(self):
        return self.service.at_locations.all()

    def _place(self, location, where, sessions):
        is_secret = location is not None and location.is_confidential
        uids = set() if is_secret else {session.uid for session in sessions}
        changes = tuple(o for o in self.changes if o.row.uid in uids)
        return PlaceOnPage(location, "" if is_secret else where, tuple(sessions), changes)

    @cached_property
    def routes(self):
        """`[(who, [routes])]` in the order of Referrer, without those who have no way of their own."""
        rows = list(self.service.routes.all())
        return [
            (label, [row for row in rows if row.referrer == value])
            for value, label in Referrer.choices
            if any(row.referrer == value for row in rows)
        ]

    @cached_property
    def linked(self):
        """The published ones among the services this one points to, by primary key."""
        ids = {self.service.alternative_service_id, self.service.onward_service_id}
        return {s.pk: s for s in Service.objects.published().filter(pk__in=ids - {None})}

    @property
    def alternative_service(self):
        return self.linked.get(self.service.alternative_service_id)

    @property
    def onward_service(self):
        return self.linked.get(self.service.onward_service_id)

    @cached_property
    def parent_organisation(self):
        parent = self.service.organisation.parent_organisation_id
        return Organisation.objects.published().filter(pk=parent).first() if parent else None

    @cached_property
    def is_sensitive(self):
        """Whether the page offers a quick way out: by its needs or, where it has none, its words."""
        if self.service.needs.all():
            return self.service.is_sensitive
        service = self.service
        text = "\n".join([service.name, service.summary, service.description])
        found = {match.slug for match in recognise(text, side="listing")}
        return bool(found) and Need.objects.filter(slug__in=found, sensitive=True).exists()

    @cached_property
    def standing(self):
        return self.service.standing

    @property
    def notice(self):
        return words.status_words(self.service, self.today)

    @property
    def who_for(self):
        """Sentences on whom it is for."""
        service = self.service
        sentences = [
            service.eligibility,
            words.age_words(service.minimum_age, service.maximum_age),
            words.coverage_words(list(service.coverage.all()), service.coverage_note),
        ]
        return [sentence for sentence in sentences if sentence]

    @property
    def conditions(self):
        """Sentences on diagnosis and referral."""
        service = self.service
        return words.conditions_words(service.needs_diagnosis, service.needs_referral)

    @property
    def first_phone(self):
        return next(iter(self.service.phones.all()), None)

    @property
    def attending(self):
        return words.attending_words(self.service)

    @property
    def cost(self):
        """Lines on the cost, prices that are over or not yet due left out."""
        options = [
            words.cost_option_words(option)
            for option in self.service.cost_options.all()
            if not (option.valid_to and option.valid_to < self.today)
            and not (option.valid_from and option.valid_from > self.today)
        ]
        lines = [words.cost_words(self.service), self.service.fees_description, *options]
        return [line for line in lines if line]

    @property
    def led_by(self):
        return list(self.service.led_by.all()) or list(self.service.organisation.led_by.all())

    @property
    def is_confidential(self):
        """Whether any of its places is kept secret."""
        return any(place.location and place.location.is_confidential for place in self.places)

    @property
    def may_just_turn_up(self):
        return any(
            session.booking == Session.Booking.DROP_IN for session in self.service.sessions.all()
        )

    @property
    def has_contact(self):
        service = self.service
        return bool(service.phones.all() or service.contacts.all() or service.email or service.url)
