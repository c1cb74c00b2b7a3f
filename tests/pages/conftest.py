import pytest
from wagtail.models import Site

from pages.site_facts import forget
from pages.starter import make_site
from services.needs import Need
from tests.factories import AreaFactory
from tests.ready_made import ReadyMade


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Facts of a site that a test rolled back are not those of the next."""
    forget()
    yield
    forget()


def _make():
    Need.add_root(slug="mental-health", name="Mental health")
    Need.add_root(slug="domestic-abuse", name="Abuse at home", sensitive=True)
    make_site(
        name="Help in Hartlepool",
        councils=[AreaFactory().code],
        email="team@example.org",
        public_url="http://testserver",
    )


FIRST_SITE = ReadyMade(_make)


@pytest.fixture(scope="session")
def _first_site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        FIRST_SITE.remember()


@pytest.fixture
def site(_first_site, db):
    """The first site of Hartlepool, as `start_area` makes it."""
    FIRST_SITE.make()
    Site.clear_site_root_paths_cache()
    return Site.objects.get(is_default_site=True)
