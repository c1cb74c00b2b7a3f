"""The one door for "where is that?": a typed text in, an honest answer out.

    where = locate("ts24 8ay")
    where.found, where.label, where.lat, where.lon, where.area_codes

`locate` never raises on what somebody typed and never falls back to a place nobody asked for.
"""

from dataclasses import dataclass, field, replace

from places import postcodes
from places.models import Postcode
from places.postcodes import Kind


@dataclass(frozen=True)
class Choice:
    """A place that may have been meant: `value` typed again is sure to be understood."""

    label: str
    value: str


@dataclass(frozen=True)
class Where:
    """The answer to a typed place. What was typed is always kept in `typed`.

    `kind` is one of "postcode", "terminated postcode", "sector", "outcode", "place", "area",
    "alias", "address"; empty when not found. `lat` and `lon` are WGS84 degrees; both are None when
    not found, and may be None for something found that has no point. `precision_m`: the true place
    lies about so many metres around the point. `area_codes` are the codes of all areas it lies in,
    for coverage; they may be known in part even when the point is not (Northern Ireland).
    `message` is for the person, in plain English: what is wrong, or what was assumed.
    `suggestion` is one thing to type instead; `alternatives` are Choices, best first.
    """

    typed: str
    found: bool = False
    label: str = ""
    lat: float | None = None
    lon: float | None = None
    kind: str = ""
    precision_m: int | None = None
    source: str = ""
    area_codes: frozenset[str] = field(default_factory=frozenset)
    council_code: str = ""
    council_name: str = ""
    ward_code: str = ""
    postcode: str = ""
    outcode: str = ""
    alternatives: tuple[Choice, ...] = ()
    message: str = ""
    suggestion: str = ""

    @property
    def point(self):
        """(latitude, longitude), or None."""
        return None if self.lat is None else (self.lat, self.lon)


def locate(text):
    """Find the place that `text` says: a postcode, part of one, a place name, an area, an alias.

    Reads the database only, unless online geocoders are set up. Returns a Where.
    """
    typed = str(text or "").strip()
    if not typed:
        return Where("", message="Type a postcode or the name of a place.")
    reading = postcodes.read(typed)
    if reading.kind == Kind.FULL:
        return _full_postcode(typed, reading)
    if inside := postcodes.find_inside(typed):
        return replace(_full_postcode(typed, postcodes.read(inside[0])), typed=typed)
    return Where(typed, message=f"We could not find “{typed}”. Check it, or type a postcode.")


def _full_postcode(typed, reading):
    written = postcodes.spaced(reading.key)
    row = Postcode.objects.filter(key=reading.key).first()
    if row is None:
        return Where(typed, message=f"We could not find the postcode {written}.")
    return Where(
        typed,
        found=True,
        label=written,
        lat=row.lat,
        lon=row.lon,
        kind="postcode" if row.live else "terminated postcode",
        precision_m=100,
        source="postcode",
        area_codes=frozenset(filter(None, [row.council_code])),
        council_code=row.council_code,
        postcode=written,
        outcode=reading.outcode,
        message=""
        if row.live
        else f"{written} is an old postcode, no longer in use. We used the place it stood for.",
    )


def find_place_words(query):
    """Split a search query into the place it names and the rest: (place text, rest).

    "food bank in Seaton Carew" → ("Seaton Carew", "food bank"); without a place ("", query).
    """
    if inside := postcodes.find_inside(query):
        key, start, end = inside
        rest = " ".join((query[:start] + " " + query[end:]).split())
        return postcodes.spaced(key), rest
    return "", query
