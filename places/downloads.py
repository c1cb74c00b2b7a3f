"""Postcode files that somebody downloaded: ONSPD, NSPL, Code-Point Open, or a small table alike.

A CSV file, or the ZIP as it comes. The columns are found by their names, which ONS changes from
year to year (laua, oslaua, lad25cd); Code-Point Open has no names and is known by its shape.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from places.councils import current_code
from places.grid import to_wgs84
from places.postcodes import FULL_KEY
from places.wheels import PostcodeRow

_POSTCODE = ("pcds", "pcd8", "pcd7", "pcd2", "pcd", "postcode")
_LAT, _LON = ("lat", "latitude"), ("long", "lon", "longitude")
_EAST = ("oseast1m", "east1m", "eastings", "easting")
_NORTH = ("osnrth1m", "north1m", "northings", "northing")
_COUNCIL = re.compile(r"laua|oslaua|lad\d\dcd|admin_district_code|council_code")
#: Position of the council's code in Code-Point Open, where a release has it.
_CODE_POINT_COUNCIL = 8


class DownloadError(Exception):
    """The file is not what the loader can read; the message says what and where."""


@dataclass(frozen=True)
class Columns:
    """Positions of the columns in a row; None where the file has no such column."""

    postcode: int
    lat: int | None = None
    lon: int | None = None
    east: int | None = None
    north: int | None = None
    council: int | None = None
    ended: int | None = None
    live: int | None = None


class Download:
    """One file. `size` is in bytes, for a progress bar; `skipped` counts rows without a place."""

    def __init__(self, path):
        self.path = Path(path)
        self.skipped = 0
        if not self.path.is_file():
            raise DownloadError(f"There is no file {self.path}.")
        self.is_zip = zipfile.is_zipfile(self.path)
        if self.is_zip:
            with zipfile.ZipFile(self.path) as archive:
                self.members = _data_members(archive)
            self.size = sum(member.file_size for member in self.members)
        else:
            self.size = self.path.stat().st_size

    def rows(self, progress=lambda size: None):
        """Yield a PostcodeRow for each postcode that has a place; `progress` gets bytes read."""
        if not self.is_zip:
            with self.path.open("rb") as file:
                yield from self._table(file, self.path.name, progress)
            return
        with zipfile.ZipFile(self.path) as archive:
            for member in self.members:
                with archive.open(member) as file:
                    yield from self._table(file, member.filename, progress)

    def _table(self, binary, name, progress):
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="replace", newline="")
        reader = csv.reader(_counted(text, progress))
        try:
            first = next(reader, None)
            columns, has_header = _columns(first, name)
            if not has_header and (row := self._row(first, columns, name, 1)):
                yield row
            for fields in reader:
                if fields and (row := self._row(fields, columns, name, reader.line_num)):
                    yield row
        except csv.Error as error:
            raise DownloadError(f"{name}, line {reader.line_num}: {error}.") from error

    def _row(self, fields, columns, name, line):
        try:
            key = fields[columns.postcode].replace(" ", "").upper()
            if not FULL_KEY.fullmatch(key):
                raise DownloadError(f"{name}, line {line}: “{key[:20]}” is not a postcode.")
            point = _point(fields, columns, key)
            council = fields[columns.council].strip() if columns.council is not None else ""
            live = _is_live(fields, columns)
        except (IndexError, ValueError) as error:
            raise DownloadError(
                f"{name}, line {line}: a column is missing or is not a number ({error})."
            ) from error
        if point is None:
            self.skipped += 1
            return None
        return PostcodeRow(key, *point, current_code(council), live)


def _data_members(archive):
    """The tables of a ZIP: the one big table, or else the tables by postcode area."""
    tables = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".csv")
        and "__macosx" not in member.filename.lower()
        and _is_postcodes(archive, member)
    ]
    whole = [member for member in tables if "multi_csv" not in member.filename.lower()]
    if not tables:
        raise DownloadError(
            "The ZIP holds no table of postcodes. Give an ONSPD, NSPL or Code-Point Open download."
        )
    return whole or tables


def _is_postcodes(archive, member):
    with archive.open(member) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
        try:
            _columns(next(csv.reader(text), None), member.filename)
        except (DownloadError, csv.Error):
            return False
    return True


def _counted(lines, progress):
    for line in lines:
        progress(len(line))
        yield line


def _columns(first, name):
    """(Columns, whether the first row is a header) for a table's first row."""
    if not first:
        raise DownloadError(f"{name} is empty.")
    if FULL_KEY.fullmatch(first[0].replace(" ", "").upper()) and len(first) >= 4:
        council = _CODE_POINT_COUNCIL if len(first) > _CODE_POINT_COUNCIL else None
        return Columns(postcode=0, east=2, north=3, council=council), False
    names = [field.strip().lower() for field in first]
    postcode = _position(names, _POSTCODE)
    if postcode is None:
        raise DownloadError(
            f"{name} has no column of postcodes (looked for {', '.join(_POSTCODE)}; "
            f"it has {', '.join(names)[:120]})."
        )
    columns = Columns(
        postcode=postcode,
        lat=_position(names, _LAT),
        lon=_position(names, _LON),
        east=_position(names, _EAST),
        north=_position(names, _NORTH),
        council=next((i for i, field in enumerate(names) if _COUNCIL.fullmatch(field)), None),
        ended=_position(names, ("doterm",)),
        live=_position(names, ("live",)),
    )
    if None in (columns.lat, columns.lon) and None in (columns.east, columns.north):
        raise DownloadError(f"{name} has no columns of coordinates (lat and long, or a grid).")
    return columns, True


def _position(names, wanted):
    return next((names.index(name) for name in wanted if name in names), None)


def _point(fields, columns, key):
    """(lat, lon), or None for a postcode without a place (a large user, an island)."""
    if columns.lat is not None and columns.lon is not None:
        if not fields[columns.lat].strip():
            return None
        lat, lon = float(fields[columns.lat]), float(fields[columns.lon])
        # ONS writes latitude 99.999999 for "no grid reference".
        return (round(lat, 5), round(lon, 5)) if 49 <= lat <= 61.5 and -9 <= lon <= 2.5 else None
    # Northern Ireland's references are on another grid, the Irish one.
    if not fields[columns.east].strip() or key.startswith("BT"):
        return None
    east, north = float(fields[columns.east]), float(fields[columns.north])
    return to_wgs84(east, north) if east > 0 and north > 0 else None


def _is_live(fields, columns):
    if columns.live is not None:
        return fields[columns.live].strip() == "1"
    return columns.ended is None or not fields[columns.ended].strip()
