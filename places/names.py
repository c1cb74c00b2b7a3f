"""The table of names: every place name, area and alias, kept in memory, and which one was meant."""

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial
from itertools import chain
from math import ceil, pi, sqrt

from places.areas import AreaMap, area_map
from places.distance import bounding_box, haversine_km
from places.edition import Kept
from places.models import Alias, Area, Outcode, PlaceName
from places.wording import name_key

#: Places this near to the middle of the site's own area count as neighbours.
NEIGHBOUR_KM = 60
#: A town so many times bigger than any other of its name is meant, if it is big at all.
DOMINANCE, BIG_TOWN = 10, 50_000
#: With more places of one name than that, none is taken for its size.
FEW = 4
#: Two entries of one name and council this near to each other are the same place.
SAME_PLACE_KM = 6
PEOPLE_PER_KM2 = 3000
_WIDE = (Area.Kind.COUNTRY, Area.Kind.REGION)


class Nearness(IntEnum):
    """How a place stands to the site's own area; lower comes first."""

    OWN = 0
    NEIGHBOUR = 1
    ELSEWHERE = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a name may mean. `within` tells it from others: "Hartlepool", "Wales".

    `codes` are those of the areas it lies in, outlines not looked at; `area_code` is set when it
    is (also) an area.
    """

    name: str
    kind: str
    lat: float | None
    lon: float | None
    precision_m: int
    codes: frozenset[str]
    population: int = 0
    council_code: str = ""
    area_code: str = ""
    within: str = ""
    source: str = ""
    nearness: Nearness = Nearness.ELSEWHERE

    @property
    def label(self):
        return f"{self.name}, {self.within}" if self.within else self.name

    @property
    def short_label(self):
        """The label without what it lies in, for a town that a council area is named after."""
        return self.name if self.area_code == self.council_code != "" else self.label

    @property
    def order(self):
        """The site's own area first, then neighbours, then bigger before smaller."""
        return self.nearness, -self.population, self.label


@dataclass(frozen=True)
class NameTable:
    """What each name may mean, best first, and which names lie in or near the site's own area."""

    entries: dict[str, tuple[Entry, ...]]
    own_keys: frozenset[str]
    local_keys: tuple[str, ...]
    longest: int
    areas: AreaMap

    def get(self, key):
        return self.entries.get(key, ())


def choose(entries):
    """The one of `entries` (best first) that is meant beyond reasonable doubt, or None."""
    by_nearness = [[e for e in entries if e.nearness == nearness] for nearness in Nearness]
    own, neighbours, _ = by_nearness
    if len(entries) == 1 or len(own) == 1 or (not own and len(neighbours) == 1):
        return entries[0]
    if own or not entries:
        return None
    by_size = sorted(entries, key=lambda entry: -entry.population)
    stands_out = by_size[0].population >= max(BIG_TOWN, DOMINANCE * by_size[1].population)
    return by_size[0] if stands_out and len(entries) <= FEW else None


def _read_names():
    areas = area_map()
    nearness = partial(_nearness, areas, _own_centre(areas))
    found = defaultdict(list)
    for entry, keys in chain(_area_entries(areas, nearness), _place_entries(areas, nearness)):
        for key in keys:
            _add(found[key], entry)
    for entry, key in _alias_entries(areas, nearness):
        found[key] = [entry]
    entries = {
        key: tuple(sorted(_told_apart(areas, e), key=lambda e: e.order)) if len(e) > 1 else tuple(e)
        for key, e in found.items()
    }
    nearest = {key: e[0].nearness for key, e in entries.items()}
    return NameTable(
        entries,
        own_keys=frozenset(key for key, near in nearest.items() if near == Nearness.OWN),
        local_keys=tuple(key for key, near in nearest.items() if near < Nearness.ELSEWHERE),
        longest=max((len(key.split()) for key in entries), default=0),
        areas=areas,
    )


name_table = Kept(_read_names)


def _own_centre(areas):
    """Middle of the site's own areas (latitude, longitude), or None when they have no points."""
    own = [areas.by_code[code] for code in areas.own]
    points = [(area.lat, area.lon) for area in own if area.lat is not None]
    if not points:
        return None
    return tuple(sum(values) / len(points) for values in zip(*points, strict=True))


def _nearness(areas, centre, codes, lat, lon):
    if areas.is_own(codes):
        return Nearness.OWN
    if centre and lat is not None and haversine_km(*centre, lat, lon) <= NEIGHBOUR_KM:
        return Nearness.NEIGHBOUR
    return Nearness.ELSEWHERE


def _area_entries(areas, nearness):
    for area in areas.by_code.values():
        wide = area.kind in _WIDE
        council = _council_of_area(area)
        entry = Entry(
            name=area.name,
            kind="area",
            # A point for the middle of a country or region would say nothing.
            lat=None if wide else area.lat,
            lon=None if wide else area.lon,
            precision_m=area.radius_m or 10_000,
            codes=area.within,
            population=1_000_000 if wide or area.kind == Area.Kind.COUNTY else 0,
            council_code=council,
            area_code=area.code,
            within=areas.name(council) if area.kind == Area.Kind.WARD else "",
            source="areas",
            nearness=nearness(area.within, area.lat, area.lon),
        )
        yield entry, {name_key(area.name)}


