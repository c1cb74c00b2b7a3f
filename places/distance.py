"""Distances: quick ones for sorting, exact ones for the page, and in words for residents."""

from math import asin, cos, degrees, radians, sin, sqrt

from geopy.distance import geodesic

EARTH_RADIUS_KM = 6371.0088
KM_PER_MILE = 1.609344
METRES_PER_MINUTE_WALKING = 80
#: Up to this distance people think in minutes on foot, above it in miles.
WALKABLE_KM = 1.3


def haversine_km(lat1, lon1, lat2, lon2):
    """Kilometres between two points in degrees, on a sphere (within 0.5% of the true distance)."""
    lat1, lat2 = radians(lat1), radians(lat2)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    h = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def geodesic_km(lat1, lon1, lat2, lon2):
    """Kilometres between two points in degrees, exact, and far slower: for what a page shows."""
    return geodesic((lat1, lon1), (lat2, lon2)).km


def bounding_box(lat, lon, km):
    """The box around a point that holds everything within `km`: (min_lat, max_lat, min_lon, max_lon)."""
    lat_margin = degrees(km / EARTH_RADIUS_KM)
    nearer_pole = min(89.0, abs(lat) + lat_margin)
    lon_margin = degrees(km / (EARTH_RADIUS_KM * cos(radians(nearer_pole))))
    return lat - lat_margin, lat + lat_margin, lon - lon_margin, lon + lon_margin


def distance_words(km):
    """A distance as residents say it: "about 5 minutes' walk (400 metres)", "1.2 miles"."""
    if km < 0.05:
        return "very close by"
    if km <= WALKABLE_KM:
        metres = round(km * 1000, -1 if km < 0.1 else -2)
        minutes = max(1, round(km * 1000 / METRES_PER_MINUTE_WALKING))
        walk = "1 minute's" if minutes == 1 else f"{minutes} minutes'"
        return f"about {walk} walk ({_metres(metres)})"
    miles = km / KM_PER_MILE
    if miles >= 9.95:
        return f"{round(miles):,} miles"
    shown = f"{miles:.1f}".removesuffix(".0")
    return f"{shown} mile" if shown == "1" else f"{shown} miles"


def _metres(metres):
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:.0f} metres"
