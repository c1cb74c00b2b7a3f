"""Editing one's own organisation, services and places: what each says, and its pages."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from organisations.models import Organisation
from organisations.permissions import own_organisation
from services.held_here import seen_on
from services.models import Location, Service
from upkeep import drafts, submissions
from upkeep.editing import Way, write
from upkeep.members import for_members, own_place, own_service, uid_or_404
from upkeep.page_tables import PAGES, page_of
from upkeep.summaries import summary
from upkeep.throwing_away import can_be_thrown_away, throw_away


@for_members
def about(request, organisation_uid):
    """All that the organisation says of itself."""
    organisation = own_organisation(request.user, organisation_uid)
    return _answers(request, organisation, organisation, _organisation_address(organisation))


@for_members
def edit_organisation(request, organisation_uid, slug):
    """One page of it."""
    organisation = own_organisation(request.user, organisation_uid)
    return _edit(request, organisation, organisation, slug, _organisation_address(organisation))


@for_members
def service(request, organisation_uid, uid):
    """All that is said of one service."""
    if "throw_away" in request.POST:
        return _throw_away(request, organisation_uid, Service.objects.filter(uid=uid))
    organisation, found = own_service(request.user, organisation_uid, uid)
    return _answers(request, organisation, found, _address("service", organisation, found))


@for_members
def edit_service(request, organisation_uid, uid, slug):
    """One page of a service."""
    organisation, found = own_service(request.user, organisation_uid, uid)
    return _edit(request, organisation, found, slug, _address("service", organisation, found))


@for_members
def place(request, organisation_uid, uid):
    """All that is said of one place that the organisation keeps."""
    if "throw_away" in request.POST:
        return _throw_away(request, organisation_uid, Location.objects.filter(uid=uid))
    organisation, found = own_place(request.user, organisation_uid, uid)
    return _answers(request, organisation, found, _address("place", organisation, found))


@for_members
def edit_place(request, organisation_uid, uid, slug):
    """One page of such a place."""
    organisation, found = own_place(request.user, organisation_uid, uid)
    return _edit(request, organisation, found, slug, _address("place", organisation, found))


@for_members
def new_service(request, organisation_uid):
    """A further service: the form carries the uid of what it will make."""
    organisation = own_organisation(request.user, organisation_uid)
    uid = uid_or_404(request.POST.get("uid")) if request.method == "POST" else uuid.uuid4()
    if found := Service.objects.filter(uid=uid).first():  # The same form, sent twice.
        own_service(request.user, organisation_uid, uid)
        return redirect(_address("service", organisation, found))
    found = Service(uid=uid, organisation=organisation, live=False)
    dashboard = reverse("upkeep:organisation", args=[organisation.uid])
    way = Way(
        back=(dashboard, "Back to your listings"),
        onward=_address("service", organisation, found),
        later=dashboard,
        button="Save and continue",
    )
    page = page_of(Service, "what")
    return write(request, organisation=organisation, record=found, page=page, way=way)


def _organisation_address(organisation):
    return reverse("upkeep:about", args=[organisation.uid])


def _address(name, organisation, record):
    return reverse(f"upkeep:{name}", args=[organisation.uid, record.uid])


def _edit(request, organisation, record, slug, address):
    """One page of a record; afterwards back to its answers."""
    page = page_of(type(record), slug)
    if page is None:
        raise Http404
    way = Way(
        back=(address, "Back to all answers"),
        onward=address,
        above=str(record),
        saved="Saved. Send your changes when you are ready.",
    )
    return write(request, organisation=organisation, record=record, page=page, way=way)


def _throw_away(request, organisation_uid, named):
    """What was begun by mistake goes, unless something uses it; then back to the dashboard."""
    organisation = own_organisation(request.user, organisation_uid)
    owner = "organisation" if named.model is Service else "kept_by"
    record = named.filter(**{owner: organisation}).first()
    if record is not None:  # otherwise the button was pressed twice
        name = drafts.titles([record])[record.uid]
        hindrance = throw_away(organisation, record, by=request.user)
        say = messages.error if hindrance else messages.success
        say(request, f"“{name}” {hindrance or 'is thrown away'}.")
    return redirect("upkeep:organisation", organisation.uid)


def _answers(request, organisation, record, address):
    """All that a record says, page by page, each with a way to change it."""
    version = drafts.newest(record)
    context = {
        "organisation": organisation,
        "record": record,
        "version": version,
        "parts": [
            (page, f"{address}{page.slug}/", summary(version, page)) for page in PAGES[type(record)]
        ],
        "is_place": isinstance(record, Location),
        "seen_on": seen_on(record, organisation) if isinstance(record, Location) else "",
        "preview": "" if isinstance(record, Location) else f"{address}preview/",
        "is_changed": record.has_unpublished_changes,
        "is_unsent": submissions.is_unsent(record),
        "is_waiting": bool(submissions.waiting([record])),
        "may_go": can_be_thrown_away(record),
        "heading": str(version),
        "back": (reverse("upkeep:organisation", args=[organisation.uid]), "Back to your listings"),
        "kind": {Organisation: "Your group", Service: "Service", Location: "Place"}[type(record)],
    }
    return render(request, "upkeep/listings_answers.html", context)
