"""The places every site starts with: councils, counties, nations, place names, partial postcodes.

The files are in places/data; SOURCES.md there says where they come from. Loading twice changes
nothing, and names, kinds and parts that staff have changed stay as they are.
"""

import csv
import json
import tomllib
from pathlib import Path

from django.db import transaction

from places import edition
from places.areas import GREAT_BRITAIN, UNITED_KINGDOM
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
    nations = _load_nations()
    outlines = _features("council_outlines.geojson")
    for row in _rows("councils.csv"):
        _area(
            row["code"],
            name=row["name"],
            kind=Area.Kind.COUNCIL,
            parent=nations[row["country"]],
            middle=(float(row["lat"]), float(row["lon"]), int(row["radius_m"])),
            geometry=outlines.get(row["code"], {}).get("geometry"),
        )
    councils = {area.code: area for area in Area.objects.filter(kind=Area.Kind.COUNCIL)}
    for code, feature in _features("ward_outlines.geojson").items():
        given = feature["properties"]
        _area(
            code,
            name=given["name"],
            kind=Area.Kind.WARD,
            parent=councils[given["council"]],
            middle=(given["lat"], given["lon"], given["radius_m"]),
            geometry=feature["geometry"],
        )
    _load_counties(councils, nations)
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


def _load_nations():
    kingdom = _area(UNITED_KINGDOM, name="United Kingdom", kind=Area.Kind.COUNTRY)
    britain = _area(GREAT_BRITAIN, name="Great Britain", kind=Area.Kind.COUNTRY, parent=kingdom)
    return {
        code: _area(
            code,
            name=name,
            kind=Area.Kind.COUNTRY,
            parent=kingdom if code.startswith("N") else britain,
        )
        for code, name in COUNTRIES.items()
    }


def _load_counties(councils, nations):
    for given in tomllib.loads((DATA / "counties.toml").read_text())["area"]:
        parts = [councils[code] for code in given["parts"]]
        is_new = not Area.objects.filter(code=given["code"]).exists()
        lat = sum(part.lat for part in parts) / len(parts)
        lon = sum(part.lon for part in parts) / len(parts)
        area = _area(
            given["code"],
            name=given["name"],
            kind=given["kind"],
            parent=nations["E92000001"],
            middle=(lat, lon, 20_000),
        )
        if is_new:
            area.parts.set(parts)
            for text in given.get("other_names", ()):
                Alias.objects.get_or_create(
                    key=name_key(text), defaults={"text": text, "area": area}
                )


def _area(code, *, name, kind, parent=None, middle=(None, None, None), geometry=None):
    """The area with that code: made where missing, else its outline and middle brought up to date."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        area = Area(code=code, name=name, kind=kind, parent=parent, source=ONS)
    before = _data_of(area)
    area.lat, area.lon, area.radius_m = middle
    area.parent = area.parent or parent
    if geometry:
        area.geometry = geometry
        area.min_lat, area.max_lat, area.min_lon, area.max_lon = bounds(geometry)
    if area.pk is None or before != _data_of(area):
        area.save()
    return area


def _data_of(area):
    return area.lat, area.lon, area.radius_m, area.parent_id, area.geometry


def _rows(filename):
    with (DATA / filename).open(newline="") as file:
        yield from csv.DictReader(file)


def _features(filename):
    features = json.loads((DATA / filename).read_text())["features"]
    return {feature["properties"]["code"]: feature for feature in features}
