"""Pairs of records that may be listed twice, kept as rows: comparing thousands takes seconds.

The timed work compares again when anything that is compared has changed. What is not public any
more, and what somebody said is not the same, is left out whenever the rows are read.
"""

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone

import organisations.duplicates
import services.duplicates
from organisations.dismissals import DuplicateDismissal, pair_key
from organisations.models import Organisation, OrganisationPhone
from records.models import Standing
from services.models import Location, Service, ServiceAtLocation
from upkeep.models import LikelyPair, PairSearch

Kind = LikelyPair.Kind
MODELS = {Kind.ORGANISATION: Organisation, Kind.SERVICE: Service}
_SEARCHES = {Kind.ORGANISATION: organisations.duplicates, Kind.SERVICE: services.duplicates}
#: What is compared, by kind.
_COMPARED = {
    Kind.ORGANISATION: (Organisation, OrganisationPhone, Location),
    Kind.SERVICE: (Service, ServiceAtLocation, Location),
}


def look_for_pairs(now=None):
    """Compare again what has changed; returns {kind: how many pairs were found} of those compared.

    Safe to repeat and to kill: a kind's rows are replaced in one transaction.
    """
    return {str(kind): _look(kind, now) for kind in MODELS if _is_outdated(kind)}


def _is_outdated(kind):
    return not PairSearch.objects.filter(kind=kind, state=_state(kind)).exists()


@transaction.atomic
def _look(kind, now):
    # Read first: what changes while we compare makes us compare again.
    state = _state(kind)
    found = _SEARCHES[kind].pairs()
    LikelyPair.objects.filter(kind=kind).delete()
    rows = [_row(kind, place, *pair) for place, pair in enumerate(found)]
    LikelyPair.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    PairSearch.objects.update_or_create(
        kind=kind, defaults={"state": state, "made_at": now or timezone.now()}
    )
    return len(rows)


def _row(kind, place, one, other, why):
    first, second = pair_key(one.uid, other.uid)
    return LikelyPair(kind=kind, first_uid=first, second_uid=second, why=why[:300], place=place)


def _state(kind):
    """A few numbers that change whenever something that is compared does."""
    hidden = Standing.objects.filter(state=Standing.State.HIDDEN)
    parts = [hidden.aggregate(n=Count("pk"), last=Max("since"))]
    for model in _COMPARED[kind]:
        numbers = {"n": Count("pk"), "last": Max("pk")}
        if any(f.name == "modified_at" for f in model._meta.fields):
            numbers |= {"live": Count("pk", filter=Q(live=True)), "at": Max("modified_at")}
        parts.append(model.objects.order_by().aggregate(**numbers))
    return "|".join(str(value) for part in parts for value in part.values())


def open_pairs():
    """LikelyPair rows of two public records that nobody has said to differ, likeliest first."""
    if PairSearch.objects.count() < len(MODELS):
        look_for_pairs()
    differ = DuplicateDismissal.objects.filter(
        first_uid=OuterRef("first_uid"), second_uid=OuterRef("second_uid")
    )
    both_public = Q(pk__in=[])
    for kind, model in MODELS.items():
        public = model.objects.published().order_by()
        both_public |= (
            Q(kind=kind)
            & Exists(public.filter(uid=OuterRef("first_uid")))
            & Exists(public.filter(uid=OuterRef("second_uid")))
        )
    return LikelyPair.objects.filter(~Exists(differ), both_public).order_by(F("place"), "kind")


def with_both(pairs):
    """[(LikelyPair, one, other)] with the two records of each, in two queries."""
    uids = {uid for pair in pairs for uid in (pair.first_uid, pair.second_uid)}
    found = {}
    for model in MODELS.values():
        rows = model.objects.published().filter(uid__in=uids)
        rows = rows.select_related("organisation") if model is Service else rows
        found |= {record.uid: record for record in rows}
    both = [(pair, found.get(pair.first_uid), found.get(pair.second_uid)) for pair in pairs]
    return [(pair, one, other) for pair, one, other in both if one and other]
