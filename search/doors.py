"""Hubs and single points of access as the finder shows them, kept beside the index.

They are few, so all of them are kept as plain data and sorted for each question: a page of
results needs no query for them.
"""

from datetime import date, time
from types import SimpleNamespace

from hubs.models import SinglePointOfAccess
from hubs.nearest import public_hubs
from places.distance import geodesic_km, haversine_km
from search.response import AccessPoint, NearHub
from services.models import Closure
from services.opening import Exceptions, Hours, state_at

_HOURS = (
    *("freq", "interval", "byday", "bymonthday", "opens_at", "closes_at"),
    *("valid_from", "valid_to", "bank_holidays", "description"),
)
HUBS_SHOWN = 3


def doors():
    """All published hubs and access points as JSON can hold them."""
    return {
        "hubs": [_hub(hub) for hub in public_hubs()],
        "access_points": [_access_point(point) for point in _access_points()],
    }


def _access_points():
    return SinglePointOfAccess.objects.published().prefetch_related(
        "coverage", "phones", "schedules"
    )


def _hub(hub):
    closures = Closure.objects.filter(location=hub.location_id)
    return {
        "uid": str(hub.uid),
        "name": hub.name,
        "url": hub.get_absolute_url(),
        "point": hub.location.shown_point,
        "address": hub.location.shown_address,
        "booking": hub.get_booking_display(),
        "step_free": hub.location.step_free,
        "hours": [_hours(row, is_building=True) for row in hub.location.schedules.all()],
        "closures": [_closure(closure) for closure in closures],
    }


def _access_point(point):
    return {
        "uid": str(point.uid),
        "name": point.name,
        "url": point.get_absolute_url(),
        "summary": point.summary,
        "coverage": [area.code for area in point.coverage.all()],
        "ages": [point.minimum_age, point.maximum_age],
        "phones": [[phone.number, phone.href] for phone in point.phones.all()],
        "hours": [_hours(row, is_building=False) for row in point.schedules.all()],
    }


def _hours(row, *, is_building):
    values = {name: getattr(row, name) for name in _HOURS}
    return {
        **{n: v if v is None or isinstance(v, int) else str(v) for n, v in values.items()},
        "is_building": is_building,
    }


def _closure(closure):
    names = ("first_day", "last_day", "opens_at", "closes_at", "reason")
    return {name: None if (v := getattr(closure, name)) is None else str(v) for name in names}


def near_hubs(kept, point, at, limit=HUBS_SHOWN):
    """The hubs nearest to a point, with distance and open state; by name where there is none."""

    def rough(hub):
        if point is None or not hub["point"]:
            return float("inf")
        return haversine_km(*point, *hub["point"])

    nearest = sorted(kept["hubs"], key=lambda hub: (rough(hub), hub["name"].casefold()))
    return tuple(_near_hub(hub, point, at) for hub in nearest[:limit])


def _near_hub(hub, point, at):
    closures = [_read_closure(closure) for closure in hub["closures"]]
    state = state_at(map(_read_hours, hub["hours"]), at, Exceptions((), closures))
    distance = geodesic_km(*point, *hub["point"]) if point and hub["point"] else None
    return NearHub(
        uid=hub["uid"],
        name=hub["name"],
        url=hub["url"],
        distance_km=None if distance is None else round(distance, 2),
        address=tuple(hub["address"]),
        open_state=state.state,
        open_words=state.words,
        booking_words=hub["booking"],
        step_free=hub["step_free"],
    )


def access_points(kept, area_codes, age, at):
    """The access points that take people from a place (its area codes; None: any) and of an age."""
    found = []
    for point in kept["access_points"]:
        low, high = point["ages"]
        serves = area_codes is None or not point["coverage"]
        serves = serves or not area_codes.isdisjoint(point["coverage"])
        takes = age is None or ((low is None or low <= age) and (high is None or age <= high))
        if serves and takes:
            found.append(_read_access_point(point, at))
    return tuple(found)


def _read_access_point(point, at):
    state = state_at(map(_read_hours, point["hours"]), at)
    return AccessPoint(
        uid=point["uid"],
        name=point["name"],
        url=point["url"],
        summary=point["summary"],
        minimum_age=point["ages"][0],
        maximum_age=point["ages"][1],
        phones=tuple((number, href) for number, href in point["phones"]),
        open_state=state.state,
        open_words=state.words,
    )


def _read_hours(row):
    row = dict(row)
    for name in ("opens_at", "closes_at"):
        row[name] = time.fromisoformat(row[name]) if row[name] else None
    for name in ("valid_from", "valid_to"):
        row[name] = date.fromisoformat(row[name]) if row[name] else None
    return Hours(**row)


def _read_closure(closure):
    times = {n: closure[n] and time.fromisoformat(closure[n]) for n in ("opens_at", "closes_at")}
    days = {n: date.fromisoformat(closure[n]) for n in ("first_day", "last_day")}
    return SimpleNamespace(**times, **days, reason=closure["reason"], location_id=None)
