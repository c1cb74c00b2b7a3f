"""Where is that? Every kind of thing people type, right and wrong."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from places.models import Alias, Area
from places.names import name_table
from places.where import locate


@pytest.fixture(autouse=True)
def _places(starter_places, db):
    pass


@pytest.mark.parametrize("typed", ["TS24 8AY", "ts248ay", " Ts24  8aY ", "14 Raby Road, TS24 8AY"])
def test_a_postcode_in_any_spacing(typed):
    where = locate(typed)
    assert (where.found, where.kind, where.postcode) == (True, "postcode", "TS24 8AY")
    assert where.point == (54.68578, -1.21401)
    assert (where.council_name, where.typed) == ("Hartlepool", typed.strip())


@pytest.mark.parametrize(
    ("typed", "kind", "label"),
    [
        ("ts24", "outcode", "TS24"),
        ("TS24 8", "sector", "TS24 8"),
        ("ts248", "sector", "TS24 8"),
        ("Seaton Carew", "place", "Seaton Carew, Hartlepool"),
        ("the headland", "place", "Headland, Hartlepool"),
        ("OWTON MANOR", "place", "Owton Manor, Hartlepool"),
        ("Fens & Greatham", "area", "Fens & Greatham, Hartlepool"),
        ("hartlepool", "place", "Hartlepool"),
        ("County Durham", "area", "County Durham"),
        ("Teesside", "alias", "Tees Valley"),
        ("Manchester", "place", "Manchester"),
        ("Hull", "place", "Kingston upon Hull"),
    ],
)
def test_parts_of_postcodes_places_and_areas(typed, kind, label):
    where = locate(typed)
    assert (where.found, where.kind, where.label) == (True, kind, label)
    assert where.point and where.precision_m and where.source


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Ayresome", "Ayresome, Middlesbrough"),
        ("whinney banks", "Whinney Banks, Middlesbrough"),
        ("Grove Hill", "Grove Hill, Middlesbrough"),
        ("easterside", "Easterside, Middlesbrough"),
        ("Ormesby", "Ormesby, Redcar and Cleveland"),
        ("Carlin How", "Carlin How, Redcar and Cleveland"),
        ("Ingleby Barwick", "Ingleby Barwick, Stockton-on-Tees"),
        ("Port Clarence", "Port Clarence, Stockton-on-Tees"),
        ("longnewton", "Long Newton, Stockton-on-Tees"),
        ("Cockerton", "Cockerton, Darlington"),
        ("haughton-le-skerne", "Haughton-le-Skerne, Darlington"),
        ("Rossmere", "Rossmere, Hartlepool"),
        ("Dalton Piercy", "Dalton Piercy, Hartlepool"),
    ],
)
def test_neighbourhoods_and_villages_of_the_five_councils(typed, label):
    where = locate(typed)
    assert (where.found, where.label) == (True, label)


@pytest.mark.parametrize("name", ["Newport", "Eastbourne"])
def test_a_neighbourhood_of_the_own_area_goes_before_far_towns_and_these_are_offered(name):
    where = locate(name)
    assert where.found and where.label.startswith(f"{name}, ")
    assert where.council_name in {"Middlesbrough", "Darlington"}
    assert [choice for choice in where.alternatives if choice.value != where.label]


def test_an_old_postcode_is_found_and_said_to_be_old():
    where = locate("TS24 7AA")
    assert (where.found, where.kind) == (True, "terminated postcode")
    assert "old postcode" in where.message


def test_a_slip_is_read_right_and_said():
    where = locate("TS24 OJD")
    assert (where.found, where.postcode, where.suggestion) == (True, "TS24 0JD", "TS24 0JD")
    assert "We read “TS24 OJD” as TS24 0JD" in where.message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type a postcode"),
        ("TS24 8ZZ", "could not find the postcode TS24 8ZZ"),
        ("QX1 1AA", "No postcode begins with QX"),
        ("TS99", "no postcode that begins with TS99"),
        ("JE2 3AB", "is in Jersey"),
        ("im1", "Isle of Man"),
        ("BFPO 58", "BFPO"),
        ("BT1 5GS", "Northern Ireland"),
        ("qwertyuiop", "could not find “qwertyuiop”"),
        ("x" * 500, "too long"),
    ],
)
def test_each_kind_of_wrong_input_has_its_own_message(typed, words):
    where = locate(typed)
    assert not where.found and where.point is None
    assert words in where.message and where.typed == typed


def test_a_postcode_that_is_not_there_offers_the_area_around_it():
    choices = [choice.value for choice in locate("TS24 8ZZ").alternatives]
    assert choices == ["TS24 8", "TS24"]


def test_a_postcode_of_an_area_not_loaded_is_known_roughly():
    where = locate("M4 4DE")
    assert (where.found, where.kind, where.postcode) == (True, "sector", "M4 4DE")
    assert "do not know exactly" in where.message and "greater-manchester" in where.area_codes


def test_northern_ireland_is_known_even_without_a_point():
    assert locate("BT1 5GS").area_codes == {"N92000002", "K02000001"}
    assert locate("Belfast").point


def test_an_ambiguous_name_gives_a_choice():
    where = locate("Whitchurch")
    labels = [choice.label for choice in where.alternatives]
    assert not where.found and "more than one place called Whitchurch" in where.message
    assert {"Whitchurch, Shropshire", "Whitchurch, Cardiff"} <= set(labels)


def test_the_sites_own_area_comes_first():
    where = locate("norton")
    assert (where.label, where.council_code) == ("Norton, Stockton-on-Tees", "E06000004")
    assert "other places called Norton" in where.message and where.alternatives


def test_what_it_lies_in_tells_names_apart():
    assert locate("Newport, Isle of Wight").council_code == "E06000046"
    assert locate("norton stockton").council_code == "E06000004"
    assert locate("Norton, Doncaster").council_code == "E08000017"


def test_every_choice_is_understood_when_it_is_typed_again():
    ambiguous = [key for key, entries in name_table().entries.items() if len(entries) > 1]
    assert len(ambiguous) > 200
    lost = []
    for key in ambiguous:
        lost += [
            (key, choice.value)
            for choice in locate(key).alternatives
            if not (again := locate(choice.value)).found or again.kind not in ("place", "area")
        ]
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("seaton carrew", "Seaton Carew, Hartlepool"),
        ("hartlepol", "Hartlepool"),
        ("Middlesborough", "Middlesbrough"),
        ("stockton on teas", "Stockton-on-Tees"),
    ],
)
def test_a_misspelt_name_is_read_right_and_said(typed, label):
    where = locate(typed)
    assert (where.found, where.label) == (True, label)
    assert f"We read “{typed}” as" in where.message


def test_an_address_is_known_by_its_town_and_says_so():
    where = locate("14 Raby Road, Hartlepool")
    assert (where.found, where.label) == (True, "Hartlepool")
    assert "could not find “14 Raby Road”" in where.message


def test_an_alias_of_the_staff_wins_at_once():
    assert not locate("the old co-op").found
    Alias.objects.create(text="The Old Co-op", label="Old Co-op building", lat=54.686, lon=-1.213)
    where = locate("the old co-op")
    assert (where.kind, where.label, where.council_code) == (
        *("alias", "Old Co-op building", "E06000001"),
    )
    assert where.ward_code and "tees-valley" in where.area_codes


def test_an_alias_may_stand_for_an_area():
    Alias.objects.create(text="Poolie land", area=Area.objects.get(code="E06000001"))
    where = locate("poolie land")
    assert (where.label, where.council_code) == ("Hartlepool", "E06000001")


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z0-9 ]{2,9}", fullmatch=True)))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_that_is_typed_breaks_it_or_is_answered_silently(typed):
    where = locate(typed)
    assert where.found or where.message
    assert where.point is None or where.found


def test_a_postcode_costs_few_queries(django_assert_max_num_queries):
    locate("TS24 8AY")
    with django_assert_max_num_queries(9):
        locate("TS24 8AY")
