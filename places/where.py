"""The one door for "where is that?": a typed text in, an honest answer out.

    where = locate("ts24 8ay")
    where.found, where.label, where.lat, where.lon, where.area_codes, where.message

`locate` never raises on what somebody typed and never falls back to a place nobody asked for.
"""

from dataclasses import replace

from django.conf import settings

from places import name_lookup, online, postcode_lookup
from places.answer import Choice, Where
from places.areas import area_map, codes_at, council_at, ward_at
from places.geocoders import CREDITS
from places.postcodes import find_inside, read
from places.spotting import find_place_words

__all__ = ["Choice", "Where", "find_place_words", "locate", "locate_offline"]

MAX_LENGTH = 200


def locate(text):
    """Find the place that `text` says: a postcode, part of one, a place name, an area, an alias.

    Reads the database only, unless online geocoders are set up; those are asked only for what the
    database does not know, or knows roughly. Returns a Where.
    """
    where = locate_offline(text)
    if not settings.GEOCODERS or not where.is_unsure:
        return where
    answer = online.ask(where.typed, hint=where.point)
    if answer.lat is not None:
        return _from_online(where, answer)
    if answer.failed:
        sorry = "The online map did not answer, so we used our own list of places."
        return replace(where, message=f"{where.message} {sorry}".strip())
    return where


def locate_offline(text):
    """The same from the database alone: what the site answers with no internet. Never raises."""
    typed = str(text or "").replace("\x00", "").strip()
    if not typed:
        return Where("", message="Type a postcode or the name of a place.")
    if len(typed) > MAX_LENGTH:
        return Where(typed, message="That is too long for a place. Type a postcode or a town.")
    return (
        name_lookup.from_name(typed)
        or postcode_lookup.from_reading(typed, read(typed))
        or _postcode_inside(typed)
        or name_lookup.from_address(typed)
        or name_lookup.from_likeness(typed)
        or Where(
            typed,
            is_unsure=True,
            message=f"We could not find “{typed}”. Check the spelling, or type a postcode or a town.",
        )
    )


def _postcode_inside(typed):
    inside = find_inside(typed)
    return postcode_lookup.from_reading(typed, read(inside[0])) if inside else None


def _from_online(where, answer):
    council, ward = council_at(answer.lat, answer.lon), ward_at(answer.lat, answer.lon)
    credit = CREDITS.get(answer.geocoder, answer.geocoder)
    return Where(
        where.typed,
        found=True,
        label=where.typed,
        lat=answer.lat,
        lon=answer.lon,
        kind="address",
        precision_m=200,
        source=answer.geocoder,
        area_codes=codes_at([council] if council else [], answer.lat, answer.lon),
        council_code=council,
        council_name=area_map().name(council),
        ward_code=ward,
        postcode=where.postcode,
        outcode=where.outcode,
        message=f"Found online ({credit}).",
    )
