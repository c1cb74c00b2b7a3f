"""Pages are light: for old phones, slow connections and small data plans."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import ServiceFactory

FRONTEND = Path(settings.BASE_DIR) / "frontend"
KB = 1000

pytestmark = pytest.mark.browser  # Needs the built front end.


def compressed(name):
    return (FRONTEND / "dist" / f"{name}.gz").stat().st_size


def weight(client, address):
    """Bytes of a page with all that it loads, as sent compressed."""
    html = client.get(address).content
    names = set(re.findall(r'(?:src|href)="/static/open-door/([^"]+)"', html.decode()))
    return len(gzip.compress(html)) + sum(compressed(name) for name in names)


def test_all_script_but_the_map_is_within_25_kb():
    assert sum(map(compressed, ["open-door.js", "results.js", "filters.js"])) <= 25 * KB


@pytest.mark.parametrize("address", ["/", "/about/", "/crisis/", "/hubs/", "/no-such-page/"])
def test_a_page_is_within_60_kb(client, site, address):
    assert weight(client, address) <= 60 * KB


def test_a_full_page_of_results_is_within_100_kb(client, site):
    for number in range(25):
        ServiceFactory(name=f"Chess {number}", summary="A long summary of what it is. " * 8)
    assert weight(client, "/find/?q=chess") + compressed("filters.js") <= 100 * KB


def test_the_lock_names_no_registry_and_every_package_has_a_hash():
    lock = (FRONTEND / "package-lock.json").read_text()
    assert "resolved" not in lock and "http" not in re.sub(r'"(funding|url)".*', "", lock)
    assert lock.count('"integrity"') >= 10
