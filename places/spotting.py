"""Finding the place inside a search: "food bank in Seaton Carew" is a food bank, and a place.

Careful rather than clever: many places are called as everyday things are (Reading, Bath, Hope), so
a name counts only after "in" or "near", or when it is the site's own and no everyday word.
"""

import re

from rapidfuzz import fuzz, process

from places.models import Outcode, Sector
from places.name_lookup import entries_of
from places.names import BIG_TOWN, name_table
from places.postcodes import Kind, find_inside, read, spaced
from places.wording import name_key

_LOCAL = re.compile(
    r"\b(?:near ?by|near (?:me|here|us)|close to (?:me|home)|(?:in|around|round) (?:my|this|the|our) "
    r"(?:local )?area|(?:around|round) here|near where i live|in my town)\b[?.!]*",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:^|\s)(?:in|near|nearest to|close to|next to|around|round|near to|from|at|by)\s+$",
    re.IGNORECASE,
)
_BEFORE = ("in", "near", "around", "round", "nearby", "to", "from", "at")
_WORD = re.compile(r"[^\s,;()\[\]]+")
#: "Drop in" and "walk in" say how, not where: their "in" stays in the search.
_HOW = re.compile(r"\b(?:drop|walk|call|pop|check)\s+in\s+$", re.IGNORECASE)
_PART = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?)(?:[ ]([0-9])(?![0-9]))?(?![A-Z0-9])")
#: Things that look like an outward code and are not one, unless "in" or "near" comes before.
_NOT_OUTCODES = frozenset({"B1", "B2", "B3", "B6", "B12", "E10", "G4", "M25", "N95", "S2", "S3"})
_LIKE_ENOUGH, _SHORTEST_LIKE = 88, 6

_EVERYDAY = """
    acre arch ash bank banks bar bard barking barley barnes barry bath battle beer bell belle bishop
    blue boot booth bow box bridge brook brush bury cafe caravan castle central chapel church city
    clay coast cooling cottage council cove coven cross crook dale deal den derby dollar dover down
    dream eagle ealing end epping eye fair farm fields fleet flint flood flushing ford forest forth
    garden gate gotham grain grange grays green grove hale hall ham harbour harrow hart hatch hatton
    hay hayes hazel heath high hill hilton hold home hook hope hose house hull hurst hyde independent
    isle keys kings lancing lane law lea lee leek lees liberty lincoln loans locking lodge london
    long loose manor march marina mark market marsh martin maud meadow mere mill minster mold moor
    moss museum nelson new newton old orchard over page paisley par park part path peace pill place
    plain point pool poor port preston prince priory quarter queens rake ramsey raw reading red ridge
    river road rock rode rose ross rugby rye saint sale sandal sandwich sandy school scone seal send
    settle sharpness shaw shire shop sleaford slip soul south spring springs square stanley star
    start station steep step stock stone stow street strand sun sway swan team temple town trent tong
    union university upper valley victoria view village wall wand ware warden washing water waterloo
    weston way well wells west wharf white wick wing winter wood wool worth york
    alice amber angel aster austin avery benson bradley brandon carlton clare clayton clive douglas
    gordon grant keith kelly kelso kerry kimberley leslie logan madeley melrose morgan murray
    ashley beverley chelsea florence george georgia kent lewis lynn maxwell nairn percy ross shelley
    shirley sidney sutton todd tyler wayne
"""
EVERYDAY = frozenset(_EVERYDAY.split()) | {"manor house", "church end", "west end", "park end"}
#: Not places even after "in": sayings, months, buildings.
_NEVER_AFTER = """
    bed box care church clubs cooling court crisis danger debt education employment eye flushing
    hope hospital labour law loans locking march mark need over pain park pool prison quarter
    recovery school stock trouble winter work worth
"""
_NEVER = frozenset(_NEVER_AFTER.split())


def find_place_words(query):
    """Split a search query into the place it names and the rest: (place text, rest).

    "food bank in Seaton Carew" → ("Seaton Carew", "food bank"). Without a place ("", query); words
    such as "near me" are taken out, as they name none.
    """
    query = str(query or "").strip()[:300]
    span = _postcode(query) or _after_preposition(query) or _at_either_end(query)
    if span is None:
        return "", _tidy(_LOCAL.sub(" ", query)) or query
    start, end, place = span
    before = query[:start]
    if not _HOW.search(before) and (preposition := _PREPOSITION.search(before)):
        before = before[: preposition.start()]
    return place, _tidy(f"{before} {query[end:]}")


def _tidy(text):
    return " ".join(re.sub(r"[(\[]\s*[)\]]", " ", text).split()).strip(" ,;-")


def _postcode(query):
    """Start, end and text of a full postcode, or of a part of one that is there in the data."""
    if inside := find_inside(query):
        key, start, end = inside
        return start, end, spaced(key)
    for match in _PART.finditer(query.upper()):
        if _is_part(query, match):
            return match.start(), match.end(), match[0]
    return None


def _is_part(query, match):
    reading = read(match[0])
    if reading.kind not in (Kind.OUTCODE, Kind.SECTOR):
        return False
    introduced = _PREPOSITION.search(query[: match.start()])
    at_an_end = not query[: match.start()].strip() or not query[match.end() :].strip(" ?.!,")
    if not introduced and (not at_an_end or match[1] in _NOT_OUTCODES):
        return False
    if reading.kind == Kind.SECTOR:
        return Sector.objects.filter(code=reading.sector).exists()
    return Outcode.objects.filter(code=reading.outcode).exists()


def _words(query):
    return [(match.start(), match.end(), match[0].lower()) for match in _WORD.finditer(query)]


def _after_preposition(query):
    """The longest name after "in", "near" or the like, the last such word first."""
    words = _words(query)
    table = name_table()
    for index in range(len(words) - 2, -1, -1):
        if words[index][2] not in _BEFORE:
            continue
        for last in range(min(len(words), index + 1 + table.longest), index + 1, -1):
            start, end = words[index + 1][0], words[last - 1][1]
            text = query[start:end].rstrip("?.!,;")
            if _may_follow(table, words[index][2], text, ends=last == len(words)):
                return start, end, text
    return None


def _may_follow(table, preposition, text, *, ends):
    """Whether a text after a preposition is a place: it ends the query unless it is a local name."""
    key = name_key(text)
    if not key or key in _NEVER:
        return False
    local = key in table.own_keys
    if preposition in ("at", "from", "to") and not local:
        return False
    if key in table.entries:
        return ends or (local and key not in EVERYDAY)
    return ends and (_like_local(table, key) or bool(entries_of(text)))


def _like_local(table, key):
    if len(key) < _SHORTEST_LIKE:
        return False
    like = process.extractOne(key, table.local_keys, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return like is not None


def _at_either_end(query):
    """A name with nothing before it to say it is one: the site's own, or a big town at the end."""
    words = _words(query)
    table = name_table()
    count = len(words)
    for size in range(min(count, table.longest), 0, -1):
        for first in dict.fromkeys((count - size, 0)):
            start, end = words[first][0], words[first + size - 1][1]
            text = query[start:end].rstrip("?.!,;")
            if _stands_alone(table, name_key(text), at_end=first + size == count):
                return start, end, text
    return None


def _stands_alone(table, key, *, at_end):
    if key in EVERYDAY or key in _NEVER:
        return False
    if key in table.own_keys:
        return True
    return at_end and any(
        entry.population >= BIG_TOWN and entry.kind == "place" for entry in table.get(key)
    )
