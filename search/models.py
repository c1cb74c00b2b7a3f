"""The models of the search app, each in the file of its subject."""

from search.counts import SearchCount
from search.crisis_phrases import CrisisPhrase
from search.index_changes import IndexChange
from search.promoted import PromotedResult
from search.starter import StarterEntry
from search.synonyms import Synonym

__all__ = [
    "CrisisPhrase",
    "IndexChange",
    "PromotedResult",
    "SearchCount",
    "StarterEntry",
    "Synonym",
]
