"""What a result shows, kept with its document so that a page of results asks no other table."""

from uuid import UUID

from places.distance import geodesic_km, haversine_km
from search.engines.embedded.cells import COVERAGE, EVERYWHERE
from search.response import Hit
from services.models import Service

_COST = {"free": "Free", "donation": "Pay what you can", "paid": "There is a charge"}


def shown_of(document):
    """The part of a document that a hit is made of, as JSON can hold it."""
    return {
        "name": document.name,
        "summary": document.summary,
        "organisation": document.organisation,
        "organisation_uid": str(document.organisation_uid),
        "source_id": document.source_id,
        "places": [[place.name, place.point] for place in document.places],
        "cost": _COST.get(document.cost, ""),
        "start_words": document.start_words,
        "checked_words": checked_words(document),
        "is_fictional": document.is_fictional,
        "alert": document.alert,
        "attending": document.attending,
    }


def checked_words(document):
    """When it was last checked, by which role."""
    if document.checked_at is None:
        return "Not checked yet"
    day = document.checked_at.date()
    words = f"Checked on {day.day} {day:%B %Y} by {document.checked_by_role}"
    return f"{words}. Not confirmed since" if document.is_unconfirmed else words


def nearest_place(places, point):
    """(name, point, distance in km or None) of the place to name: the nearest, or the first."""
    if not places:
        return "", None, None
    if point is None:
        name, where = places[0]
        return name, tuple(where) if where else None, None
    measured = [(haversine_km(*point, *where), name, where) for name, where in places if where]
    if not measured:
        return places[0][0], None, None
    _, name, where = min(measured)
    return name, tuple(where), geodesic_km(*point, *where)


def hit_of(uid, shown, *, point, kind, serves, score, open_state, needs, is_unconfirmed, why, rank):
    """The Hit of a document as shown to somebody at `point`.

    An office far away is no fault of a service that comes to you: where it is reached by area or
    by phone, no distance is given.
    """
    place, where, distance = nearest_place(shown["places"], point)
    is_reached_otherwise = kind in (COVERAGE, EVERYWHERE) and "in_person" not in shown["attending"]
    uid = UUID(bytes=uid)
    return Hit(
        uid=uid,
        name=shown["name"],
        url=f"/services/{uid}/",
        summary=shown["summary"],
        organisation=shown["organisation"],
        organisation_uid=UUID(shown["organisation_uid"]),
        source_id=shown["source_id"],
        score=round(score, 4),
        distance_km=None if distance is None or is_reached_otherwise else round(distance, 2),
        point=None if is_reached_otherwise else where,
        place="" if is_reached_otherwise else place,
        serves_everywhere=serves,
        open_state=open_state.state,
        open_words=open_state.words,
        cost=shown["cost"],
        start_words=shown["start_words"],
        checked_words=shown["checked_words"],
        is_unconfirmed=is_unconfirmed,
        is_fictional=shown["is_fictional"],
        alert=shown["alert"],
        attending=tuple(way for way in Service.ATTENDING if way in shown["attending"]),
        needs=needs,
        why=why,
        rank=rank,
    )
