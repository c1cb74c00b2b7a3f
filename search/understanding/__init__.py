"""Understanding a query before any engine sees it: places, danger, needs, synonyms, spelling."""

from search.understanding.contract import NeedMatch, Term, Understanding
from search.understanding.query import understand

__all__ = ["NeedMatch", "Term", "Understanding", "understand"]
