"""Which areas a place lies in: the one definition behind "does this service serve me?".

The council comes from the postcode's code, the ward from its outline. Unknown is an answer: an
empty code, never a guess.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from places.distance import bounding_box, haversine_km
from places.edition import Kept
from places.models import Area, Postcode, Sector
from places.outlines import contains
from places.postcodes import read

GREAT_BRITAIN, UNITED_KINGDOM = "K03000001", "K02000001"
_COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
#: A point takes the council of a postcode this near, or else the commonest of a sector this near.
POSTCODE_WITHIN_KM, SECTOR_WITHIN_KM = 0.7, 3.0


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What is kept in memory of an area; `within` are the codes of all areas that hold it whole."""

    code: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    is_own: bool
    within: frozenset[str]


@dataclass
class AreaMap:
    """All areas of this site, as they stand in the database."""

    by_code: dict[str, AreaFacts]
    #: (min_lat, max_lat, min_lon, max_lon, kind, code) of areas with an outline and no parts.
    boxes: list[tuple]
    own: frozenset[str]
    _outlines: dict = field(default_factory=dict)

    def within(self, code):
        """The area itself and all areas that hold it whole, country and United Kingdom included."""
        known = self.by_code.get(code)
        return known.within if known else frozenset({code}) | nation_codes(code)

    def name(self, code):
        known = self.by_code.get(code)
        return known.name if known else ""

    def council_name(self, code):
        """The name of the council that an area lies in; "" where that is not known."""
        above = [self.by_code[one] for one in self.within(code) if one in self.by_code]
        councils = [area.name for area in above if area.kind == Area.Kind.COUNCIL]
        return councils[0] if len(councils) == 1 else ""

    def is_own(self, codes):
        """Whether any of these areas is, or lies in, the site's own area."""
        return bool(self.own.intersection(codes))

    def of_here(self):
        """Codes of the site's own areas, of all that lie in them, and of all that hold one of those."""
        inside = {code for code, known in self.by_code.items() if self.is_own(known.within)}
        return inside.union(*(self.by_code[code].within for code in inside))

    def outlined(self, lat, lon):
        """(kind, code) of each area whose outline holds the point."""
        for south, north, west, east, kind, code in self.boxes:
            if south <= lat <= north and west <= lon <= east and self._holds(code, lat, lon):
                yield kind, code

    def _holds(self, code, lat, lon):
        if code not in self._outlines:
            geometry = Area.objects.filter(code=code).values_list("geometry", flat=True).first()
            self._outlines[code] = geometry
        geometry = self._outlines[code]
        return bool(geometry) and contains(geometry, lat, lon)


def nation_codes(code):
    """Country, Great Britain and United Kingdom of an ONS code, going by its first letter."""
    country = _COUNTRIES.get(code[:1])
    if not country or not code[1:].isdigit():
        return frozenset()
    nations = {country, UNITED_KINGDOM}
    return frozenset(nations if country[0] == "N" else nations | {GREAT_BRITAIN})


def _read_areas():
    rows = list(
        Area.objects.values(
            *("pk", "code", "name", "kind", "parent_id", "lat", "lon", "radius_m", "is_own"),
            *("min_lat", "max_lat", "min_lon", "max_lon"),
        )
    )
    above, parts = {row["pk"]: {row["parent_id"]} - {None} for row in rows}, {}
    for whole, part in Area.parts.through.objects.values_list("from_area_id", "to_area_id"):
        parts.setdefault(whole, []).append(part)
        above[part].add(whole)
    within = _codes_within({row["pk"]: row["code"] for row in rows}, above, parts)
    facts = {
        row["code"]: AreaFacts(
            *(row[name] for name in ("code", "name", "kind", "lat", "lon", "radius_m", "is_own")),
            within=within[row["pk"]],
        )
        for row in rows
    }
    boxes = [
        (row["min_lat"], row["max_lat"], row["min_lon"], row["max_lon"], row["kind"], row["code"])
        for row in rows
        if row["min_lat"] is not None and row["pk"] not in parts
    ]
    return AreaMap(facts, boxes, frozenset(row["code"] for row in rows if row["is_own"]))


