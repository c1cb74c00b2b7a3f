"""A result says the day of a check as people here count days, also just after midnight in summer."""

from datetime import UTC, datetime

import pytest

from records.models import confirm
from search.documents import documents
from search.engines.embedded.shown import checked_words
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def test_half_past_midnight_in_summer_is_the_new_day():
    moment = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    confirm(ServiceFactory(), role="the group itself", at=moment)
    assert checked_words(next(documents())) == "Checked on 2 June 2026 by the group itself"
