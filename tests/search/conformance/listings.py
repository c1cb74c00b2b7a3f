"""A few listings and places to look for, and how to ask for them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from places.models import Area, Postcode
from records.models import Standing
from search import find
from search.request import SearchRequest
from tests.factories import (
    AreaFactory,
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

HARTLEPOOL, STOCKTON, DARLINGTON = "E06000001", "E06000004", "E06000005"
TEESSIDE = ("E06000001", "E06000002", "E06000003", "E06000004", "E06000005", "E06000047")
#: A Tuesday in winter, at 10:30 in London.
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture
def hartlepool(db):
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code=HARTLEPOOL)
    return AreaFactory(code=HARTLEPOOL, name="Hartlepool", kind=Area.Kind.COUNCIL)


@pytest.fixture
def darlington(db):
    Postcode.objects.create(key="DL15QP", lat=54.5253, lon=-1.5530, council_code=DARLINGTON)
    return AreaFactory(code=DARLINGTON, name="Darlington", kind=Area.Kind.COUNCIL)


def service(name, point=None, coverage=(), **fields):
    """A published service with the given name, at a point, covering areas."""
    made = ServiceFactory(name=name, **fields)
    if point:
        place = LocationFactory(latitude=point[0], longitude=point[1])
        ServiceAtLocationFactory(service=made, location=place)
    if coverage:
        made.coverage.set(coverage)
        made.save()
    return made


def names(q="", near="", **asked):
    return [hit.name for hit in find(SearchRequest(q=q, near=near, **asked)).hits]


def only_hit(q="", near="", **asked):
    (hit,) = find(SearchRequest(q=q, near=near, **asked)).hits
    return hit


def facet(response, name):
    values = next((f.values for f in response.facets if f.name == name), ())
    return {value.value: value.count for value in values}


NEAR, FAR = (54.6880, -1.2130), (54.5253, -1.5530)


@pytest.fixture
def needs(starter_vocabulary):
    """The shipped vocabulary."""


def checked(made, days_ago):
    """Write down that a record was checked so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    Standing.objects.create(record_uid=made.uid, checked_at=at, checked_by_role="volunteer")
