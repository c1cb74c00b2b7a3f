"""A document's text as the index holds it: stems, field after field, in the order of their weight."""

import struct
from bisect import bisect_right
from collections import Counter

from search.engines.embedded.schema import FIELDS
from services.wording import stem, words

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
    return [words(texts[name])[:LONGEST_FIELD] for name in FIELDS]


def stems_of(fields):
    """Each field as one text of stems with a space on either side of every word."""
    return [" ".join(map(stem, field)) for field in fields]


def packed(stems):
    """(text, bounds): all fields as one text, and where in it each of them ends."""
    text, ends = " ", []
    for field in stems:
        text += field + _BETWEEN
        ends.append(len(text))
    return text, _BOUNDS.pack(*ends)


def unpacked(text, bounds):
    """The fields of a packed text, as `stems_of` made them."""
    starts = [1, *_BOUNDS.unpack(bounds)]
    return [text[starts[i] : starts[i + 1] - len(_BETWEEN)] for i in range(len(FIELDS))]


def weight_at(position, bounds):
    """The weight of the field that a position in a packed text lies in."""
    return WEIGHTS[min(bisect_right(_BOUNDS.unpack(bounds), position), len(WEIGHTS) - 1)]


def count_words(fields):
    """The words of a document, each counted once, for the lexicon."""
    return Counter({word for field in fields for word in field})
