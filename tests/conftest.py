"""What every test gets."""

import gc
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from tests import databases, people
from tests.staff_groups import STAFF_GROUPS

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
# How long an example takes is the machine's business, not the test's. The second database sees
# fewer of them: what it could do otherwise, it does with most.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    max_examples=20 if ON_POSTGRESQL else 100,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
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
    if ON_POSTGRESQL:
        _leave_out_what_another_database_cannot_change(config, items)


def _leave_out_what_another_database_cannot_change(config, items):
    """The rule of the second run: see docs/testing.md."""
    asking = {True: [], False: []}
    for item in items:
        asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
            item.fixturenames
        )
        asking[bool(asks) and not item.get_closest_marker("one_database")].append(item)
    config.hook.pytest_deselected(items=asking[False])
    items[:] = asking[True]


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, tmp_path_factory):
    """A copy of what the migrations make, in place of pytest-django's one for each process."""
    folder, worker = tmp_path_factory.getbasetemp(), getattr(request.config, "workerinput", None)
    name = worker["workerid"] if worker else "alone"
    database = databases.test_database(folder.parent if worker else folder, name)
    option = request.config.option
    with django_db_blocker.unblock():
        database.prepare(keep=option.reuse_db and not option.create_db)
        STAFF_GROUPS.remember()
        TransactionTestCase._fixture_teardown = lambda case: database.copy()
        yield database
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def seldom_collected():
    """The many objects of Django and Wagtail stay to the end: looking through them takes a fifth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture
def manager(db):
    """A browser in which a website manager is signed in."""
    return people.website_manager()


@pytest.fixture
def editor(db):
    """A browser in which an editor of the staff is signed in."""
    return people.editor()


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """What one browser address has sent is counted for an hour; every test begins with a new one."""
    cache.clear()


@pytest.fixture(autouse=True)
def search_index(settings, tmp_path):
    """A search index of its own for each test: the first search makes it from what is there."""
    from search.engines.embedded import file

    settings.SEARCH_INDEX_PATH = tmp_path / "search.sqlite3"
    yield settings.SEARCH_INDEX_PATH
    file.close()
