"""The whole demonstration, loaded once for all tests of this folder and taken back afterwards."""

import pytest
from django.db import transaction

from demonstration.loader import load
from demonstration.reading import read
from places import starter as places_starter
from places import wheels
from places.areas import set_own_areas
from places.loading import upsert
from search.starter import load_starter_vocabulary


@pytest.fixture(scope="session")
def book():
    """The shipped files, read and checked without a database."""
    return read()


@pytest.fixture(scope="package")
def _loaded(book, django_db_setup, django_db_blocker, tmp_path_factory):
    """Kept in a transaction that is never committed: other folders' tests find nothing of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        places_starter.load()
        set_own_areas(["tees-valley"])
        load_starter_vocabulary()
        _load_postcodes({row.fields["postcode"] for row in book.of("place")} | {"TS24 8AY"})
        load(book)
        yield tmp_path_factory.mktemp("demonstration") / "search.sqlite3"
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(_loaded, db, settings):
    """The demonstration in the database, with one search index for all who use it."""
    settings.SEARCH_INDEX_PATH = _loaded
    return _loaded


def _load_postcodes(postcodes):
    keys = {postcode.replace(" ", "") for postcode in postcodes}
    areas = {postcode[: 2 if postcode[1].isalpha() else 1] for postcode in postcodes}
    for _area, rows in wheels.rows_of_areas(areas):
        upsert([row for row in rows if row.key in keys])
