"""Hubs by nearness, with their open state. Plain data for pages, the finder and template tags."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch

from hubs.models import Hub
from places.distance import geodesic_km, haversine_km
from services.models import LocationSchedule
from services.opening import OpenState, local_day, state_at
from services.what_is_on import exceptions_between


@dataclass(frozen=True)
class NearHub:
    """A hub with its open state and, where a place was given and its point is known, the distance."""

    hub: Hub
    state: OpenState
    km: float | None = None


def public_hubs():
    """Published hubs with the place each is in and its opening hours. Two queries."""
    return (
        Hub.objects.published()
        .select_related("location")
        .prefetch_related(
            Prefetch("location__schedules", LocationSchedule.objects.order_by("sort_order", "pk"))
        )
    )


def hubs_near(point, at, *, limit=None, offset=0):
    """`[NearHub]`, nearest to `point` (latitude, longitude) first; by name where it is None.

    At most `limit` of them after the first `offset`, judged open at the aware datetime `at`.
    Hubs whose point is not known come last. Three queries.
    """
    hubs = sorted(public_hubs(), key=lambda hub: (_rough_km(hub, point), hub.name.casefold()))
    shown = hubs[offset : offset + limit if limit else None]
    today = local_day(at)
    exceptions = exceptions_between(
        today - timedelta(days=1),
        today + timedelta(days=400),
        session_uids=[],
        location_ids=[hub.location_id for hub in shown],
    )
    return [
        NearHub(hub, state_at(hub.location.schedules.all(), at, exceptions), _exact_km(hub, point))
        for hub in shown
    ]


def _rough_km(hub, point):
    if point is None:
        return 0.0
    there = hub.location.shown_point
    return haversine_km(*point, *there) if there else float("inf")


def _exact_km(hub, point):
    there = hub.location.shown_point
    return geodesic_km(*point, *there) if point and there else None
