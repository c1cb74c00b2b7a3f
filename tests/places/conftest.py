"""Places for tests: the starter data once a module, and a few real postcodes of Hartlepool."""

import pytest
from django.db import transaction

from places import starter
from places.areas import set_own_areas
from places.loading import upsert
from places.wheels import PostcodeRow
from tests.ready_made import ReadyMade

POSTCODES = [
    PostcodeRow("TS248AY", 54.68578, -1.21401, "E06000001", True),
    PostcodeRow("TS240JD", 54.69603, -1.18382, "E06000001", True),
    PostcodeRow("TS240AA", 54.6961, -1.1839, "E06000001", True),
    PostcodeRow("TS251BN", 54.66098, -1.19125, "E06000001", True),
    PostcodeRow("TS247AA", 54.6835, -1.2081, "E06000001", False),
]


def _load():
    starter.load()
    set_own_areas(["tees-valley"])
    upsert(POSTCODES)


STARTER_PLACES = ReadyMade(_load)


@pytest.fixture(scope="session")
def _starter_places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        STARTER_PLACES.remember()


@pytest.fixture(scope="module")
def starter_places(_starter_places, django_db_blocker):
    """All that ships with the project, for a site of Tees Valley; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        STARTER_PLACES.make()
        yield
        transaction.set_rollback(True)
