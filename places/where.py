"""The one door for "where is that?": a typed text in, an honest answer out.

    where = locate("ts24 8ay")
    where.found, where.label, where.lat, where.lon, where.area_codes, where.message

`locate` never raises on what somebody typed and never falls back to a place nobody asked for.
"""

from places import name_lookup, postcode_lookup
from places.answer import Choice, Where
from places.postcodes import find_inside, read
from places.spotting import find_place_words

__all__ = ["Choice", "Where", "find_place_words", "locate"]

MAX_LENGTH = 200


def locate(text):
    """Find the place that `text` says: a postcode, part of one, a place name, an area, an alias.

    Reads the database only, unless online geocoders are set up, and those only for what the
    database does not know. Returns a Where.
    """
    typed = str(text or "").replace("\x00", "").strip()
    if not typed:
        return Where("", message="Type a postcode or the name of a place.")
    if len(typed) > MAX_LENGTH:
        return Where(typed, message="That is too long for a place. Type a postcode or a town.")
    return _offline(typed) or _not_found(typed)


def _offline(typed):
    where = name_lookup.from_name(typed) or postcode_lookup.from_reading(typed, read(typed))
    if where is None and (inside := find_inside(typed)):
        where = postcode_lookup.from_reading(typed, read(inside[0]))
    return where or name_lookup.from_address(typed) or name_lookup.from_likeness(typed)


def _not_found(typed):
    return Where(
        typed,
        message=f"We could not find “{typed}”. Check the spelling, or type a postcode or a town.",
    )
