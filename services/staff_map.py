"""A small map drawn from our own outlines and place names: nothing is fetched from anywhere."""

from math import cos, radians

from places.distance import bounding_box
from places.models import Area, PlaceName

#: Metres in one degree of latitude, and of longitude at the equator. Right to 1% here.
METRES_LAT, METRES_LON = 111_200, 111_320
#: Half the width of the map in metres, with and without a point to look at.
NEAR_M, FAR_M = 1_500, 12_000
#: The middle of Great Britain, for a site that has no area of its own yet.
NOWHERE = (54.0, -2.5)
_NAMES = 20


class StaffMap:
    """An SVG in metres around a middle: outlines, names, and the point if there is one.

    Latitude and longitude are WGS84 degrees, or None. x grows to the east, y to the south.
    """

    def __init__(self, lat, lon):
        self.has_point = lat is not None and lon is not None
        self.lat, self.lon = (lat, lon) if self.has_point else _own_middle()
        self.metres_lat = METRES_LAT
        self.metres_lon = round(METRES_LON * cos(radians(self.lat)), 1)
        self.half = NEAR_M if self.has_point else FAR_M

    @property
    def view_box(self):
        return f"{-self.half} {-self.half * 0.75:.0f} {2 * self.half} {1.5 * self.half:.0f}"

    @property
    def letter_size(self):
        """Height of letters in metres, about 1/30 of the map's width."""
        return self.half // 15

    @property
    def pin_size(self):
        return self.letter_size // 2

    def xy(self, lat, lon):
        """Metres east and south of the middle."""
        return (
            round((lon - self.lon) * self.metres_lon),
            round((self.lat - lat) * self.metres_lat),
        )

    def outlines(self):
        """(kind, name, SVG path) of councils and wards around, councils last (drawn on top)."""
        south, north, west, east = bounding_box(self.lat, self.lon, FAR_M * 1.5 / 1000)
        areas = Area.objects.filter(
            kind__in=[Area.Kind.COUNCIL, Area.Kind.WARD],
            geometry__isnull=False,
            min_lat__lte=north,
            max_lat__gte=south,
            min_lon__lte=east,
            max_lon__gte=west,
        )
        for area in sorted(areas, key=lambda area: area.kind == Area.Kind.COUNCIL):
            yield {"kind": area.kind, "name": area.name, "path": self._path(area.geometry)}

    def names(self):
        """Names of places around with x and y, the largest first, none over another."""
        south, north, west, east = bounding_box(self.lat, self.lon, self.half * 2 / 1000)
        places = PlaceName.objects.filter(lat__range=(south, north), lon__range=(west, east))
        shown = []
        for place in places.order_by("-population", "name")[:_NAMES]:
            x, y = self.xy(place.lat, place.lon)
            name = {"name": place.name, "x": x, "y": y}
            if not any(self._overlap(name, other) for other in shown):
                shown.append(name)
        return shown

    def _overlap(self, one, other):
        """Whether two names would be written over each other; a letter is half as wide as high."""
        widest = max(len(one["name"]), len(other["name"])) * self.letter_size * 0.55
        return (
            abs(one["x"] - other["x"]) < widest
            and abs(one["y"] - other["y"]) < self.letter_size * 1.1
        )

    def _path(self, geometry):
        shapes = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            shapes = [shapes]
        rings = (ring for shape in shapes for ring in shape)
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring):
        points = " ".join("{},{}".format(*self.xy(lat, lon)) for lon, lat, *_ in ring)
        return f"M{points}Z"


def _own_middle():
    """The middle of the site's own areas."""
    own = Area.objects.filter(is_own=True, lat__isnull=False, lon__isnull=False)
    points = list(own.values_list("lat", "lon"))
    if not points:
        return NOWHERE
    return tuple(sum(numbers) / len(points) for numbers in zip(*points, strict=True))
