import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """What one browser address has sent is counted for an hour; every test here is a fresh one."""
    cache.clear()
