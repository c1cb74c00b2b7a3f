"""Prices as people write them, and a wait that somebody has looked at already."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import ServiceFactory
from upkeep.form_fields import KindPriceField


@pytest.mark.parametrize("typed", ["2.50", "£2.50", " £ 2.5 "])
def test_a_price_may_have_its_sign(typed):
    assert KindPriceField(max_digits=8, decimal_places=2).clean(typed) == Decimal("2.50")


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "said"), [(0, False), (1, True)])
def test_a_wait_is_as_of_a_day_until_today(days, said):
    looked = timezone.localdate() + timedelta(days)
    service = ServiceFactory(wait="six weeks", wait_checked_on=looked)
    assert ("wait_checked_on" in service.publishing_errors()) is said
