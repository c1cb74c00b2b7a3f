"""The point of a place's address, for records that are kept: from its postcode before all else."""

from dataclasses import dataclass

from django.conf import settings

from places import online, postcode_lookup
from places.areas import council_at, ward_at
from places.postcodes import read


@dataclass(frozen=True)
class Geocoded:
    """Where an address is. `source` is "postcode", "address" or "none", as Location keeps it.

    Without a point `lat` and `lon` are None and `message` says why, for the person who typed it.
    `is_exact` is False for the middle of a postcode sector.
    """

    lat: float | None = None
    lon: float | None = None
    source: str = "none"
    precision_m: int | None = None
    is_exact: bool = False
    council_code: str = ""
    ward_code: str = ""
    message: str = ""

    @property
    def point(self):
        """(latitude, longitude), or None."""
        return None if self.lat is None else (self.lat, self.lon)


def geocode_location(postcode="", address="", *, confidential=False, patient=False):
    """Find the point, council and ward of an address. Returns a Geocoded; never raises.

    A confidential address is looked up in the database only, never online. `patient` is for
    commands, which may wait for their turn at an online geocoder.
    """
    where = postcode_lookup.from_reading(postcode, read(postcode)) if postcode else None
    if where and where.found and where.postcode and where.kind != "sector":
        return _from_postcode(where, is_exact=True)
    if settings.GEOCODERS and not confidential and (address or postcode):
        text = ", ".join(part for part in (address.strip(), postcode.strip()) if part)
        answer = online.ask(text, hint=where.point if where else None, patient=patient)
        if answer.lat is not None:
            return Geocoded(
                lat=answer.lat,
                lon=answer.lon,
                source="address",
                precision_m=100,
                is_exact=True,
                council_code=council_at(answer.lat, answer.lon),
                ward_code=ward_at(answer.lat, answer.lon),
            )
    if where and where.found and where.kind == "sector":
        return _from_postcode(where, is_exact=False)
    message = where.message if where else ""
    return Geocoded(message=message or "Give the postcode, so that people can see how far it is.")


def _from_postcode(where, *, is_exact):
    return Geocoded(
        lat=where.lat,
        lon=where.lon,
        source="postcode",
        precision_m=where.precision_m,
        is_exact=is_exact,
        council_code=where.council_code,
        ward_code=where.ward_code,
        message=where.message,
    )
