"""The models of the search app, each in the file of its subject."""

from search.crisis_phrases import CrisisPhrase
from search.starter import StarterEntry
from search.synonyms import Synonym

__all__ = ["CrisisPhrase", "StarterEntry", "Synonym"]
