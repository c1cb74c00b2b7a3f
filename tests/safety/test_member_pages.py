"""Every page behind the sign-in: no copy kept, in no search engine, nobody else asked."""

import re

import pytest

from directory_site.policies import Policy, policy_of
from tests.safety.world import private_addresses, public_addresses
from tests.staff.routes import routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(world):
    """{address: response} of every page that an owner sees, once for each route and slug."""
    client = world.clients["own owner"]
    addresses = [r.path for r in routes() if not r.varies and _is_private(r)]
    addresses += [a for _, _, a in private_addresses(world.own.organisation, world.own.records)]
    addresses += [a for r, _, a in public_addresses(world.public) if _is_private(r)]
    responses = {address: client.get(address) for address in addresses}
    return {a: r for a, r in responses.items() if r.status_code == 200}


def _is_private(route):
    return policy_of(route.name, route.path) is Policy.SIGNED_IN


def test_pages_behind_the_sign_in_are_private(pages, client):
    """One walk over all of them."""
    assert len(pages) > 110
    policy = client.get("/find/").headers["Content-Security-Policy"]
    wrong = {address: list(faults(page, policy)) for address, page in pages.items()}
    assert {address: found for address, found in wrong.items() if found} == {}


def faults(page, policy):
    html = page.content.decode("utf-8", "replace")
    if "no-store" not in page.headers.get("Cache-Control", ""):
        yield "a copy may be kept"
    robots = page.headers.get("X-Robots-Tag", "")
    if "noindex" not in robots and not re.search(r'<meta name="robots" content="noindex', html):
        yield "search engines may list it"
    if page.headers["Content-Security-Policy"] != policy:
        yield "another policy of what may be loaded"
    if not page.headers["Content-Type"].startswith("text/html"):
        return
    if re.search(r"<[^>]+\s(style|on[a-z]+)\s*=|<style", html):
        yield "something inline"
    scripts = re.findall(r"<script([^>]*)>", html)
    if not all(re.search(r'src="/|type="application/(ld\+)?json"', s) for s in scripts):
        yield "a script inline or from elsewhere"
    loads = r'<(?:script|img|iframe|source|link rel="(?:style|icon))[^>]*(?:src|href)="([^"]+)'
    if not all(url.startswith("/") and url[1:2] != "/" for url in re.findall(loads, html)):
        yield "asks another site"
