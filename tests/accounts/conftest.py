import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    """Attempts counted in one test are not held against the next."""
    cache.clear()
