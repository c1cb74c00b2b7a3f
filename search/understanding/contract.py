"""What was understood of a query: plain data that engines read and the page can show."""

from dataclasses import dataclass

from services.recognition import NeedMatch

__all__ = ["NeedMatch", "Term", "Understanding"]


@dataclass(frozen=True)
class Term:
    """One thing to look for in the text of listings.

    `typed` is the word or words as typed; `alternatives` are equal in meaning (synonyms, the
    spelling meant), each a tuple of words to be found next to each other, best first, with a
    weight of 0 to 1. A listing matches the term when it has any one of them, or when it has one
    of `needs` (or a need below it): those that these very words speak for. `optional` terms
    ("help", "near", "for") add to the rank but never keep a listing out.
    """

    typed: str
    alternatives: tuple[tuple[tuple[str, ...], float], ...]
    optional: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """A query understood. `crisis` holds hubs.CrisisLine.Topic values; empty means no danger seen.

    `sensitive` asks for "Exit this page": the words are about abuse, violence or safety.
    """

    typed: str
    terms: tuple[Term, ...] = ()
    needs: tuple[NeedMatch, ...] = ()
    place: str = ""
    corrected: str = ""
    crisis: frozenset[str] = frozenset()
    sensitive: bool = False
