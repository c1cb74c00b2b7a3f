"""Services on pages of lower apps, and times in words."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from records.models import Standing
from services.models import Service
from services.need_addresses import shown_slug
from services.opening import local_day, state_at
from services.opening_words import clock as clock_words
from services.opening_words import date_words as day_in_words
from services.opening_words import hours_words
from services.plain_words import short_cost_words
from services.what_is_on import exceptions_between, public_sessions

register = template.Library()

PAGE = 20
PRINTED = 100


@dataclass(frozen=True)
class ListedService:
    """A service as the card component shows it."""

    uid: str
    url: str
    name: str
    summary: str
    organisation: str
    open_state: str
    open_words: str
    cost: str
    place: str
    alert: str
    is_unconfirmed: bool = False


@register.filter
def clock(at):
    """ "9am", "5:30pm", "midday": a time or datetime as people say it."""
    return clock_words(at)


@register.filter
def date_words(day):
    """ "Monday 24 November", with the year when it is another one."""
    return day_in_words(day, timezone.localdate())


@register.filter
def occurrence_hours(occurrence):
    """ "10am to midday" of an Occurrence; honest words where the times are not known."""
    if not occurrence.times_known:
        return "times not known"
    return hours_words(occurrence.opens_at, occurrence.closes_at)


@register.filter
def need_address(need):
    """The address of the page of a need; a neutral one where it is about abuse or safety."""
    return f"/needs/{shown_slug(need)}/"


@register.simple_tag(takes_context=True)
def organisation_services(context, organisation):
    """The page of an organisation's published services that the address asks for.

    A `Page` of ListedService by name; the print view has them all on one page, up to a hundred.
    The same number of queries for one service and for sixty.
    """
    services = Service.objects.published().filter(organisation=organisation).not_over()
    shown = services.select_related("organisation").order_by("name", "pk")
    page = Paginator(shown, PRINTED if context.get("printing") else PAGE).get_page(
        context["request"].GET.get("page")
    )
    page.object_list = _listed(list(page.object_list), timezone.now())
    return page


@register.simple_tag
def ended_services(organisation):
    """An organisation's published services that have ended, by name; their pages say where to go."""
    published = Service.objects.published().filter(organisation=organisation)
    return published.exclude(pk__in=Service.objects.not_over().values("pk"))[:PAGE]


def _listed(services, at):
    sessions = list(public_sessions(Service.objects.filter(pk__in=[s.pk for s in services])))
    today = local_day(at)
    exceptions = exceptions_between(
        today - timedelta(days=1),
        today + timedelta(days=400),
        session_uids=[session.uid for session in sessions],
        location_ids=[session.location_id for session in sessions if session.location_id],
    )
    unconfirmed = _unconfirmed(services)
    return [
        replace(
            _one_listed(
                service, [s for s in sessions if s.service_id == service.pk], at, exceptions
            ),
            is_unconfirmed=service.uid in unconfirmed,
        )
        for service in services
    ]


def _unconfirmed(services):
    standings = Standing.objects.filter(
        record_uid__in=[service.uid for service in services], state=Standing.State.UNCONFIRMED
    )
    return set(standings.values_list("record_uid", flat=True))


def _one_listed(service, sessions, at, exceptions):
    state = state_at(sessions, at, exceptions)
    running = service.status == Service.Status.ACTIVE
    places = dict.fromkeys(s.location.shown_name for s in sessions if s.location)
    return ListedService(
        uid=service.uid,
        url=service.get_absolute_url(),
        name=service.name,
        summary=service.summary or service.description[:200],
        organisation=service.organisation.name,
        open_state=state.state if running else "closed",
        open_words=state.words if running else service.get_status_display(),
        cost=short_cost_words(service),
        place=", ".join(places),
        alert=service.alert,
    )
