"""Listing a first service in one sitting: one thing a page, a task list, saved as it goes."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from organisations.duplicates import likely
from organisations.models import Membership, Organisation, Role
from organisations.permissions import organisations_of, own_organisation
from services.models import Service
from upkeep import drafts
from upkeep.editing import Way, write
from upkeep.members import for_members, uid_or_404
from upkeep.models import FirstListing
from upkeep.page_tables import page_of
from upkeep.sending_off import send_all
from upkeep.submissions import unsent
from upkeep.summaries import hindrances, summary

#: So many groups a person may have begun and not sent.
MOST_BEGUN = 10


@dataclass(frozen=True)
class Step:
    """One page of the first listing: a page of the organisation or of its first service."""

    slug: str
    label: str
    model: type
    page: str


STEPS = [
    Step("group", "Your group", Organisation, "name"),
    Step("contact", "How people reach you", Organisation, "contact"),
    Step("ask", "Whom we may ask", Organisation, "private"),
    Step("service", "What people can come to", Service, "what"),
    Step("who", "Who it is for", Service, "who"),
    Step("start", "How people start", Service, "start"),
    Step("cost", "What it costs", Service, "cost"),
    Step("ways", "How people take part", Service, "ways"),
    Step("where", "Where it is", Service, "where"),
    Step("when", "When it is on", Service, "when"),
    Step("needs", "What it helps with", Service, "needs"),
]
CHECK = "check"


def first_service_uid(organisation):
    """The uid of an organisation's first service: always the same, so that it is made once."""
    return uuid.uuid5(organisation.uid, "first service")


def first_service(organisation):
    """The first service, or one not saved yet."""
    uid = first_service_uid(organisation)
    service = Service.objects.filter(uid=uid, organisation=organisation).first()
    return service or Service(uid=uid, organisation=organisation, live=False)


def _record(organisation, step):
    return organisation if step.model is Organisation else first_service(organisation)


class StepWay(Way):
    """Keeping a step ticks it off the task list."""

    def kept(self, record, finished):
        organisation = record if self.extra["is_new"] else self.extra["organisation"]
        if self.extra["is_new"]:
            _begin(organisation, self.extra["user"])
        if finished:
            FirstListing.objects.get_or_create(organisation=organisation)
            listing = FirstListing.objects.select_for_update().get(organisation=organisation)
            if self.extra["step"].slug not in listing.done:
                listing.done = [*listing.done, self.extra["step"].slug]
                listing.save()


def _begin(organisation, user):
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER, added_by=user)
    FirstListing.objects.create(organisation=organisation)


def _address(name, organisation, *args):
    return reverse(f"upkeep:{name}", args=[organisation.uid, *args])


def _after(organisation, step):
    """The next step that nobody has done yet; from a change of what is done, back to the check."""
    if step.slug == "ways":  # It may need a place by now.
        return "where"
    listing = FirstListing.objects.filter(organisation=organisation.pk).first()
    done = listing.done if listing else []
    left = [one.slug for one in STEPS[STEPS.index(step) + 1 :] if one.slug not in done]
    return left[0] if left else CHECK


def _way(organisation, step, user):
    number = STEPS.index(step)
    is_new = organisation.pk is None
    tasks = reverse("upkeep:listings") if is_new else _address("first_tasks", organisation)
    return StepWay(
        back=(tasks, "Your listings" if is_new else "Task list"),
        onward=_address("first_step", organisation, _after(organisation, step)),
        later=_address("first_tasks", organisation),
        above=f"Step {number + 1} of {len(STEPS) + 1}",
        button="Save and continue",
        extra={"organisation": organisation, "step": step, "user": user, "is_new": is_new},
    )


@for_members
def begin(request):
    """The first step, before there is anything: the form carries the uid of what it will make."""
    uid = uid_or_404(request.POST.get("uid")) if request.method == "POST" else uuid.uuid4()
    organisation = Organisation.objects.filter(uid=uid).first()
    if organisation:  # The same form, sent twice.
        own_organisation(request.user, uid)
        return redirect("upkeep:first_step", uid, STEPS[1].slug)
    begun = FirstListing.objects.filter(
        organisation__in=organisations_of(request.user), sent_at=None
    ).select_related("organisation")
    if begun.count() >= MOST_BEGUN:
        messages.error(request, "You have begun many groups. Send one of them first.")
        return redirect("upkeep:listings")
    organisation = Organisation(uid=uid, live=False)
    way = _way(organisation, STEPS[0], request.user)
    way.extra["begun"] = begun
    return write(
        request,
        organisation=organisation,
        record=organisation,
        page=page_of(Organisation, STEPS[0].page),
        way=way,
    )


