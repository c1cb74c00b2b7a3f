"""What a result shows, kept with its document so that a page of results asks no other table."""

import json
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from search.engines.embedded.cells import distance_km

_COST = {"free": "Free", "donation": "Pay what you can", "paid": "There is a charge"}
_AS_KEPT = (
    *("name", "summary", "organisation", "source_id", "cost", "start_words", "checked_words"),
    *("is_fictional", "alert"),
)
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def shown_of(document):
    """The part of a document that a hit is made of, as JSON."""
    return _as_json(_shown_of(document))


def _shown_of(document):
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
    day = timezone.localdate(document.checked_at)
    words = f"Checked on {_day_words(day)} by {document.checked_by_role}"
    return f"{words}. Not confirmed since" if document.is_unconfirmed else words


@lru_cache(maxsize=4096)
def _day_words(day):
    return f"{day.day} {day:%B %Y}"


def nearest_place(places, point):
    """(name, point, distance in km or None) of the place to name: the nearest, or the first."""
    if not places:
        return "", None, None
    if point is None:
        name, where = places[0]
        return name, tuple(where) if where else None, None
    measured = [(distance_km(point, where), name, where) for name, where in places if where]
    if not measured:
        return places[0][0], None, None
    distance, name, where = min(measured)
    return name, tuple(where), round(distance, 2)


class Shown:
    """What was kept of a document by `shown_of`, made ready once for all hits."""

    __slots__ = ("fields", "is_in_person", "places")

    def __init__(self, uid, kept):
        uid = UUID(bytes=uid)
        #: Fields of a Hit that are the same for everybody.
        self.fields = {
            **{name: kept[name] for name in _AS_KEPT},
            "uid": uid,
            "url": f"/services/{uid}/",
            "organisation_uid": UUID(kept["organisation_uid"]),
            "attending": tuple(kept["attending"]),
        }
        self.places = kept["places"]
        self.is_in_person = "in_person" in kept["attending"]

    def place_for(self, point, is_at_a_place):
        """(name, point, distance in km or None) of the place to show to somebody at `point`.

        An office far away is no fault of a service that comes to you: where it is reached by area
        or by phone alone, it has no place and no distance.
        """
        if is_at_a_place or self.is_in_person:
            return nearest_place(self.places, point)
        return "", None, None
