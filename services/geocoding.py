"""Where a Location is: its point, council and ward, worked out from its postcode.

Only the local tables of postcodes are asked, never an online geocoder, so that the address of a
confidential place stays here. A point set by hand is kept whatever the postcode says.
"""

from dataclasses import dataclass

from places.models import Area
from places.postcodes import Kind, normalise, read
from places.where import locate_offline
from services.models import Location

From = Location.CoordinatesFrom


@dataclass(frozen=True)
class Geocoded:
    """What came of it: whether the point is known now, and a sentence for the person."""

    found: bool
    message: str = ""


def place_by_postcode(location, *, even_if_by_hand=False):
    """Fill point, council and ward of an unsaved `location` from its postcode; returns Geocoded.

    A point set by hand or given by the source stays unless `even_if_by_hand`; its council and
    ward are filled all the same. An unknown postcode takes nothing away but a point that came
    from an earlier postcode.
    """
    own_point = location.coordinates_from in (From.STAFF, From.SOURCE, From.ADDRESS)
    keep_point = own_point and location.latitude is not None and not even_if_by_hand
    if not location.postcode:
        return Geocoded(keep_point)
    if read(location.postcode).kind != Kind.FULL:
        _forget_point(location, keep_point)
        return Geocoded(keep_point, "This is not a full postcode, so the map point is not known.")
    location.postcode = normalise(location.postcode) or location.postcode
    where = locate_offline(location.postcode)
    if not where.found or where.point is None:
        _forget_point(location, keep_point)
        return Geocoded(keep_point, where.message)
    if not keep_point:
        location.latitude, location.longitude = where.point
        location.coordinates_from = From.POSTCODE
    location.postcode = where.postcode or location.postcode
    location.council = _area(where.council_code)
    location.ward = _area(where.ward_code)
    return Geocoded(True, where.message)


def _forget_point(location, keep_point):
    if not keep_point:
        location.latitude = location.longitude = None
        location.coordinates_from = From.NONE


def _area(code):
    return Area.objects.filter(code=code).first() if code else None