@for_members
def tasks(request, organisation_uid):
    """What is done and what is to do."""
    organisation = own_organisation(request.user, organisation_uid)
    listing = _listing(organisation)
    has_service = first_service(organisation).pk is not None
    steps = [(step, step.slug in listing.done, has_service or _is_open(step)) for step in STEPS]
    done = sum(is_done for _, is_done, _ in steps)
    context = {
        "organisation": drafts.newest(organisation),
        "steps": steps,
        "done": done,
        "of": len(STEPS),
        "listing": listing,
        "is_sent": bool(listing.sent_at) and not unsent(organisation),
        "heading": "List your first service",
        "back": (reverse("upkeep:listings"), "Your listings"),
    }
    return render(request, "upkeep/listings_tasks.html", context)


def _is_open(step):
    return step.model is Organisation or step.slug == "service"


def _listing(organisation):
    """How far the first listing is; 404 where it is over, or was never made here."""
    listing = FirstListing.objects.filter(organisation=organisation).first()
    if listing is None:
        raise Http404
    return listing


@for_members
def step(request, organisation_uid, slug):
    """One page of the listing."""
    organisation = own_organisation(request.user, organisation_uid)
    _listing(organisation)
    if slug == CHECK:
        return check(request, organisation)
    found = next((step for step in STEPS if step.slug == slug), None)
    if found is None:
        raise Http404
    record = _record(organisation, found)
    if record.pk is None and not _is_open(found):
        return redirect("upkeep:first_step", organisation.uid, "service")
    if slug == "where" and request.method == "GET" and not drafts.newest(record).in_person:
        return _no_place_needed(organisation, found, request.user)
    return write(
        request,
        organisation=organisation,
        record=record,
        page=page_of(found.model, found.page),
        way=_way(organisation, found, request.user),
    )


def _no_place_needed(organisation, step, user):
    """By phone, online or at home: nobody is asked for a place."""
    way = _way(organisation, step, user)
    way.kept(first_service(organisation), finished=True)
    return redirect(way.onward)


def check(request, organisation):
    """All answers with a way to change each, likely duplicates, and the button that sends."""
    service = first_service(organisation)
    if service.pk is None:
        return redirect("upkeep:first_tasks", organisation.uid)
    if request.method == "POST" and send_all(request, organisation):
        return redirect("upkeep:first_sent", organisation.uid)
    newest = {Organisation: drafts.newest(organisation), Service: drafts.newest(service)}
    context = {
        "organisation": organisation,
        "parts": [
            (step, summary(newest[step.model], page_of(step.model, step.page))) for step in STEPS
        ],
        "hindrances": hindrances(organisation, in_full=request.method == "POST"),
        "is_sent": not unsent(organisation),
        "to_do": [step for step in STEPS if step.slug not in _listing(organisation).done],
        "like": _likely(organisation),
        "heading": "Check your answers",
        "back": (_address("first_tasks", organisation), "Task list"),
    }
    context["has_errors"] = request.method == "POST"
    return render(request, "upkeep/listings_check.html", context)


def _likely(organisation):
    """[(organisation, why)] that are public and may be this one."""
    own = drafts.newest(organisation)
    phone = next((row.number for row in own.phones.all()), "")
    places = [at.location for at in drafts.newest(first_service(organisation)).at_locations.all()]
    postcode = next((place.postcode for place in places if not place.is_confidential), "")
    found = likely(own.name, postcode=postcode, website=own.website, email=own.email, phone=phone)
    return [(other, why) for other, why in found if other.pk != organisation.pk]


@for_members
def sent(request, organisation_uid):
    """Thank you, and what happens next."""
    organisation = own_organisation(request.user, organisation_uid)
    context = {
        "organisation": drafts.newest(organisation),
        "heading": "Sent. Thank you",
        "back": (reverse("upkeep:listings"), "Your listings"),
    }
    return render(request, "upkeep/listings_sent.html", context)
