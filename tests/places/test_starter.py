"""The place data that ships with the project."""

from pathlib import Path

import pytest

from places import starter
from places.models import Alias, Area, Outcode, PlaceName, Sector


@pytest.fixture(autouse=True)
def _places(starter_places, db):
    pass


def test_every_council_of_the_united_kingdom_is_there_with_todays_code():
    councils = Area.objects.filter(kind=Area.Kind.COUNCIL)
    assert councils.count() == 361
    assert set(councils.values_list("code", flat=True)) >= {"E08000038", "E08000039", "N09000003"}
    assert not councils.filter(lat=None).exists()


def test_the_demonstration_area_has_outlines():
    outlined = Area.objects.filter(geometry__isnull=False)
    assert outlined.filter(kind=Area.Kind.WARD, parent__code="E06000001").count() == 12
    assert outlined.filter(kind=Area.Kind.COUNCIL).count() == 14


def test_counties_are_made_of_councils():
    parts = dict(Area.objects.filter(parts__isnull=False).values_list("code", "pk"))
    assert {"tees-valley", "durham-county", "tyne-and-wear", "greater-manchester"} <= parts.keys()
    assert Area.objects.get(code="greater-manchester").parts.count() == 10


def test_northern_ireland_postcodes_do_not_ship():
    for model in (Outcode, Sector):
        assert not model.objects.filter(code__startswith="BT").exists()
        assert model.objects.filter(code__startswith="TS24").exists()


def test_loading_again_changes_nothing_and_keeps_what_staff_changed():
    Area.objects.filter(code="tees-valley").update(name="The Tees Valley")
    Alias.objects.all().delete()
    before = [list(model.objects.order_by("pk").values()) for model in (Area, PlaceName, Sector)]
    starter.load()
    after = [list(model.objects.order_by("pk").values()) for model in (Area, PlaceName, Sector)]
    assert after == before
    assert not Alias.objects.exists()


def test_every_shipped_file_has_its_source_written_down():
    sources = (starter.DATA / "SOURCES.md").read_text()
    shipped = [
        file for file in Path(starter.DATA).iterdir() if file.suffix not in (".py", ".md", "")
    ]
    assert shipped and all(f"`{file.name}`" in sources for file in shipped)
