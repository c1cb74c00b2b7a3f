"""British National Grid (OSGB36) to latitude and longitude (WGS84), without a library.

The formulas and figures are those of Ordnance Survey's "A guide to coordinate systems in Great
Britain". The Helmert transformation is right to about 3 metres in Great Britain.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

# Airy 1830 ellipsoid, National Grid projection.
_A, _B = 6377563.396, 6356256.909
_E2 = 1 - (_B * _B) / (_A * _A)
_F0 = 0.9996012717
_LAT0, _LON0 = radians(49), radians(-2)
_E0, _N0 = 400000.0, -100000.0
_n = (_A - _B) / (_A + _B)
_M1 = 1 + _n + 1.25 * _n**2 + 1.25 * _n**3
_M2 = 3 * _n + 3 * _n**2 + 21 / 8 * _n**3
_M3 = 15 / 8 * (_n**2 + _n**3)
_M4 = 35 / 24 * _n**3

# WGS84 ellipsoid, and the shift from OSGB36: metres, parts per million, seconds of arc.
_A2, _B2 = 6378137.0, 6356752.3142
_E22 = 1 - (_B2 * _B2) / (_A2 * _A2)
_TX, _TY, _TZ = 446.448, -125.157, 542.060
_S = 1 - 20.4894e-6
_RX, _RY, _RZ = (radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def to_wgs84(easting, northing):
    """Metres on the National Grid → (latitude, longitude) in degrees, to 5 decimals (1 m)."""
    lat, lon = _airy(easting, northing)
    lat, lon = _shift(lat, lon)
    return round(degrees(lat), 5), round(degrees(lon), 5)


def _meridian(lat):
    """Metres along the meridian from the true origin to `lat` (radians)."""
    d, s = lat - _LAT0, lat + _LAT0
    return (
        _B
        * _F0
        * (
            _M1 * d
            - _M2 * sin(d) * cos(s)
            + _M3 * sin(2 * d) * cos(2 * s)
            - _M4 * sin(3 * d) * cos(3 * s)
        )
    )


def _airy(easting, northing):
    """Grid metres → latitude and longitude in radians on the Airy ellipsoid."""
    lat = _LAT0 + (northing - _N0) / (_A * _F0)
    for _ in range(6):
        miss = northing - _N0 - _meridian(lat)
        if abs(miss) < 0.001:
            break
        lat += miss / (_A * _F0)
    sine2 = sin(lat) ** 2
    nu = _A * _F0 / sqrt(1 - _E2 * sine2)
    rho = nu * (1 - _E2) / (1 - _E2 * sine2)
    eta2 = nu / rho - 1
    t, t2, sec = tan(lat), tan(lat) ** 2, 1 / cos(lat)
    x = (easting - _E0) / nu
    x2 = x * x
    ratio = nu / rho
    lat -= (
        t
        * ratio
        * x2
        * (
            1 / 2
            - x2 / 24 * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
            + x2 * x2 / 720 * (61 + 90 * t2 + 45 * t2 * t2)
        )
    )
    lon = _LON0 + sec * x * (
        1
        - x2 / 6 * (ratio + 2 * t2)
        + x2 * x2 / 120 * (5 + 28 * t2 + 24 * t2 * t2)
        - x2**3 / 5040 * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    )
    return lat, lon


def _shift(lat, lon):
    """Airy radians → WGS84 radians, by way of cartesian metres (height 0)."""
    sine = sin(lat)
    nu = _A / sqrt(1 - _E2 * sine * sine)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), nu * (1 - _E2) * sine
    x, y, z = (
        _TX + _S * x - _RZ * y + _RY * z,
        _TY + _RZ * x + _S * y - _RX * z,
        _TZ - _RY * x + _RX * y + _S * z,
    )
    p = hypot(x, y)
    lat = atan2(z, p * (1 - _E22))
    for _ in range(4):
        sine = sin(lat)
        nu = _A2 / sqrt(1 - _E22 * sine * sine)
        lat = atan2(z + _E22 * nu * sine, p)
    return lat, atan2(y, x)
