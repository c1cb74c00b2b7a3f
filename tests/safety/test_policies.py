"""Every route has a declared policy, and every policy is of a route."""

from django.urls import URLPattern

from demonstration.urls import app_name, urlpatterns
from directory_site.policies import (
    BY_NAME,
    BY_PREFIX,
    IN_DEMONSTRATION,
    policy_of,
    prefix_of,
)
from tests.staff.routes import routes

OURS = {
    "accounts", "demonstration", "directory_site", "exchange", "hubs", "organisations", "outbox",
    "pages", "places", "records", "search", "services", "upkeep",
}  # fmt: skip
#: Wagtail's own addresses, whose views we changed a little.
CHANGED = ("wagtailsnippet", "wagtailusers_")


def test_every_route_has_a_policy():
    found = routes()
    assert len(found) > 500
    assert [route for route in found if policy_of(route.name, route.path) is None] == []


def test_our_own_routes_are_declared_one_by_one():
    ours = [route for route in routes() if route.view.__module__.split(".")[0] in OURS]
    assert len(ours) > 90
    assert {
        route.path
        for route in ours
        if route.name not in BY_NAME
        and route.name not in IN_DEMONSTRATION
        and not route.name.startswith(CHANGED)
    } == {"/_util/login/", "/staff/login/"}


def test_every_policy_is_of_a_route():
    found = routes()
    assert set(BY_NAME) - {route.name for route in found} == set()
    used = {prefix_of(route.path) for route in found if route.name not in BY_NAME}
    assert set(BY_PREFIX) - used == set()


def test_the_demonstration_has_its_policies_and_its_addresses_are_nowhere_else(client, db):
    patterns = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert {f"{app_name}:{pattern.name}" for pattern in patterns} == set(IN_DEMONSTRATION)
    for path in ("/demonstration/", "/demonstration/mail/", "/demonstration/enter/x/"):
        assert client.get(path).status_code == client.post(path).status_code == 404
