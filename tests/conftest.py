"""What every test gets."""

import gc
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from xdist.scheduler import LoadScopeScheduling

# How long an example takes is the machine's business, not the test's.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

#: Folders whose tests share something that takes long to make: one worker runs all of each.
TOGETHER = ("browser", "demonstration")


class FoldersTogether(LoadScopeScheduling):
    """Gives each test to the next free worker, but a folder of TOGETHER whole to one.

    (The groups of `--dist loadgroup` are not seen by pytest 9.2.)
    """

    def _split_scope(self, nodeid):
        folder = Path(nodeid.partition("::")[0]).parent.name
        return folder if folder in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return FoldersTogether(config, log)


def pytest_collection_modifyitems(config, items):
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        _leave_out_what_asks_no_database(config, items)


def _leave_out_what_asks_no_database(config, items):
    """The second run, on PostgreSQL, repeats only tests that another database could change."""
    asking = {True: [], False: []}
    for item in items:
        marked = item.get_closest_marker("django_db") is not None
        asking[marked or bool({"db", "transactional_db"} & set(item.fixturenames))].append(item)
    config.hook.pytest_deselected(items=asking[False])
    items[:] = asking[True]


@pytest.fixture(scope="session", autouse=True)
def seldom_collected():
    """The many objects of Django and Wagtail stay to the end: looking through them takes a fifth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def search_index(settings, tmp_path):
    """A search index of its own for each test: the first search makes it from what is there."""
    from search.engines.embedded import file

    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    yield settings.SEARCH_INDEX_PATH
    file.close()
