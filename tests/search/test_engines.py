"""The conformance suite, run for each engine there is."""

import pytest

pytest.register_assert_rewrite("tests.search.conformance")

from search import engines  # noqa: E402
from tests.search import conformance  # noqa: E402
from tests.search.conformance.listings import darlington, hartlepool, needs  # noqa: E402

__all__ = ["darlington", "hartlepool", "needs"]

ENGINES = ["embedded"]


@pytest.fixture(autouse=True, params=ENGINES)
def engine(request, settings):
    settings.SEARCH_ENGINE = request.param
    return engines.current()


class TestWords(conformance.Words):
    pass


@pytest.mark.one_database
class TestNeeds(conformance.Needs):
    pass


class TestPlaces(conformance.Places):
    pass


class TestCoverage(conformance.Coverage):
    pass


class TestConfidential(conformance.Confidential):
    pass


class TestRank(conformance.Rank):
    pass


@pytest.mark.one_database
class TestFilters(conformance.Filters):
    pass


class TestOpen(conformance.Open):
    pass


class TestFollowing(conformance.Following):
    pass


class TestWaysOn(conformance.WaysOn):
    pass
