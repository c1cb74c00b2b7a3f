"""A slip in what was typed keeps nobody from the results, and is said beside its field."""

import pytest

from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def test_a_wrong_age_is_said_and_the_results_stay(client):
    ServiceFactory(name="Food parcels")
    page = client.get("/find/?q=food&age=abc").content.decode()
    assert page.count("Type an age in years, like 42.") == 2
    assert 'value="abc"' in page
    assert "Food parcels" in page
    assert "<title>Error: " in page.replace("\n", "")


@pytest.mark.parametrize("value", ["nan", "-5", "1e999", "far"])
def test_a_wrong_distance_is_left_out(client, value):
    ServiceFactory(name="Food parcels")
    page = client.get(f"/find/?q=food&within_km={value}").content.decode()
    assert "Choose how far from the list." in page
    assert "Food parcels" in page


@pytest.mark.parametrize("name", ["q", "near"])
def test_a_text_that_is_too_long_is_said_and_kept(client, name):
    page = client.get("/find/", {name: "long " * 600})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
