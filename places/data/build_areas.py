"""Make council_outlines.geojson and ward_outlines.geojson for the demonstration area.

    python -m places.data.build_areas FOLDER

FOLDER holds `lad-2023-uk-buc/lad_may2023_uk_buc.geojson` and `wards-2023/wards_hartlepool.geojson`
(ONS boundaries, see SOURCES.md). A ward's middle is the median of the postcodes in use inside it,
from the two installed packages. Coordinates are rounded to 4 decimals (about 10 metres): the
outlines are generalised far more than that already.
"""

import argparse
import json
from pathlib import Path

from places import wheels
from places.councils import current_code
from places.data.build_postcodes import middle
from places.outlines import check, contains, polygons

HERE = Path(__file__).parent
#: The councils of North East England, North Yorkshire and York.
COUNCILS = frozenset(
    {
        *(f"E0600000{n}" for n in range(1, 6)),
        *(f"E0800002{n}" for n in range(1, 5)),
        *("E06000014", "E06000047", "E06000057", "E06000065", "E08000037"),
    }
)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    [(_, rows)] = wheels.rows_of_areas(["TS"])
    postcodes = [row for row in rows if row.live]
    councils = read(folder / "lad-2023-uk-buc" / "lad_may2023_uk_buc.geojson", "LAD23")
    wards = read(folder / "wards-2023" / "wards_hartlepool.geojson", "WD23")
    write("council_outlines.geojson", [f for f in councils if f["properties"]["code"] in COUNCILS])
    write("ward_outlines.geojson", [with_middle(f, postcodes) for f in wards])


def read(path, prefix):
    """The features of an ONS file with short property names and rounded coordinates."""
    for feature in json.loads(path.read_text())["features"]:
        given = feature["properties"]
        properties = {"code": current_code(given[f"{prefix}CD"]), "name": given[f"{prefix}NM"]}
        if prefix == "WD23":
            properties["council"] = current_code(given["LAD23CD"])
        rings = [[rounded(r) for r in polygon] for polygon in polygons(feature["geometry"])]
        shape = {"type": "MultiPolygon", "coordinates": [p for p in rings if len(p[0]) >= 4]}
        check(shape)
        yield {"type": "Feature", "properties": properties, "geometry": shape}


def with_middle(feature, postcodes):
    inside = [row for row in postcodes if contains(feature["geometry"], row.lat, row.lon)]
    lat, lon, radius_m = middle(inside)
    feature["properties"] |= {"lat": lat, "lon": lon, "radius_m": radius_m}
    return feature


def rounded(ring):
    """The ring to 4 decimals, without positions that rounding made alike."""
    kept = []
    for lon, lat in ring:
        position = [round(lon, 4), round(lat, 4)]
        if not kept or kept[-1] != position:
            kept.append(position)
    return kept


def write(filename, features):
    features = sorted(features, key=lambda f: f["properties"]["code"])
    lines = ",\n".join(json.dumps(f, separators=(",", ":")) for f in features)
    (HERE / filename).write_text(
        f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
