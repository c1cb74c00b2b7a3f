"""A document's text as the index holds it: stems, field after field, in the order of their weight."""

import struct
from bisect import bisect_right

from search.engines.embedded.schema import FIELDS
from services.wording import fold, folded_words, stem

WEIGHTS = tuple(FIELDS.values())
_BOUNDS = struct.Struct(f"<{len(FIELDS)}I")
_BETWEEN = " | "
#: A control character that stands between fields while they are folded.
_FIELD_END = "\x1e"
#: A listing is a page, not a book: more words than this add nothing that helps to find it.
LONGEST_FIELD = 4000


def field_words(document):
    """The folded words of each field, in the order of FIELDS."""
    texts = {
        "name": f"{document.name} {document.alternate_name}",
        "needs": document.need_words,
        "organisation": f"{document.organisation} {document.organisation_alternate_name}",
        "summary": document.summary,
        "more": document.more_words,
        "body": document.body,
        "place": " ".join(place.words for place in document.places),
    }
    # Folding all fields at once takes half the time of folding each.
    whole = _FIELD_END.join(texts[name].replace(_FIELD_END, " ") for name in FIELDS)
    return [folded_words(field)[:LONGEST_FIELD] for field in fold(whole).split(_FIELD_END)]


def stems_of(fields):
    """The stems of each field, in order."""
    return [list(map(stem, field)) for field in fields]


def packed(stems):
    """(text, bounds): all fields (each a text of stems) as one, and where in it each of them ends."""
    text, ends = " ", []
    for field in stems:
        text += field + _BETWEEN
        ends.append(len(text))
    return text, _BOUNDS.pack(*ends)


def unpacked(text, bounds):
    """The fields of a packed text."""
    starts = [1, *_BOUNDS.unpack(bounds)]
    return [text[starts[i] : starts[i + 1] - len(_BETWEEN)] for i in range(len(FIELDS))]


def bounds_of(packed):
    """Where each field of a packed text ends."""
    return _BOUNDS.unpack(packed)


def weight_at(position, bounds):
    """The weight of the field that a position in a packed text lies in; for `bounds_of` it."""
    return WEIGHTS[min(bisect_right(bounds, position), len(WEIGHTS) - 1)]
