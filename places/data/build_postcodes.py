"""Make outcodes.csv, sectors.csv and councils.csv from the open postcode data.

    python -m places.data.build_postcodes FOLDER

FOLDER holds `ons-names/districts.json` (ONS code → name of every council) and
`lad-2023-uk-buc/lad_may2023_uk_buc.geojson` (for the middle of Northern Ireland's councils, whose
postcodes are not open data). The postcodes are those of the two installed packages; see SOURCES.md.
"""

import argparse
import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from tqdm import tqdm

from places import wheels
from places.councils import FORMER_CODES
from places.distance import haversine_km

HERE = Path(__file__).parent
COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
#: A council is named with an outcode or sector when it has this share of its postcodes.
SHARE = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    councils = defaultdict(list)
    outcodes, sectors = [], []
    wanted = wheels.areas()
    for _, rows in tqdm(wheels.rows_of_areas(wanted), total=len(wanted), unit="area"):
        outcodes += summaries(rows, lambda key: key[:-3])
        sectors += summaries(rows, lambda key: f"{key[:-3]} {key[-3]}")
        for row in rows:
            if row.live:
                councils[row.council_code].append(row)
    header = ["code", "lat", "lon", "radius_m", "councils", "live"]
    write("outcodes.csv", header, sorted(outcodes))
    write("sectors.csv", header, sorted(sectors))
    header = ["code", "name", "country", "lat", "lon", "radius_m"]
    write("councils.csv", header, council_rows(folder, councils))


def summaries(rows, beginning):
    """One line for each group of postcodes that begin alike."""
    groups = defaultdict(list)
    for row in rows:
        groups[beginning(row.key)].append(row)
    for code, members in groups.items():
        in_use = [row for row in members if row.live]
        used = in_use or members
        shares = Counter(row.council_code for row in used if row.council_code).most_common()
        named = [council for council, count in shares if count >= SHARE * len(used)]
        yield [code, *middle(used), " ".join(named), int(bool(in_use))]


def middle(rows):
    """Median point of the rows, and the radius in metres that holds nine tenths of them."""
    lat, lon = median(row.lat for row in rows), median(row.lon for row in rows)
    distances = sorted(haversine_km(lat, lon, row.lat, row.lon) for row in rows)
    radius_m = distances[int(0.9 * (len(distances) - 1))] * 1000
    return round(lat, 5), round(lon, 5), max(100, int(round(radius_m, -2)))


def council_rows(folder, postcodes):
    names = json.loads((folder / "ons-names" / "districts.json").read_text())
    outlines = json.loads((folder / "lad-2023-uk-buc" / "lad_may2023_uk_buc.geojson").read_text())[
        "features"
    ]
    labels = {f["properties"]["LAD23CD"]: f["properties"] for f in outlines}
    for code, name in sorted(names.items()):
        if code[0] not in COUNTRIES or not code[1:].isdigit() or code in FORMER_CODES:
            continue
        if code in postcodes:
            point = middle(postcodes[code])
        else:
            point = labels[code]["LAT"], labels[code]["LONG"], 20000
        yield [code, friendly(name), COUNTRIES[code[0]], *point]


def friendly(name):
    """A council's name as people say it: "Bristol, City of" → "Bristol"."""
    return name.split(", City of")[0].split(", County of")[0]


def write(filename, header, rows):
    with (HERE / filename).open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main()
