import pytest

from pages.site_facts import forget


@pytest.fixture(autouse=True)
def facts_remembered(settings):
    """Of this test alone, but through all its many requests."""
    settings.SITE_FACTS_SECONDS = 3600
    forget()
    yield
    forget()
