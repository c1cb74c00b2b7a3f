"""Outlines of areas as GeoJSON geometries: is it sound, its bounding box, is a point inside."""

from math import isfinite


class OutlineError(ValueError):
    """A geometry is not a sound GeoJSON Polygon or MultiPolygon; the message says why."""


def polygons(geometry):
    """The polygons of a Polygon or MultiPolygon, each a list of rings of [lon, lat] positions."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"]]
    return geometry["coordinates"]


def contains(geometry, lat, lon):
    """Whether the point (WGS84 degrees) lies inside; holes count as outside."""
    return any(
        _in_ring(polygon[0], lat, lon) and not any(_in_ring(hole, lat, lon) for hole in polygon[1:])
        for polygon in polygons(geometry)
    )


def _in_ring(ring, lat, lon):
    """Whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    x1, y1 = ring[-1][0], ring[-1][1]
    for position in ring:
        x2, y2 = position[0], position[1]
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside


def bounds(geometry):
    """(min_lat, max_lat, min_lon, max_lon) in degrees."""
    positions = [position for polygon in polygons(geometry) for position in polygon[0]]
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    return min(lats), max(lats), min(lons), max(lons)


def check(geometry):
    """Raise OutlineError unless it is a Polygon or MultiPolygon in WGS84 longitude and latitude."""
    if not isinstance(geometry, dict):
        raise OutlineError("it has no geometry")
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise OutlineError(f"its geometry is a {kind}, not a Polygon or MultiPolygon")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or not coordinates:
        raise OutlineError("its geometry has no coordinates")
    for polygon in polygons(geometry):
        if not isinstance(polygon, list) or not polygon:
            raise OutlineError("one of its polygons has no outline")
        for ring in polygon:
            _check_ring(ring)


def _check_ring(ring):
    if not isinstance(ring, list) or len(ring) < 4:
        raise OutlineError("an outline has fewer than four positions")
    for position in ring:
        if not (
            isinstance(position, list)
            and len(position) >= 2
            and all(_is_number(value) for value in position[:2])
        ):
            raise OutlineError(f"{str(position)[:40]} is not a position")
        lon, lat = position[:2]
        if abs(lat) > 90 or abs(lon) > 180:
            raise OutlineError(
                "its positions are not degrees; save it as WGS84 (EPSG:4326) and try again"
            )
    if ring[0][:2] != ring[-1][:2]:
        raise OutlineError("an outline is not closed: its last position differs from its first")


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
