"""A group closes: all its services get a last day and a way on, and are sent for review as one."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from organisations import people
from organisations.models import Organisation
from organisations.permissions import owned_organisation
from services.models import Service
from services.sent_here import services_naming_each
from upkeep import drafts, submissions
from upkeep.editing import Way
from upkeep.forms_drafts import form_class
from upkeep.forms_looking import LookingForm, is_looking
from upkeep.members import for_members
from upkeep.page_tables import Page
from upkeep.sending_off import say_sent

NOTE = "The group is closing. Its last day is {day}."
AGAIN = "Somebody else saved one of these just now. Nothing was changed. Please try again."
NOTHING_LEFT = "Each of your services has ended or has a last day already."


class ClosingForm(LookingForm):
    """The last day of a group, and where people can go instead: not to what closes with it."""

    def may_be_named(self):
        return super().may_be_named().exclude(organisation=self.organisation)


PAGE = Page(
    "closing",
    "We are closing",
    form_class(
        Service,
        {
            "ends_on": ("What is your last day?", "It may be in the past."),
            "onward": (
                "Where can people go instead?",
                "In your own words. Leave it empty if you do not know of anything.",
            ),
            "onward_service": ("Or a service that is listed here", ""),
        },
        base=ClosingForm,
        asked=["ends_on"],
    ),
    template="upkeep/closing_down.html",
)


def going_on(organisation):
    """The public services of a group that have not ended, those hidden by a timer included."""
    services = Service.objects.not_over().filter(organisation=organisation, live=True)
    return list(services.order_by("name", "pk"))


def sent_there(services):
    """Who of other groups sends people to any of `services`: as services_naming, each once."""
    found = {}
    for naming in services_naming_each(services).values():
        for one, names_nothing_else in naming:
            found[one] = found.get(one, False) or names_nothing_else
    ours = {service.organisation_id for service in services}
    return [pair for pair in found.items() if pair[0].organisation_id not in ours]


@transaction.atomic
def close_down(organisation, *, by, answers):
    """End all that goes on, in drafts that are sent as one; the Submission, or None: nothing to end.

    `answers` is a Service that nobody saves: its last day and way on are taken. A service that ends
    earlier keeps its day, one that names a way on of its own keeps that.
    Raises submissions.NotReady or drafts.Overtaken; nothing is kept then.
    """
    people.lock(organisation)
    services, ended = going_on(organisation), []
    versions = drafts.newest_of(services)
    for service in services:
        version = versions[service.uid]
        if _end(version, answers):
            drafts.keep(version, by=by, seen=service.latest_revision_id)
            ended.append(service)
    note = NOTE.format(day=f"{answers.ends_on.day} {answers.ends_on:%B %Y}")
    return submissions.send(organisation, by=by, records=ended, note=note) if ended else None


def _end(version, answers):
    """Put the answers on a version; whether it says anything else now."""
    before = version.status, version.ends_on
    day = answers.ends_on
    if version.starts_on and version.starts_on > day:  # It will never begin.
        version.status, version.ends_on = Service.Status.DEFUNCT, None
    elif version.ends_on is None or version.ends_on > day:
        version.ends_on = day
    if (version.status, version.ends_on) == before:
        return False
    if not (version.onward or version.onward_service_id):
        version.onward, version.onward_service = answers.onward, answers.onward_service
    return True


@for_members
def closing(request, organisation_uid):
    """GET and POST /listings/<uid>/closing/: when, where people can go, and who is sent here now."""
    own = owned_organisation(request.user, organisation_uid)
    looks = request.method == "POST" and is_looking(request.POST)
    form = PAGE.form(
        request.POST if request.method == "POST" else None,
        instance=Service(organisation=own, live=False),
        user=request.user,
        organisation=own,
        finished=not looks,
    )
    if form.is_bound and not looks and form.is_valid() and _closed(request, own, form):
        return redirect("upkeep:organisation", own.uid)
    return _page(request, own, form, has_errors=form.is_bound and bool(form.all_errors))


def _closed(request, organisation, form):
    try:
        submission = close_down(organisation, by=request.user, answers=form.apply())
    except submissions.NotReady as refused:
        form.add_error(None, refused.messages)
        return False
    except drafts.Overtaken:
        form.add_error(None, AGAIN)
        return False
    say_sent(request, submission, nothing=NOTHING_LEFT)
    return True


def _page(request, organisation, form, *, has_errors):
    services = going_on(organisation)
    versions = list(drafts.newest_of(services).values())
    dashboard = reverse("upkeep:organisation", args=[organisation.uid])
    context = {
        "form": form,
        "page": PAGE,
        "way": Way(back=(dashboard, "Back to your listings"), onward=dashboard, button="Send"),
        "organisation": organisation,
        "record": form.instance,
        "seen": "",
        "services": versions,
        "has_days": any(version.ends_on for version in versions),
        "naming_it": sent_there(services),
        "heading": PAGE.title,
        "back": (dashboard, "Back to your listings"),
        "is_public": Organisation.objects.published().filter(pk=organisation.pk).exists(),
        "has_errors": has_errors,
    }
    return render(request, PAGE.template, context)
