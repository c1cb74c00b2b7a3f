"""Reading, searching and printing: no cookie, nothing inline, nobody else asked."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import (
    HubFactory,
    ServiceFactory,
    SinglePointOfAccessFactory,
)

LISTS = [
    "/",
    "/about/",
    "/browsing-history/",
    "/find/",
    "/find/?q=tea&near=TS24+8AY&cost=free",
    "/find/?q=tea&print=1",
    "/needs/",
    "/needs/mental-health/",
    "/needs/domestic-abuse/",
    "/hubs/",
    "/single-point-of-access/",
    "/crisis/",
    "/today/",
    "/brand.css",
    "/areas/outline.json",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-services.xml",
    "/no-such-page/",
]


@pytest.fixture
def addresses(site):
    service = ServiceFactory()
    records = [service, service.organisation, HubFactory(), SinglePointOfAccessFactory()]
    details = [record.get_absolute_url() for record in records]
    return [*LISTS, *details, *(f"{address}?print=1" for address in details)]


def test_no_reading_page_sets_a_cookie(client, addresses):
    assert {
        address: client.get(address).cookies.output() for address in addresses
    } == dict.fromkeys(addresses, "")


def test_no_reading_page_breaks(client, addresses):
    wrong = {address: client.get(address).status_code for address in addresses}
    assert {a: code for a, code in wrong.items() if code != 200} == {"/no-such-page/": 404}


def test_policy_allows_nothing_inline_and_nobody_else(client, addresses):
    for address in addresses:
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy and "http" not in policy and "data:" not in policy


def test_pages_hold_nothing_inline_and_name_no_other_site_to_load_from(client, addresses):
    for address in addresses:
        html = client.get(address).content.decode()
        assert not re.search(r"<[^>]+\sstyle\s*=", html), address
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", html), address
        assert not re.search(r"<style", html), address
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all(re.search(r'src=|type="application/(ld\+)?json"', s) for s in scripts), address
        loaded = re.findall(
            r'<(?:script|img|iframe|link rel="(?:style|icon))[^>]*(?:src|href)="([^"]+)', html
        )
        assert all(url.startswith("/") for url in loaded), address


def test_browsers_tell_nobody_where_they_came_from(client, site):
    response = client.get("/about/")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in response.headers["Permissions-Policy"]


def test_a_page_with_a_form_to_send_lets_the_browser_say_where_it_comes_from(client, site):
    """Otherwise browsers send "Origin: null" and the CSRF check refuses every form."""
    assert client.get("/account/login/").headers["Referrer-Policy"] == "same-origin"


def test_staff_area_has_a_policy_of_its_own_without_eval_or_other_sites(client, site):
    policy = client.get("/staff/login/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "script-src-attr 'none'" in policy and "style-src 'self';" in policy + ";"
    assert "unsafe-eval" not in policy and "http" not in policy


def test_our_own_templates_hold_no_inline_style_or_script():
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=\s*[\"']", text), template
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/(ld\+)?json))", text), (
            template
        )
