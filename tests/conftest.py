"""What every test gets."""

from pathlib import Path

import pytest

#: Folders whose tests share something that takes long to make: one worker runs all of each.
TOGETHER = ("browser", "demonstration")


def pytest_collection_modifyitems(items):
    for item in items:
        folder = Path(item.path).parent.name
        if folder in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(folder))


@pytest.fixture(autouse=True)
def search_index(settings, tmp_path):
    """A search index of its own for each test: the first search makes it from what is there."""
    from search.engines.embedded import file

    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    yield settings.SEARCH_INDEX_PATH
    file.close()
