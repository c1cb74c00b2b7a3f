"""The places every site starts with: councils, counties, nations, place names, partial postcodes.

The files are in places/data; SOURCES.md there says where they come from. Loading twice changes
nothing, and names, kinds and parts that staff have changed stay as they are.
"""

import csv
import json
import tomllib
from pathlib import Path
from statistics import mean

from django.db import transaction

from places import edition
from places.areas import GREAT_BRITAIN, UNITED_KINGDOM
from places.distance import haversine_km
from places.models import Alias, Area, Outcode, PartialPostcode, PlaceName, Sector
from places.outlines import bounds
from places.wording import name_key

DATA = Path(__file__).parent / "data"
ONS = "Office for National Statistics, Open Government Licence v3.0"
COUNTRIES = {
    "E92000001": "England",
    "W92000004": "Wales",
    "S92000003": "Scotland",
    "N92000002": "Northern Ireland",
}
MIDDLE = ["lat", "lon", "radius_m"]
BATCH = 2000


def load():
    """Load everything of the starter; returns how many of each, by name."""
    with transaction.atomic():
        counts = {
            "areas": load_areas(),
            "place names": load_place_names(),
            "outward codes": load_partial_postcodes(Outcode, "outcodes.csv"),
            "postcode sectors": load_partial_postcodes(Sector, "sectors.csv"),
        }
        edition.bump()
    return counts


def load_areas():
    """Nations, councils of the United Kingdom, counties, and outlines of the demonstration area."""
    _keep([_area(UNITED_KINGDOM, "United Kingdom", Area.Kind.COUNTRY)])
    kingdom = Area.objects.get(code=UNITED_KINGDOM)
    _keep([_area(GREAT_BRITAIN, "Great Britain", Area.Kind.COUNTRY, kingdom)])
    britain = Area.objects.get(code=GREAT_BRITAIN)
    _keep(
        _area(code, name, Area.Kind.COUNTRY, kingdom if code[0] == "N" else britain)
        for code, name in COUNTRIES.items()
    )
    nations = Area.objects.in_bulk(COUNTRIES, field_name="code")
    outlines = _features("council_outlines.geojson")
    _keep(
        _area(
            *(row["code"], row["name"], Area.Kind.COUNCIL, nations[row["country"]]),
            middle=(float(row["lat"]), float(row["lon"]), int(row["radius_m"])),
            geometry=outlines.get(row["code"], {}).get("geometry"),
        )
        for row in _rows("councils.csv")
    )
    councils = {area.code: area for area in Area.objects.filter(kind=Area.Kind.COUNCIL)}
    _keep(
        _area(
            *(code, given["name"], Area.Kind.WARD, councils[given["council"]]),
            middle=(given["lat"], given["lon"], given["radius_m"]),
            geometry=feature["geometry"],
        )
        for code, feature in _features("ward_outlines.geojson").items()
        for given in [feature["properties"]]
    )
    _load_counties(councils, nations["E92000001"])
    edition.bump()
    return Area.objects.count()


def load_place_names():
    """Towns, villages and neighbourhoods of the United Kingdom."""
    rows = [
        PlaceName(
            source_id=row["source_id"],
            name=row["name"],
            other_names=row["other_names"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            population=int(row["population"]),
            council_code=row["council"],
        )
        for row in _rows("place_names.csv")
    ]
    PlaceName.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["source_id"],
        update_fields=["name", "other_names", "lat", "lon", "population", "council_code"],
    )
    edition.bump()
    return len(rows)


def load_partial_postcodes(model: type[PartialPostcode], filename):
    """Outward codes or sectors of Great Britain."""
    rows = [
        model(
            code=row["code"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_m=int(row["radius_m"]),
            council_codes=row["councils"],
            live=row["live"] == "1",
        )
        for row in _rows(filename)
    ]
    model.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["lat", "lon", "radius_m", "council_codes", "live"],
    )
    return len(rows)


def _load_counties(councils, england):
    """Areas made of councils. Parts and other names are the staff's once the area is there."""
    counties = tomllib.loads((DATA / "counties.toml").read_text())["area"]
    known = set(Area.objects.values_list("code", flat=True))
    for given in counties:
        parts = [councils[code] for code in given["parts"]]
        lat, lon = (mean(values) for values in zip(*((p.lat, p.lon) for p in parts), strict=True))
        reach_km = max(haversine_km(lat, lon, p.lat, p.lon) + p.radius_m / 1000 for p in parts)
        middle = (round(lat, 5), round(lon, 5), round(reach_km * 1000))
        _keep([_area(given["code"], given["name"], given["kind"], england, middle=middle)])
        if given["code"] not in known:
            area = Area.objects.get(code=given["code"])
            area.parts.set(parts)
            for text in given.get("other_names", ()):
                Alias.objects.get_or_create(
                    key=name_key(text), defaults={"text": text, "area": area}
                )


def _area(code, name, kind, parent=None, *, middle=(None, None, None), geometry=None):
    lat, lon, radius_m = middle
    area = Area(code=code, name=name, kind=kind, parent=parent, source=ONS, geometry=geometry)
    area.lat, area.lon, area.radius_m = lat, lon, radius_m
    if geometry:
        area.min_lat, area.max_lat, area.min_lon, area.max_lon = bounds(geometry)
    return area


def _keep(areas):
    """Make the areas that are missing; of the others bring outline and middle up to date only."""
    areas = list(areas)
    outline = ["geometry", "min_lat", "max_lat", "min_lon", "max_lon"]
    for rows, changing in (
        ([area for area in areas if area.geometry], [*MIDDLE, *outline]),
        ([area for area in areas if not area.geometry], MIDDLE),
    ):
        Area.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=changing,
        )


def _rows(filename):
    with (DATA / filename).open(newline="") as file:
        yield from csv.DictReader(file)


def _features(filename):
    features = json.loads((DATA / filename).read_text())["features"]
    return {feature["properties"]["code"]: feature for feature in features}
