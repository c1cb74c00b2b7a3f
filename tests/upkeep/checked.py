"""Records whose check is so many days old, for tests of what falls due."""

from datetime import UTC, datetime, timedelta

from records.models import confirm
from tests.factories import (
    OrganisationFactory,
    ServiceFactory,
)

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def checked(record, days_ago):
    confirm(record, role="the website manager", at=START - timedelta(days=days_ago))
    return record


def group(email="group@example.org", **fields):
    return checked(OrganisationFactory(email=email, **fields), 0)


def due_service(organisation=None, **fields):
    return checked(ServiceFactory(organisation=organisation or group(), **fields), 180)


def state(record):
    return record.standing.state
