"""British postcodes as people type them: read, tidied, corrected, and told apart when wrong.

Knows the grammar only; whether a postcode exists is for the loaded data to say.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

#: The postcode areas of Great Britain, and BT for Northern Ireland.
_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
    E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU
    M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR
    SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"""
AREAS = frozenset(_AREAS.split())
CROWN_DEPENDENCIES = {"JE": "Jersey", "GY": "Guernsey", "IM": "the Isle of Man"}

OUTWARD = r"(?:[A-Z][0-9][A-HJKPSTUW]|[A-Z]{2}[0-9][ABEHMNPRVWXY]|[A-Z]{1,2}[0-9][0-9]?)"
INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_FULL = FULL_KEY = re.compile(rf"({OUTWARD})({INWARD})")
_OUTWARD = re.compile(OUTWARD)
_SECTOR = re.compile(rf"({OUTWARD})([0-9])")
_UNFINISHED = re.compile(rf"({OUTWARD})([0-9])[ABD-HJLNP-UW-Z]")
#: A full postcode somewhere in a longer text, such as an address.
_INSIDE = re.compile(rf"(?<![A-Z0-9])({OUTWARD})[ \u00a0-]*({INWARD})(?![A-Z0-9])")
_BFPO = re.compile(r"B\.?F\.?P\.?O\.?(?:C/O)?[0-9]{0,4}|BF1[0-9]?[0-9][A-Z]{2}")

_TO_DIGIT = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_TO_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
#: Which characters are letters (A) and which digits (9) in a postcode of that shape.
_SHAPES = {
    5: ("A99AA",),
    6: ("AA99AA", "A999AA", "A9A9AA"),
    7: ("AA999AA", "AA9A9AA"),
}


class Kind(StrEnum):
    """What a typed text is, going by its letters and digits alone."""

    FULL = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"
    UNFINISHED = "unfinished postcode"
    CROWN_DEPENDENCY = "crown dependency"
    BFPO = "BFPO"
    UNKNOWN_AREA = "unknown area"
    NOT_A_POSTCODE = "not a postcode"


@dataclass(frozen=True)
class Reading:
    """How a text reads as a postcode.

    `key` is the postcode without spaces ("TS248AY"), `outcode` "TS24", `sector` "TS24 8"; each is
    empty where the text does not say it. `corrections` are full postcodes it may have meant, in
    their usual form, each one slip of a character away (O for 0, I for 1).
    """

    kind: Kind
    key: str = ""
    outcode: str = ""
    sector: str = ""
    corrections: tuple[str, ...] = ()

    @property
    def area(self):
        """The letters it begins with: "TS"."""
        return area_of(self.outcode)

    @property
    def in_northern_ireland(self):
        return self.area == "BT"

    @property
    def island(self):
        """The Crown dependency it belongs to, in words, or an empty string."""
        return CROWN_DEPENDENCIES.get(self.area, "")


def read(text):
    """Read `text` as a postcode, whatever its case and spacing; never raises. Returns a Reading."""
    spaced = re.sub(r"[\s\u00a0\u200b.,;:()\"'–-]+", " ", str(text).upper()).strip()
    compact = spaced.replace(" ", "")
    if _BFPO.fullmatch(compact):
        return Reading(Kind.BFPO)
    if not 2 <= len(compact) <= 8 or not compact.isascii():
        return Reading(Kind.NOT_A_POSTCODE)
    reading = _read_exactly(compact, spaced)
    if reading.kind in (Kind.NOT_A_POSTCODE, Kind.UNKNOWN_AREA):
        corrections = _corrections(compact)
        if corrections:
            return Reading(Kind.NOT_A_POSTCODE, corrections=corrections)
    return reading


def _read_exactly(compact, spaced):
    if compact == "GIR0AA":
        return Reading(Kind.FULL, "GIR0AA", "GIR", "GIR 0")
    if match := _FULL.fullmatch(compact):
        outcode, inward = match.groups()
        return _placed(Kind.FULL, outcode, f"{outcode} {inward[0]}", compact)
    if match := _UNFINISHED.fullmatch(compact):
        return _placed(Kind.UNFINISHED, match[1], f"{match[1]} {match[2]}")
    if (
        " " in spaced
        and (match := _SECTOR.fullmatch(compact))
        and spaced == f"{match[1]} {match[2]}"
    ):
        return _placed(Kind.SECTOR, match[1], spaced)
    if _OUTWARD.fullmatch(compact):
        return _placed(Kind.OUTCODE, compact)
    if match := _SECTOR.fullmatch(compact):
        return _placed(Kind.SECTOR, match[1], f"{match[1]} {match[2]}")
    return Reading(Kind.NOT_A_POSTCODE)


def _placed(kind, outcode, sector="", key=""):
    area = area_of(outcode)
    if area in CROWN_DEPENDENCIES:
        kind = Kind.CROWN_DEPENDENCY
    elif area not in AREAS:
        kind = Kind.UNKNOWN_AREA
    return Reading(kind, key, outcode, sector)


def _corrections(compact):
    """Full postcodes that `compact` becomes when look-alike characters are put right."""
    found = []
    for shape in _SHAPES.get(len(compact), ()):
        tables = (_TO_LETTER if wanted == "A" else _TO_DIGIT for wanted in shape)
        changed = "".join(
            char if char.isalpha() == (wanted == "A") else table.get(char, "?")
            for char, wanted, table in zip(compact, shape, tables, strict=True)
        )
        slips = sum(a != b for a, b in zip(compact, changed, strict=True))
        match = _FULL.fullmatch(changed)
        if match and 0 < slips <= 2 and area_of(match[1]) in AREAS:
            found.append((slips, f"{match[1]} {match[2]}"))
    fewest = min((slips for slips, _ in found), default=0)
    return tuple(sorted(postcode for slips, postcode in found if slips == fewest))


def area_of(code):
    """The postcode area that an outward code or postcode begins with: "TS24 8AY" → "TS"."""
    return re.match(r"[A-Z]*", code)[0]


def spaced(key):
    """A full postcode in its usual form: "TS248AY" → "TS24 8AY"."""
    return f"{key[:-3]} {key[-3:]}"


def find_inside(text):
    """The first full postcode inside a longer text, as (key, start, end), or None.

    Its area must be one that exists; so "AB12 3CD Street" is found and a stock number is not.
    """
    for match in _INSIDE.finditer(str(text).upper()):
        if area_of(match[1]) in AREAS:
            return match[1] + match[2], match.start(), match.end()
    return None


def normalise(text):
    """A typed full postcode in its usual form ("TS24 8AY"), or None when it is not one."""
    reading = read(text)
    return spaced(reading.key) if reading.kind == Kind.FULL else None


def area_range(area):
    """First and last key of a postcode area, for an indexed range; area S takes in no SA."""
    return f"{area}0", f"{area}9ZZZZZ"


def sector_range(sector):
    """First and last key of a sector ("TS24 8"), for an indexed range."""
    compact = sector.replace(" ", "")
    return f"{compact}AA", f"{compact}ZZ"