def _council_of_area(area):
    """The council that an area is, or lies in; "" for what is wider than a council."""
    if area.kind == Area.Kind.COUNCIL:
        return area.code
    if area.kind == Area.Kind.WARD:
        return next((code for code in area.within if code[1:3] in _COUNCIL_DIGITS), "")
    return ""


#: What an ONS code has after its first letter when it is a council's.
_COUNCIL_DIGITS = ("06", "07", "08", "09", "12")


def _place_entries(areas, nearness):
    counties = {
        code: area.name for code, area in areas.by_code.items() if area.kind == Area.Kind.COUNTY
    }
    council_keys = {code: name_key(area.name) for code, area in areas.by_code.items()}
    for place in PlaceName.objects.values_list(
        *("name", "other_names", "lat", "lon", "population", "council_code", "source_id")
    ).iterator():
        name, others, lat, lon, population, council, source = place
        keys = {name_key(text) for text in [name, *others.split(";")] if text}
        codes = areas.within(council) if council else frozenset()
        is_council_town = council_keys.get(council) in keys
        entry = Entry(
            name=name,
            kind="place",
            lat=lat,
            lon=lon,
            precision_m=_precision_m(population),
            codes=codes,
            population=population,
            council_code=council,
            area_code=council if is_council_town else "",
            within=_county_or_nation(areas, counties, codes)
            if is_council_town
            else areas.name(council),
            source=source.split(":")[0],
            nearness=nearness(codes, lat, lon),
        )
        yield entry, keys


def _county_or_nation(areas, counties, codes):
    """What a council lies in, in a word or two: its county where there is one, else its nation."""
    names = [counties[code] for code in codes if code in counties and "," not in counties[code]]
    if len(names) == 1:
        return names[0]
    return next((areas.name(code) for code in codes if code[1:3] == "92"), "")


def _precision_m(population):
    """Radius in metres of a circle that would hold so many people; 700 at least."""
    return max(700, ceil(10 * sqrt(population / PEOPLE_PER_KM2 / pi)) * 100)


def _alias_entries(areas, nearness):
    for alias in Alias.objects.select_related("area"):
        if alias.area:
            area = areas.by_code[alias.area.code]
            wide = area.kind in _WIDE
            entry = Entry(
                name=alias.label or area.name,
                kind="alias",
                lat=None if wide else area.lat,
                lon=None if wide else area.lon,
                precision_m=area.radius_m or 10_000,
                codes=area.within,
                council_code=_council_of_area(area),
                area_code=area.code,
                source="aliases",
                nearness=nearness(area.within, area.lat, area.lon),
            )
        else:
            codes = _codes_at_point(areas, alias.lat, alias.lon)
            entry = Entry(
                name=alias.label or alias.text,
                kind="alias",
                lat=alias.lat,
                lon=alias.lon,
                precision_m=200,
                codes=codes,
                source="aliases",
                nearness=nearness(codes, alias.lat, alias.lon),
            )
        yield entry, alias.key


def _codes_at_point(areas, lat, lon):
    codes = {code for _, code in areas.outlined(lat, lon)}
    return frozenset().union(*(areas.within(code) for code in codes))


def _add(entries, entry):
    """Add an entry, unless it is the same place as one that is there.

    A town and the council area or county named after it are one: the town's point, the area's
    coverage.
    """
    for index, other in enumerate(entries):
        if entry.kind == "place" and _same(other, entry):
            if other.kind == "area":
                entries[index] = _merged(other, entry)
            return
    entries.append(entry)


def _same(other, place):
    if other.area_code and other.area_code in place.codes:
        return True
    return (
        other.lat is not None
        and other.council_code == place.council_code
        and haversine_km(other.lat, other.lon, place.lat, place.lon) <= SAME_PLACE_KM
    )


def _merged(area, place):
    is_its_council = area.area_code == place.council_code
    return replace(
        place,
        codes=area.codes,
        area_code=area.area_code,
        council_code=area.council_code,
        precision_m=place.precision_m if is_its_council else area.precision_m,
    )


def _told_apart(areas, entries):
    """The entries with labels that differ from each other and from the bare name."""
    for index, entry in enumerate(entries):
        if entry.kind == "area" and entry.council_code and not entry.within:
            nation = next((areas.name(code) for code in entry.codes if code[1:3] == "92"), "")
            entries[index] = replace(entry, within=nation)
    labels = [entry.label for entry in entries]
    for index, entry in enumerate(entries):
        if labels.count(entry.label) > 1 and entry.lat is not None:
            code = _nearest_outcode(entry.lat, entry.lon)
            within = f"{entry.within} ({code})" if entry.within else code
            entries[index] = replace(entry, within=within)
    return entries


def _nearest_outcode(lat, lon):
    south, north, west, east = bounding_box(lat, lon, 25)
    boxed = Outcode.objects.filter(lat__range=(south, north), lon__range=(west, east), live=True)
    near = [(haversine_km(lat, lon, row.lat, row.lon), row.code) for row in boxed]
    return min(near)[1] if near else ""
