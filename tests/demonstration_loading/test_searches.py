"""The made-up counts of searches: the same at each set-up, and in the demonstration only."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from demonstration.searches import write_counts
from search.asked_for import asked_for
from search.models import SearchCount
from services.models import Need
from tests.factories import AreaFactory

pytestmark = pytest.mark.django_db


def test_they_are_the_same_each_time_and_enough_to_be_shown(settings):
    settings.DEMONSTRATION = True
    AreaFactory(code="E06000001", name="Hartlepool")
    Need.add_root(slug="crafts", name="Crafts", phrases="eg: knitting")
    Need.add_root(slug="safety", name="Safety", sensitive=True)
    assert write_counts() == write_counts() == SearchCount.objects.count()
    assert {(one.need, one.term) for one in asked_for()} >= {("crafts", "")}
    assert not SearchCount.objects.filter(need="safety").exists()


def test_they_are_never_written_over_real_counts():
    with pytest.raises(ImproperlyConfigured):
        write_counts()
