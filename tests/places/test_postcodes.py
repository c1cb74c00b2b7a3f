"""Reading postcodes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.postcodes import AREAS, Kind, find_inside, normalise, read, spaced

INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
digits = st.sampled_from("0123456789")
outwards = st.one_of(
    st.builds(lambda area, n: f"{area}{n}", st.sampled_from(sorted(AREAS)), st.integers(1, 99)),
    st.builds(lambda n, x: f"EC{n}{x}", digits, st.sampled_from("AMNPRVY")),
    st.builds(lambda n, x: f"W{n}{x}", digits, st.sampled_from("ABCDFGHJKSTUW")),
)
inwards = st.builds(
    lambda n, a, b: f"{n}{a}{b}",
    digits,
    st.sampled_from(INWARD_LETTERS),
    st.sampled_from(INWARD_LETTERS),
)


@given(outwards, inwards, st.sampled_from(["", " ", "  ", "\u00a0", "-"]), st.booleans())
def test_any_spacing_and_case_reads_the_same(outward, inward, gap, lower):
    typed = f" {outward}{gap}{inward} "
    reading = read(typed.lower() if lower else typed)
    assert (reading.kind, reading.outcode, reading.key) == (Kind.FULL, outward, outward + inward)


@given(outwards, inwards)
def test_a_normalised_postcode_stays_as_it_is(outward, inward):
    once = normalise(outward + inward)
    assert once == f"{outward} {inward}" == normalise(once) == spaced(once.replace(" ", ""))


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    assert read(text).kind in Kind
    find_inside(text)


@given(st.sampled_from(sorted(a for a in AREAS if len(a) == 2)), st.integers(10, 99), inwards)
def test_the_letter_o_for_a_nought_is_put_right(area, district, inward):
    meant = f"{area}{district} 0{inward[1:]}"
    assert read(f"{area}{district} O{inward[1:]}").corrections == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TS24 OAA", "TS24 0AA"),
        ("T524 8AY", "TS24 8AY"),
        ("TS2A 8AY", None),
        ("TS2O 8AY", "TS20 8AY"),
    ],
)
def test_slips_are_offered_as_corrections(typed, meant):
    reading = read(typed)
    assert meant is None or (reading.kind, reading.corrections) == (Kind.NOT_A_POSTCODE, (meant,))


@pytest.mark.parametrize(
    ("typed", "kind", "outcode", "sector"),
    [
        ("ts24", Kind.OUTCODE, "TS24", ""),
        ("ts24 8", Kind.SECTOR, "TS24", "TS24 8"),
        ("TS2 4", Kind.SECTOR, "TS2", "TS2 4"),
        ("M1 1", Kind.SECTOR, "M1", "M1 1"),
        ("EC1A 1", Kind.SECTOR, "EC1A", "EC1A 1"),
        ("TS24 8A", Kind.UNFINISHED, "TS24", "TS24 8"),
        ("JE2 3AB", Kind.CROWN_DEPENDENCY, "JE2", "JE2 3"),
        ("gy1", Kind.CROWN_DEPENDENCY, "GY1", ""),
        ("QX1 1AA", Kind.UNKNOWN_AREA, "QX1", "QX1 1"),
        ("BFPO 58", Kind.BFPO, "", ""),
        ("BF1 2AA", Kind.BFPO, "", ""),
        ("Hartlepool", Kind.NOT_A_POSTCODE, "", ""),
        ("12345", Kind.NOT_A_POSTCODE, "", ""),
    ],
)
def test_parts_and_wrong_input_are_told_apart(typed, kind, outcode, sector):
    reading = read(typed)
    assert (reading.kind, reading.outcode, reading.sector) == (kind, outcode, sector)


def test_a_postcode_is_found_inside_an_address():
    assert find_inside("14 Raby Road, ts24 8ay Hartlepool") == ("TS248AY", 14, 22)
    assert find_inside("part number QX12 3AB") is None


def test_northern_ireland_is_known_as_such():
    assert read("BT1 5GS").in_northern_ireland
