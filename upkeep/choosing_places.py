"""Adding a place to a service: one that is known already, or a new one. Entered once, shared."""

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from places.distance import bounding_box, distance_words, haversine_km
from places.postcodes import Kind, normalise, read
from places.where import locate_offline
from records.locks import held
from services.models import Location, ServiceAtLocation
from services.permissions import places_usable_for
from upkeep import drafts
from upkeep.first_listing import first_service
from upkeep.members import for_members, own_service, uid_or_404
from upkeep.page_tables import NEW_PLACE

#: How far around a postcode places are offered, and how many.
NEAR_KM = 1.0
MOST = 12


def places_near(organisation, where):
    """[(place, distance in words)] that `organisation` may choose within a kilometre of a Where,
    nearest first. Those without a map point, and one's own secret ones, are found by their postcode.
    """
    usable = places_usable_for(organisation)
    there = usable.filter(postcode=where.postcode or normalise(where.typed))
    secret = [(place, "secret") for place in there.filter(is_confidential=True)]
    unmapped = there.filter(is_confidential=False, latitude=None)
    found = [*secret, *((place, "the same postcode") for place in unmapped)]
    return [*found, *_around(usable, where)][:MOST]


def _around(usable, where):
    """The open places with a map point near the Where, nearest first."""
    if where.point is None:
        return []
    south, north, west, east = bounding_box(*where.point, NEAR_KM)
    inside = usable.filter(
        is_confidential=False, latitude__range=(south, north), longitude__range=(west, east)
    )
    found = sorted(
        (haversine_km(*where.point, place.latitude, place.longitude), place.pk, place)
        for place in inside
    )
    return [(place, distance_words(km)) for km, _, place in found if km <= NEAR_KM]


@for_members
def add_place(request, organisation_uid, uid):
    """Ask for the postcode, offer what is there, take a new one."""
    organisation, service = own_service(request.user, organisation_uid, uid)
    if request.method == "POST":
        return _choose(request, organisation, service)
    context = _context(request, organisation, service)
    typed = request.GET.get("postcode", "").strip()[:100]
    where = locate_offline(typed)
    if where.found or read(typed).kind == Kind.FULL:
        context |= _offer(organisation, typed, where)
    elif "postcode" in request.GET:
        context |= {
            "error": where.message if typed else "Type the postcode of the place.",
            "wrong": typed,
        }
    context["has_errors"] = bool(context.get("error"))
    return render(request, "upkeep/listings_add_place.html", context)


def _offer(organisation, typed, where):
    """What the page needs to offer the places near a Where."""
    return {
        "typed": typed,
        "where": where,
        "near": places_near(organisation, where),
        "heading": "Is it one of these places?",
    }


def _choose(request, organisation, service):
    """Add the place that was chosen, or ask for a new one."""
    chosen = request.POST.get("place", "")
    if chosen == "new":
        address = reverse("upkeep:new_place", args=[organisation.uid, service.uid])
        typed = urlencode({"postcode": normalise(request.POST.get("postcode", "")) or ""})
        return redirect(f"{address}?{typed}")
    try:
        place = places_usable_for(organisation).filter(uid=uuid.UUID(chosen)).first()
    except ValueError:
        place = None
    if place is None:
        context = _context(request, organisation, service)
        typed = request.POST.get("postcode", "")[:100]
        context |= _offer(organisation, typed, locate_offline(typed))
        context |= {"error": "Choose one of the places, or a new one.", "has_errors": True}
        return render(request, "upkeep/listings_add_place.html", context)
    add(service, place, by=request.user)
    return redirect(_after(organisation, service))


@transaction.atomic
def add(service, place, *, by):
    """Put `place` on the newest draft of `service`, once, whoever else is changing it."""
    service = held(type(service).objects).get(pk=service.pk)
    draft = drafts.newest(service)
    here = list(draft.at_locations.all())
    if place.pk in [at.location_id for at in here]:
        return
    if not here and not any(getattr(draft, way) for way in draft.ATTENDING if way != "in_person"):
        _bring_times(draft, place)
    here.append(ServiceAtLocation(location=place, sort_order=len(here)))
    draft.at_locations = here
    draft.in_person = True
    drafts.keep(draft, by=by, seen=drafts.seen(service))


def _bring_times(draft, place):
    """Times without a place are at the first one, as after a move: people only come in person."""
    sessions = list(draft.sessions.all())
    for session in sessions:
        session.location = session.location or place
    draft.sessions = sessions


@for_members
def new_place(request, organisation_uid, uid):
    """A place nobody has entered yet; this organisation will be its keeper."""
    organisation, service = own_service(request.user, organisation_uid, uid)
    is_sent = request.method == "POST"
    place_uid = uid_or_404(request.POST.get("uid")) if is_sent else uuid.uuid4()
    place = Location.objects.filter(uid=place_uid).first()
    if place is not None:  # The same form, sent twice.
        if place.kept_by_id != organisation.pk:
            raise Http404
        return redirect(_after(organisation, service))
    place = Location(uid=place_uid, kept_by=organisation, live=False)
    place.postcode = normalise(request.GET.get("postcode", "")) or ""
    form = NEW_PLACE(
        request.POST if is_sent else None,
        instance=place,
        user=request.user,
        organisation=organisation,
    )
    if is_sent and form.is_valid():
        try:
            with transaction.atomic():
                drafts.keep(form.apply(), by=request.user, seen=None)
                add(service, form.instance, by=request.user)
        except IntegrityError:  # the same form, sent twice at the same moment
            if not Location.objects.filter(uid=place_uid, kept_by=organisation).exists():
                raise
        messages.success(request, f"The place is added. {form.told()}".strip())
        return redirect(_after(organisation, service))
    context = _context(request, organisation, service) | {
        "form": form,
        "place_uid": place_uid,
        "heading": "A new place",
        "has_errors": is_sent,
    }
    return render(request, "upkeep/listings_new_place.html", context)


def _context(request, organisation, service):
    return {
        "organisation": organisation,
        "service": service,
        "heading": "Where is it?",
        "back": (_after(organisation, service), "Back"),
    }


def _after(organisation, service):
    """To the page of the service's places: in the first listing while that goes on."""
    listing = getattr(organisation, "first_listing", None)
    if listing and listing.sent_at is None and first_service(organisation).pk == service.pk:
        return reverse("upkeep:first_step", args=[organisation.uid, "where"])
    return reverse("upkeep:edit_service", args=[organisation.uid, service.uid, "where"])
