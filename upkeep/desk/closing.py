"""Closing many places on the same days, and taking that back as one."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from records.listing_search import matching
from search.signals import closures_of
from services.models import Closure, Location
from upkeep.models import ClosedTogether

CLOSED = "upkeep.closed_together"
OPENED = "upkeep.closed_together.undone"
SEARCHED = ["name", "alternate_name", "address_1", "city", "postcode"]


def places_for(*, q="", organisation=None, council=None, hubs=False):
    """Published places that fit, by name."""
    places = Location.objects.filter(live=True)
    if q:
        places = matching(places, SEARCHED, q)
    if organisation:
        uses = Q(services_here__service__organisation=organisation)
        places = places.filter(Q(kept_by=organisation) | uses).distinct()
    if council:
        places = places.filter(council=council)
    if hubs:
        places = places.filter(hub__live=True)
    return places.order_by("name", "address_1", "pk")


@transaction.atomic
def close_together(uid, places, spells, *, by):
    """Close each place on each of `spells`, [(first day, last day, reason)]; returns ClosedTogether.

    Done once for each `uid`. A place that is closed on just these days already is left as it is.
    """
    together, is_new = ClosedTogether.objects.get_or_create(uid=uid, defaults={"by": by})
    if not is_new:
        return together
    changed = [one for one in plan(places, spells) if one.new]
    with closures_of([one.place.pk for one in changed]):
        made = Closure.objects.bulk_create([row for one in changed for row in one.new])
        together.closures.add(*made)
    for one in changed:
        log(instance=one.place, action=CLOSED, user=by, data={"days": days_words(one.new)})
    return together


@dataclass
class Planned:
    """What closing would do at one place: closures to be made, and days it is closed already."""

    place: Location
    new: list
    already: list

    @property
    def new_words(self):
        return days_words(self.new)

    @property
    def already_words(self):
        return days_words(self.already)


def plan(places, spells):
    """[Planned] for each place, without changing anything."""
    places = list(places)
    known = set(
        Closure.objects.filter(location__in=places, opens_at=None).values_list(
            "location", "first_day", "last_day"
        )
    )
    found = []
    for place in places:
        one = Planned(place, [], [])
        for first, last, reason in spells:
            closure = Closure(location=place, first_day=first, last_day=last, reason=reason)
            is_known = (place.pk, first, last) in known
            known.add((place.pk, first, last))
            (one.already if is_known else one.new).append(closure)
        found.append(one)
    return found


@transaction.atomic
def open_again(together, *, by):
    """Take back all closures that were set together; returns how many there were."""
    together = ClosedTogether.objects.select_for_update().get(pk=together.pk)
    if together.undone_at:
        return 0
    by_place = {}
    for closure in together.closures.select_related("location"):
        by_place.setdefault(closure.location, []).append(closure)
    for place, closures in by_place.items():
        log(instance=place, action=OPENED, user=by, data={"days": days_words(closures)})
    with closures_of([place.pk for place in by_place]):
        together.closures.all().delete()
    together.undone_at, together.undone_by = timezone.now(), by
    together.save()
    return sum(len(closures) for closures in by_place.values())


def spells_words(spells):
    """["Friday 25 December 2026: Christmas Day"] of [(first day, last day, reason)]."""
    found = []
    for first, last, reason in spells:
        days = f"{first:%A %-d %B %Y}" + ("" if first == last else f" to {last:%A %-d %B %Y}")
        found.append(f"{days}: {reason}" if reason else days)
    return found


def days_words(closures):
    """ "25 December 2026, 1 January 2027 to 3 January 2027"."""
    spells = sorted({(closure.first_day, closure.last_day) for closure in closures})
    return ", ".join(
        f"{first:%-d %B %Y}" if first == last else f"{first:%-d %B %Y} to {last:%-d %B %Y}"
        for first, last in spells
    )


def latest(most=10):
    """What was set together lately and not taken back, newest first, with its days in words."""
    found = ClosedTogether.objects.filter(undone_at=None).prefetch_related("closures")
    chosen = [one for one in found.order_by("-made_at")[:most] if one.closures.all()]
    for one in chosen:
        closures = one.closures.all()
        one.days = days_words(closures)
        one.places = len({closure.location_id for closure in closures})
        one.reasons = ", ".join(sorted({closure.reason for closure in closures if closure.reason}))
    return chosen
