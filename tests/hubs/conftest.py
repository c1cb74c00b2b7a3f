import pytest

from places.models import Postcode
from tests.factories import AreaFactory


@pytest.fixture
def postcode(db):
    """A postcode in Hartlepool, beside the default place of LocationFactory."""
    AreaFactory()
    Postcode.objects.create(key="TS248AY", lat=54.6871, lon=-1.2126, council_code="E06000001")
    return "TS24 8AY"
