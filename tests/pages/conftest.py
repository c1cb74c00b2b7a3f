import pytest

from pages.site_facts import forget
from pages.starter import make_site
from services.needs import Need
from tests.factories import AreaFactory


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Facts of a site that a test rolled back are not those of the next."""
    forget()
    yield
    forget()


@pytest.fixture
def site(db):
    """The first site of Hartlepool, as `start_area` makes it."""
    Need.add_root(slug="mental-health", name="Mental health")
    Need.add_root(slug="domestic-abuse", name="Abuse at home", sensitive=True)
    return make_site(
        name="Help in Hartlepool",
        councils=[AreaFactory().code],
        email="team@example.org",
        public_url="http://testserver",
    )
