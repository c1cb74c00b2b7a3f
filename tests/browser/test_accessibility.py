"""axe-core on every public page type and state, at 320 and 1280 pixels; nothing sticks out sideways."""

import re

import pytest

from tests.browser.conftest import DESKTOP, PHONE

PAGES = {
    "home": "/",
    "results": "/find/?q=mental+health&near=TS24+8AY",
    "results, filtered": "/find/?q=mental+health&near=TS24+8AY&cost=free&open=evening",
    "results in a crisis": "/find/?q=want+to+end+it",
    "results, nothing found": "/find/?q=xylophone+quux&near=TS24+8AY",
    "results, place not found": "/find/?q=debt&near=ZZ99+9ZZ",
    "results, place to choose": "/find/?q=debt&near=Whitchurch",
    "results, wrong filter": "/find/?q=debt&age=minus",
    "results elsewhere": "/find/?q=lost+someone+to+suicide&near=Sunderland",
    "results, empty form": "/find/",
    "results, printed": "/find/?q=debt&print=1",
    "hubs": "/hubs/",
    "hubs near": "/hubs/?near=TS24+8AY",
    "hubs, place not found": "/hubs/?near=ZZ99+9ZZ",
    "single points of access": "/single-point-of-access/",
    "needs": "/needs/",
    "today": "/today/",
    "crisis": "/crisis/",
    "not found": "/no-such-page/",
    "about": "/about/",
}
#: Pages reached by the first link of their kind on another page.
REACHED = {
    "service": ("/find/?q=mental+health", r"/services/[0-9a-f-]{36}/"),
    "refuge": ("/find/?q=refuge", r"/services/[0-9a-f-]{36}/"),
    "organisation": (
        "/find/?q=mental+health",
        r"/organisations/[0-9a-f-]{36}/|/services/[0-9a-f-]{36}/",
    ),
    "hub": ("/hubs/", r"/hubs/[0-9a-f-]{36}/"),
    "access point": ("/single-point-of-access/", r"/single-point-of-access/[0-9a-f-]{36}/"),
    "need": ("/needs/", r"/needs/[a-z-]+/"),
}
sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])


#: Pixels; Wagtail cuts off what is wider than its main part, where nobody can get at it.
STICKS_OUT = """() => Math.max(
    document.documentElement.scrollWidth - window.innerWidth,
    ...[...document.querySelectorAll('main')]
        .filter(one => getComputedStyle(one).overflowX === 'hidden')
        .map(one => one.scrollWidth - one.clientWidth))"""


def check(page, axe):
    assert axe(page) == []
    width = page.evaluate(STICKS_OUT)
    assert width <= 0, f"{width} pixels stick out sideways"


@sizes
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_has_no_violations(open_page, axe, path, size):
    check(open_page(path, size=size), axe)


@sizes
@pytest.mark.parametrize("kind", REACHED)
def test_detail_page_has_no_violations(site, open_page, axe, kind, size):
    start, pattern = REACHED[kind]
    path = re.search(pattern, site.get(start)[2])[0]
    check(open_page(path, size=size), axe)
    check(open_page(f"{path}?print=1", size=size), axe)


#: Links that stand alone, not in a sentence.
ALONE = (
    ".od-group__more a, .od-sorts a, .od-results__tools p a, .od-active a, .od-breadcrumbs a,"
    " .od-tile a, .od-footer__links a, .od-nav a, .od-days a, .od-topics a, .od-filters summary,"
    " .govuk-pagination__link, .od-phone"
)
#: For each that is seen: its height, and how far it lies outside of the card that it stands in.
SMALL_OR_OUTSIDE = """all => all.map(link => [link, link.getBoundingClientRect()])
    .filter(([, box]) => box.height > 0)
    .map(([link, box]) => ({
        words: link.textContent.trim(), height: Math.round(box.height),
        below: Math.round(box.bottom - link.closest('.od-group, body').getBoundingClientRect().bottom),
    }))
    .filter(link => link.height < 24 || link.below > 0)"""


@pytest.mark.parametrize(
    "path", ["/", "/find/?q=want+to+end+it", "/find/?q=debt&cost=free", "/today/"]
)
def test_links_that_stand_alone_are_easy_to_hit(open_page, path):
    page = open_page(path, size=PHONE)
    assert page.locator(ALONE).count() > 3
    assert page.locator(ALONE).evaluate_all(SMALL_OR_OUTSIDE) == []


def test_pages_are_light(site):
    """Bytes sent for the page itself, styles and scripts, compressed as the server sends them."""
    weights = {name: _weight(site, path) for name, path in PAGES.items()}
    assert max(weights[name] for name in ("home", "crisis")) <= 60_000, weights
    assert weights["results"] <= 100_000, weights


def _weight(site, path):
    import gzip
    import urllib.request

    def sent(address):
        request = urllib.request.Request(
            site.address + address, headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read()
            plain = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
            return len(body), plain

    size, body = sent(path) if site.get(path)[0] == 200 else (0, b"")
    parts = set(re.findall(r'(?:href|src)="(/(?:static|brand)[^"]+)"', body.decode()))
    return size + sum(sent(part)[0] for part in parts)
