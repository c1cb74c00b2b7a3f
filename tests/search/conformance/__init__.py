"""What the finder promises, whatever engine is behind it. Run for each engine by test_engines.py."""

from tests.search.conformance.following import Following
from tests.search.conformance.opening import Open
from tests.search.conformance.order import Filters, Rank
from tests.search.conformance.places import Confidential, Coverage, Places, WaysOn
from tests.search.conformance.words import Needs, Words

__all__ = [
    "Confidential",
    "Coverage",
    "Filters",
    "Following",
    "Needs",
    "Open",
    "Places",
    "Rank",
    "WaysOn",
    "Words",
]
