"""Keys of index entries: where a service can be used stands in the high bits.

    key = kind (2 bits) · cell (26 bits) · document (24 bits)

FTS5 and the entry table are both ordered by this key, so "near here" is a few ranges of it and
the rest of the country is never read.
"""

import math

from places.distance import geodesic_km

UNPLACED, EVERYWHERE, COVERAGE, GRID = range(4)

_DOCUMENT_BITS, _CELL_BITS = 24, 26
_KIND_SHIFT = _DOCUMENT_BITS + _CELL_BITS
DOCUMENT_MASK = (1 << _DOCUMENT_BITS) - 1
_CELL_MASK = (1 << _CELL_BITS) - 1

#: Size of a grid cell in degrees: about 5.6 km north to south, and 5 km east to west in Britain.
ROW_DEGREES, COLUMN_DEGREES = 0.05, 0.08
_COLUMNS = 1 << 13
KM_PER_DEGREE = 111.195
#: Up to here the earth is flat enough.
FLAT_KM = 50

#: A key without its document: the kind and the cell, for looking up what all that is there shares.
PLACE_SHIFT = _DOCUMENT_BITS


def key(kind, cell, document):
    return (kind << _CELL_BITS | cell) << _DOCUMENT_BITS | document


def kind_of(key):
    return key >> _KIND_SHIFT


def place_parts(place):
    """(kind, cell) of a key shifted by PLACE_SHIFT."""
    return place >> _CELL_BITS, place & _CELL_MASK


def parts(key):
    """(kind, cell, document) of a key."""
    place = key >> _DOCUMENT_BITS
    return place >> _CELL_BITS, place & _CELL_MASK, key & DOCUMENT_MASK


def cell_range(kind, first, last=None):
    """The keys from cell `first` to cell `last` of a kind, both included."""
    last = first if last is None else last
    return key(kind, first, 0), key(kind, last, DOCUMENT_MASK)


def kind_range(kind):
    return cell_range(kind, 0, _CELL_MASK)


#: Every key there may be.
ALL = (0, key(GRID, _CELL_MASK, DOCUMENT_MASK))


def _row(latitude):
    return math.floor((latitude + 90) / ROW_DEGREES)


def _column(longitude):
    return math.floor((longitude + 180) / COLUMN_DEGREES)


def cell_of(latitude, longitude):
    """The grid cell of a point in WGS84 degrees."""
    return _row(latitude) * _COLUMNS + _column(longitude)


def ranges_around(point, radius_km):
    """Key ranges of all grid cells that a circle touches, one for each row of cells."""
    latitude, longitude = point
    high = radius_km / KM_PER_DEGREE
    wide = high / max(math.cos(math.radians(min(89.0, abs(latitude) + high))), 0.01)
    first, last = _column(max(-180, longitude - wide)), _column(min(180, longitude + wide))
    return [
        cell_range(GRID, row * _COLUMNS + first, row * _COLUMNS + last)
        for row in range(_row(max(-90, latitude - high)), _row(min(90, latitude + high)) + 1)
    ]


def km_per_degree(latitude):
    """(kilometres to a degree of latitude, to one of longitude) at a latitude, on WGS84."""
    radius, flat = 6378.137, 0.00669437999014
    sine = math.sin(math.radians(latitude))
    bulge = 1 - flat * sine * sine
    north = radius * (1 - flat) / bulge**1.5
    east = radius / math.sqrt(bulge) * math.cos(math.radians(latitude))
    return math.radians(north), math.radians(east)


def distance_km(one, other):
    """Kilometres between two points in degrees: within metres up to 50 km, and 30 times quicker
    than the geodesic, which is asked beyond."""
    north_km, east_km = km_per_degree((one[0] + other[0]) / 2)
    km = math.hypot((one[0] - other[0]) * north_km, (one[1] - other[1]) * east_km)
    return km if km < FLAT_KM else geodesic_km(*one, *other)
