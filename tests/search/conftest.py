import pytest

from search.starter import load_starter_vocabulary
from tests.ready_made import ReadyMade

VOCABULARY = ReadyMade(load_starter_vocabulary)


@pytest.fixture(scope="session")
def _vocabulary(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        VOCABULARY.remember()


@pytest.fixture
def starter_vocabulary(_vocabulary, db):
    """All needs, synonyms and crisis phrases that ship with the project."""
    VOCABULARY.make()
