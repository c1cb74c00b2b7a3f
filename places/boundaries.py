"""Outlines of areas from a GeoJSON file: all of them are checked before any is kept."""

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import transaction

from places.councils import current_code
from places.distance import haversine_km
from places.models import Area, Postcode
from places.outlines import OutlineError, bounds, check, contains


class BoundaryFileError(Exception):
    """The file cannot be loaded; the message names the feature and says why."""


@dataclass(frozen=True)
class Outline:
    code: str
    name: str
    geometry: dict
    parent_code: str = ""


def read_outlines(path, *, code_field, name_field, parent_field=""):
    """The outlines of a GeoJSON FeatureCollection in WGS84; raises BoundaryFileError."""
    features = _features(Path(path))
    outlines, seen = [], {}
    for number, feature in enumerate(features, start=1):
        outline = _outline(number, feature, code_field, name_field, parent_field)
        if outline.code in seen:
            raise BoundaryFileError(
                f"Features {seen[outline.code]} and {number} have the same code {outline.code}."
            )
        seen[outline.code] = number
        outlines.append(outline)
    return outlines


def _features(path):
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BoundaryFileError(f"The file {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError(f"{path.name} is not JSON: {error}.") from error
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise BoundaryFileError(f"{path.name} is not a GeoJSON FeatureCollection.")
    crs = json.dumps(data.get("crs") or "")
    if crs != '""' and not any(name in crs for name in ("CRS84", "4326")):
        raise BoundaryFileError(
            f"{path.name} is not in longitude and latitude. Save it as WGS84 (EPSG:4326)."
        )
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise BoundaryFileError(f"{path.name} has no features.")
    return features


def _outline(number, feature, code_field, name_field, parent_field):
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BoundaryFileError(f"Feature {number} has no properties.")
    values = {}
    for field in filter(None, (code_field, name_field, parent_field)):
        value = properties.get(field)
        if not isinstance(value, str | int) or not str(value).strip():
            has = ", ".join(properties) or "none"
            raise BoundaryFileError(f"Feature {number} has no {field}. Its properties are: {has}.")
        values[field] = str(value).strip()
    code, name = values[code_field], values[name_field]
    if len(code) > 40 or len(name) > 120:
        raise BoundaryFileError(f"Feature {number} ({name[:60]}): its code or name is too long.")
    try:
        check(feature.get("geometry"))
    except (OutlineError, TypeError, KeyError) as error:
        raise BoundaryFileError(f"Feature {number} ({code}, {name}): {error}.") from error
    parent = current_code(values.get(parent_field, ""))
    return Outline(current_code(code), name, feature["geometry"], parent)


@transaction.atomic
def keep_outlines(outlines, *, kind, source, progress=iter):
    """Keep the outlines as areas of that kind; returns (made, changed). Twice changes nothing.

    An area that is there keeps its parts and, unless it has none, its parent.
    """
    parents = Area.objects.in_bulk({outline.parent_code for outline in outlines}, field_name="code")
    made = changed = 0
    for outline in progress(outlines):
        area = Area.objects.filter(code=outline.code).first() or Area(code=outline.code)
        if area.pk is None:
            made += 1
        elif (area.name, area.kind, area.geometry) == (outline.name, kind, outline.geometry):
            continue
        else:
            changed += 1
        area.name, area.kind, area.geometry, area.source = (
            *(outline.name, kind, outline.geometry, source),
        )
        area.parent = area.parent or parents.get(outline.parent_code)
        area.min_lat, area.max_lat, area.min_lon, area.max_lon = bounds(outline.geometry)
        area.lat, area.lon, area.radius_m = middle(outline.geometry)
        area.save()
    return made, changed


def middle(geometry):
    """(lat, lon, radius in metres) of where people live in an outline: the median of its postcodes.

    Without any postcode loaded there, the middle of its bounding box.
    """
    south, north, west, east = bounds(geometry)
    boxed = Postcode.objects.filter(live=True, lat__range=(south, north), lon__range=(west, east))
    inside = [(p.lat, p.lon) for p in boxed.iterator() if contains(geometry, p.lat, p.lon)]
    if not inside:
        lat, lon = (south + north) / 2, (west + east) / 2
        return lat, lon, round(haversine_km(lat, lon, north, east) * 1000)
    lat, lon = (round(median(values), 5) for values in zip(*inside, strict=True))
    reach = sorted(haversine_km(lat, lon, *point) for point in inside)[int(0.9 * (len(inside) - 1))]
    return lat, lon, max(100, round(reach * 1000))
