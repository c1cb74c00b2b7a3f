"""A document's text as the index holds it: stems, field after field, in the order of their weight."""

import struct
from bisect import bisect_right
from itertools import accumulate

from search.engines.embedded.schema import FIELDS
from services.wording import PART_END, fold, folded_parts

WEIGHTS = tuple(FIELDS.values())
_BOUNDS = struct.Struct(f"<{len(FIELDS)}I")
_BETWEEN = " | "
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
    whole = PART_END.join([texts[name].replace(PART_END, " ") for name in FIELDS])
    return [field[:LONGEST_FIELD] for field in folded_parts(fold(whole))]


def packed(stems):
    """(text, bounds): all fields (each a text of stems) as one, and where in it each of them ends."""
    ends = list(accumulate([len(field) + len(_BETWEEN) for field in stems], initial=1))[1:]
    return f" {_BETWEEN.join(stems)}{_BETWEEN}", _BOUNDS.pack(*ends)


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