def _codes_within(codes, above, parts):
    """For each area (by primary key) the codes of itself and of all that hold it whole.

    An area lies in its nation, in its parent, in the areas it is a part of, and in whatever holds
    all of its own parts. Grown until nothing is added, so areas that hold each other do no harm.
    """
    within = {pk: frozenset({code}) | nation_codes(code) for pk, code in codes.items()}
    growing = True
    while growing:
        growing = False
        for pk, known in within.items():
            found = known.union(*(within[higher] for higher in above[pk]))
            if pk in parts:
                found |= frozenset.intersection(*(within[part] for part in parts[pk]))
            if len(found) > len(known):
                within[pk], growing = found, True
    return within


area_map = Kept(_read_areas)


def set_own_areas(codes):
    """Make these areas (and no others) the site's own, whose place names come first."""
    own = Q(code__in=list(codes))
    for area in Area.objects.filter(own, is_own=False) | Area.objects.filter(~own, is_own=True):
        area.is_own = not area.is_own
        area.save(update_fields=["is_own"])


def ward_at(lat, lon):
    """Code of the ward whose outline holds the point (WGS84 degrees), or "" when none does."""
    wards = (code for kind, code in area_map().outlined(lat, lon) if kind == Area.Kind.WARD)
    return next(wards, "")


def council_of(postcode):
    """Code of the council that a full postcode belongs to, or "" when it is not known."""
    codes = Postcode.objects.filter(key=read(postcode).key).values_list("council_code", flat=True)
    return codes.first() or ""


def council_at(lat, lon):
    """Code of the council that a point lies in, or "".

    That of the nearest postcode in use; else that of the outline which holds the point; else the
    commonest of the nearest postcode sector.
    """
    near = _nearest(Postcode.objects.filter(live=True), lat, lon, POSTCODE_WITHIN_KM)
    if near and near.council_code:
        return near.council_code
    for kind, code in area_map().outlined(lat, lon):
        if kind == Area.Kind.COUNCIL:
            return code
    sector = _nearest(Sector.objects.filter(live=True), lat, lon, SECTOR_WITHIN_KM)
    return sector.council_codes.split(" ")[0] if sector else ""


def nearest_postcode(lat, lon, within_km=POSTCODE_WITHIN_KM):
    """The Postcode in use that is nearest to a point, or None when there is none that near."""
    return _nearest(Postcode.objects.filter(live=True), lat, lon, within_km)


def _nearest(rows, lat, lon, within_km):
    south, north, west, east = bounding_box(lat, lon, within_km)
    boxed = rows.filter(lat__range=(south, north), lon__range=(west, east))
    with_distance = ((haversine_km(lat, lon, row.lat, row.lon), row) for row in boxed)
    near = [(km, row.pk, row) for km, row in with_distance if km <= within_km]
    return min(near)[2] if near else None


def codes_at(council_codes, lat=None, lon=None, *, exact=True):
    """Codes of all areas that hold a place in these councils, as a frozenset.

    With a point, also other areas whose outline holds the point; the ward only where the point is
    `exact`. Where several councils are possible (an outward code across a border), the areas of
    each count.
    """
    areas = area_map()
    found = set()
    for code in council_codes:
        found |= areas.within(code)
    for kind, code in areas.outlined(lat, lon) if lat is not None else ():
        if kind == Area.Kind.WARD and council_codes:
            found |= {code} if exact else set()
        # The council's outline is rough; its code from the postcode is not.
        elif kind != Area.Kind.COUNCIL or not council_codes:
            found |= areas.within(code)
    return frozenset(found)


def areas_containing(where):
    """Codes of the areas that a located place (`where.Where`) lies in, for tests of coverage."""
    return where.area_codes
