"""What every test gets."""

import pytest


@pytest.fixture(autouse=True)
def search_index(settings, tmp_path):
    """A search index of its own for each test: the first search makes it from what is there."""
    from search.engines.embedded import file

    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    yield settings.SEARCH_INDEX_PATH
    file.close()
