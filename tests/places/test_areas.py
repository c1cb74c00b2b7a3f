"""Which areas a place lies in: councils, counties, wards, nations."""

import pytest

from places.areas import (
    area_map,
    areas_containing,
    codes_at,
    council_at,
    council_of,
    set_own_areas,
    ward_at,
)
from places.models import Area
from places.outlines import OutlineError, check, contains
from places.where import locate

SQUARE = [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]
HOLE = [[0.4, 50.4], [0.6, 50.4], [0.6, 50.6], [0.4, 50.6], [0.4, 50.4]]
NATION = {"E92000001", "K03000001", "K02000001"}


def make(code, kind="council", **fields):
    return Area.objects.create(code=code, name=fields.pop("name", code), kind=kind, **fields)


def test_a_point_is_inside_an_outline_but_not_in_its_hole():
    shape = {"type": "MultiPolygon", "coordinates": [[*SQUARE, HOLE]]}
    assert contains(shape, 50.2, 0.2)
    assert not contains(shape, 50.5, 0.5)
    assert not contains(shape, 52, 0.2)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [0, 50]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [SQUARE[0][:3]]},
        {"type": "Polygon", "coordinates": [SQUARE[0][:4]]},
        {"type": "Polygon", "coordinates": [[[450000, 520000]] * 4]},
        {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        {"type": "Polygon", "coordinates": [[[0, float("nan")]] * 4]},
    ],
)
def test_an_unsound_outline_is_refused(geometry):
    with pytest.raises(OutlineError):
        check(geometry)


@pytest.mark.django_db
class TestWithFewAreas:
    def test_a_county_of_parts_holds_its_councils(self):
        county = make("shire", "county")
        county.parts.set([make("E06000001"), make("E06000002")])
        assert codes_at(["E06000001"]) == {"E06000001", "shire"} | NATION

    def test_what_holds_every_part_holds_the_whole(self):
        councils = [make("E06000001"), make("E06000002")]
        for code in ("small", "large"):
            make(code, "other").parts.set(councils)
        Area.objects.get(code="large").parts.add(make("E06000003"))
        assert area_map().within("small") == {"small", "large"} | NATION
        assert area_map().within("large") == {"large"} | NATION

    def test_areas_that_hold_each_other_do_no_harm(self):
        one, two = make("one", "other"), make("two", "other")
        one.parts.add(two)
        two.parts.add(one)
        assert "two" in area_map().within("one")

    def test_a_change_of_parts_is_seen_at_once(self):
        council, county = make("E06000001"), make("shire", "county")
        assert "shire" not in codes_at(["E06000001"])
        county.parts.add(council)
        assert "shire" in codes_at(["E06000001"])
        county.delete()
        assert "shire" not in codes_at(["E06000001"])

    def test_a_council_nobody_loaded_still_lies_in_its_nation(self):
        assert codes_at(["S12000036"]) == {"S12000036", "S92000003", "K03000001", "K02000001"}
        assert codes_at(["N09000003"]) == {"N09000003", "N92000002", "K02000001"}

    def test_an_outline_of_ones_own_counts_without_parts(self):
        box = {"min_lat": 50, "max_lat": 51, "min_lon": 0, "max_lon": 1}
        make("patch", "other", geometry={"type": "Polygon", "coordinates": SQUARE}, **box)
        assert "patch" in codes_at(["E06000001"], 50.5, 0.5)
        assert "patch" not in codes_at(["E06000001"], 50.5, 1.5)

    def test_unknown_is_an_answer(self):
        assert ward_at(54.7, -1.2) == "" == council_of("TS24 8AY") == council_at(54.7, -1.2)
        assert codes_at([]) == frozenset()


class TestWithStarterPlaces:
    pytestmark = pytest.mark.django_db

    @pytest.fixture(autouse=True)
    def _places(self, starter_places, db):
        pass

    def test_a_service_for_tees_valley_serves_a_hartlepool_postcode(self):
        codes = areas_containing(locate("TS24 8AY"))
        assert codes >= {"E06000001", "tees-valley", "durham-county", "north-east"} | NATION
        assert not codes & {"E06000002", "tyne-and-wear", "W92000004"}

    @pytest.mark.parametrize(
        ("postcode", "ward"),
        [
            ("TS24 0JD", "Headland & Harbour"),
            ("TS25 1BN", "Seaton"),
            ("TS24 8AY", "Victoria"),
        ],
    )
    def test_the_ward_comes_from_the_outline(self, postcode, ward):
        where = locate(postcode)
        assert Area.objects.get(code=where.ward_code).name == ward
        assert where.ward_code in where.area_codes

    def test_the_council_comes_from_the_postcode(self):
        assert council_of("ts248ay") == "E06000001"
        assert council_of("TS24 9ZZ") == ""

    def test_the_council_of_a_point_where_no_postcode_is_loaded(self):
        assert council_at(54.57585, -1.24494) == "E06000002"
        assert council_at(53.38, -1.47) == "E08000039"
        assert council_at(55.0, 1.5) == ""

    def test_an_outward_code_across_a_border_counts_for_both_sides(self):
        where = locate("TS21")
        assert where.area_codes >= {"E06000004", "E06000047", "tees-valley"}
        assert where.council_code == "" and "partly in" in where.message

    def test_ones_own_area_can_be_set_and_set_again(self):
        set_own_areas(["E08000003"])
        assert area_map().own == {"E08000003"}
        set_own_areas(["tees-valley"])
        assert area_map().own == {"tees-valley"}
