"""Loading postcodes: from the packages with open data, and from downloads."""

import csv
import zipfile

import pytest
from django.core.management import CommandError, call_command

from places import wheels
from places.distance import haversine_km
from places.loading import replace_area, upsert
from places.models import Postcode
from places.postcodes import FULL_KEY
from places.wheels import PostcodeRow
from tests.open_data import open_data

pytestmark = pytest.mark.django_db
CODE_POINT = "TS1 1AA,10,448907,520333\nTS1 1AB,10,448907,520333\n"
CODE_POINT_2014 = '"TS1 1AA",10,448907,520333,"E92000001","","","","E06000002","E05001489"\n'
ONSPD = (
    "pcd7,pcd8,pcds,dointr,doterm,lad25cd,lat,long\n"
    "TS1 1AA,TS1  1AA,TS1 1AA,198001,,E06000002,54.575853,-1.244944\n"
    "TS1 1ZZ,TS1  1ZZ,TS1 1ZZ,198001,199606,E08000016,54.57,-1.24\n"
    "JE2 3AB,JE2  3AB,JE2 3AB,198001,,L99999999,99.999999,0.000000\n"
    "BT1 5GS,BT1  5GS,BT1 5GS,198001,,N09000003,54.59682,-5.92541\n"
)


def load(path):
    call_command("load_postcodes", file=str(path), verbosity=0)


def all_rows():
    return list(Postcode.objects.order_by("key").values_list())


@pytest.fixture
def written(tmp_path):
    def write(text, name="file.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_area_from_the_packages_agrees_with_an_independent_list():
    independent = open_data("geography/postcodes/TS.csv")
    call_command("load_postcodes", area=["ts"], verbosity=0)
    loaded = Postcode.objects.in_bulk()
    with independent.open() as file:
        expected = {row["pcd"].replace(" ", ""): row for row in csv.DictReader(file)}
    assert loaded.keys() == expected.keys()
    for key, row in expected.items():
        got = loaded[key]
        assert (got.council_code, got.live) == (row["laua"], row["live"] == "1"), key
        assert haversine_km(got.lat, got.lon, float(row["lat"]), float(row["lon"])) < 0.005, key


def test_loading_twice_gives_the_same_and_leaves_other_areas_alone():
    upsert([PostcodeRow("TA11AA", 51.0, -3.1, "E06000066", True)])
    call_command("load_postcodes", area=["ZE"], verbosity=0)
    first = all_rows()
    call_command("load_postcodes", area=["ZE"], verbosity=0)
    assert all_rows() == first
    assert Postcode.objects.filter(key="TA11AA").exists()


def test_forms_of_postcodes_that_have_long_gone_are_left_out():
    [(_, rows)] = wheels.rows_of_areas(["NP"])
    assert all(FULL_KEY.fullmatch(row.key) for row in rows)


def test_a_short_area_takes_in_no_longer_one():
    upsert([PostcodeRow("SA11AA", 51.6, -3.9, "W06000011", True)])
    replace_area("S", [PostcodeRow("S11AA", 53.4, -1.5, "E08000039", True)])
    replace_area("S", [PostcodeRow("S12AA", 53.4, -1.5, "E08000039", True)])
    assert [row[0] for row in all_rows()] == ["S12AA", "SA11AA"]


def test_a_load_that_stops_midway_leaves_an_area_as_it_was():
    old = PostcodeRow("TS11AA", 54.5, -1.2, "E06000002", True)
    replace_area("TS", [old])

    def rows():
        yield PostcodeRow("TS12AA", 54.5, -1.2, "E06000002", True)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_area("TS", rows())
    assert [row[0] for row in all_rows()] == ["TS11AA"]


def test_the_packages_cover_great_britain_without_northern_ireland():
    assert "BT" not in wheels.areas() and len(wheels.areas()) == 120
    with pytest.raises(CommandError, match="not open data"):
        call_command("load_postcodes", area=["BT"], verbosity=0)
    with pytest.raises(CommandError, match="No such postcode area"):
        call_command("load_postcodes", area=["QX"], verbosity=0)


def test_an_onspd_download_keeps_old_postcodes_and_todays_council_codes(written):
    load(written(ONSPD))
    rows = {row[0]: row[3:] for row in all_rows()}
    assert rows == {
        "BT15GS": ("N09000003", True),
        "TS11AA": ("E06000002", True),
        "TS11ZZ": ("E08000038", False),
    }


def test_code_point_open_is_known_by_its_shape_and_keeps_known_councils(written):
    load(written(ONSPD))
    load(written(CODE_POINT))
    row = Postcode.objects.get(key="TS11AA")
    assert row.council_code == "E06000002"
    assert haversine_km(row.lat, row.lon, 54.57585, -1.24494) < 0.005
    assert Postcode.objects.get(key="TS11AB").council_code == ""


def test_an_old_code_point_release_brings_its_council_codes(written):
    load(written(CODE_POINT_2014))
    assert Postcode.objects.get().council_code == "E06000002"


def test_a_zip_is_read_as_it_comes(tmp_path):
    with zipfile.ZipFile(tmp_path / "onspd.zip", "w") as archive:
        archive.writestr("Data/ONSPD_NOV_2025_UK.csv", ONSPD)
        archive.writestr(
            "Data/multi_csv/ONSPD_NOV_2025_UK_TS.csv", "pcds,lat,long\nTS9 9AA,54,-1\n"
        )
        archive.writestr("Documents/LA_UA names.csv", "LAD25CD,LAD25NM\nE06000001,Hartlepool\n")
    load(tmp_path / "onspd.zip")
    assert [row[0] for row in all_rows()] == ["BT15GS", "TS11AA", "TS11ZZ"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("name,town\nHall,Hartlepool\n", "no column of postcodes"),
        ("pcds,laua\nTS1 1AA,E06000002\n", "no columns of coordinates"),
        ("pcds,lat,long\nTS1 1AA,fifty,-1\n", "line 2"),
        ("pcds,lat,long\nTS1 1AA\n", "line 2"),
        ("pcds,lat,long\nhello,54,-1\n", "“HELLO” is not a postcode"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(written, text, message):
    with pytest.raises(CommandError, match=message):
        load(written(text))
    assert not Postcode.objects.exists()


def test_a_missing_file_and_a_zip_without_postcodes_are_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        load(tmp_path / "nothing.csv")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.csv", "a,b\n1,2\n")
    with pytest.raises(CommandError, match="no table of postcodes"):
        load(tmp_path / "other.zip")
