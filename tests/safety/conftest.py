import pytest

from pages.site_facts import forget, refresh
from tests.ready_made import ReadyMade
from tests.safety.world import make_world

WORLD = ReadyMade(make_world)


@pytest.fixture(autouse=True)
def facts_remembered(settings):
    """Of this test alone, but through all its many requests."""
    settings.SITE_FACTS_SECONDS = 3600
    forget()
    yield
    forget()


@pytest.fixture(scope="session")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        WORLD.remember()


@pytest.fixture
def world(_world, db):
    """Two organisations with all kinds of records, and everybody who might come to them."""
    made = WORLD.make()
    refresh()  # Error pages read the site's facts from a file: the same for every probe.
    return made
