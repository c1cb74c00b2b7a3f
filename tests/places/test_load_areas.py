"""Loading outlines from GeoJSON."""

import json

import pytest
from django.core.management import CommandError, call_command

from places.areas import ward_at
from places.models import Area

pytestmark = pytest.mark.django_db


def feature(code="W1", name="North", west=0.0, **more):
    ring = [[west, 50], [west + 1, 50], [west + 1, 51], [west, 51], [west, 50]]
    return {
        "type": "Feature",
        "properties": {"CD": code, "NM": name, "UP": "E06000001"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    } | more


@pytest.fixture
def load(tmp_path):
    def load(*features, data=None, **options):
        path = tmp_path / "areas.geojson"
        data = data or {"type": "FeatureCollection", "features": list(features)}
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        given = {"kind": "ward", "code_field": "CD", "name_field": "NM", "verbosity": 0}
        call_command("load_areas", str(path), **given | options)

    return load


def test_outlines_are_loaded_with_bounds_and_parent_and_found_by_point(load):
    council = Area.objects.create(code="E06000001", name="Hartlepool", kind="council")
    load(feature(), feature("W2", "South", 1.0), parent_field="UP")
    assert ward_at(50.5, 1.5) == "W2"
    area = Area.objects.get(code="W1")
    assert (area.min_lat, area.max_lat, area.min_lon, area.max_lon) == (50, 51, 0, 1)
    assert area.parent == council


def test_loading_again_changes_nothing_and_a_moved_outline_is_followed(load):
    load(feature())
    first = Area.objects.values().get()
    load(feature())
    assert Area.objects.values().get() == first
    load(feature(west=5.0))
    assert ward_at(50.5, 5.5) == "W1" and ward_at(50.5, 0.5) == ""


def test_an_old_council_code_becomes_todays(load):
    load(feature("E08000016", "Barnsley"), kind="council")
    assert Area.objects.get().code == "E08000038"


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (feature("W2", "South", geometry=None), r"Feature 2 \(W2, South\): it has no geometry"),
        (feature("W1", "South"), "Features 1 and 2 have the same code"),
        (feature("W2", ""), "Feature 2 has no NM"),
        (feature("W2", properties=None), "Feature 2 has no properties"),
        (feature("W2", "South", west=400000), r"Feature 2 \(W2, South\): .*not degrees"),
        ("nonsense", "Feature 2 has no properties"),
    ],
)
def test_one_bad_feature_is_named_and_nothing_is_loaded(load, second, message):
    with pytest.raises(CommandError, match=message):
        load(feature(), second)
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{not json", "is not JSON"),
        ({"type": "Feature"}, "not a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "has no features"),
        (
            {"type": "FeatureCollection", "crs": {"name": "EPSG:27700"}, "features": [feature()]},
            "Save it as WGS84",
        ),
    ],
)
def test_a_wrong_file_is_refused(load, data, message):
    with pytest.raises(CommandError, match=message):
        load(data=data)
