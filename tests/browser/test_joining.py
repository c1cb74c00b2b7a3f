"""People come in by a code, claim a listing and invite others, on a small phone without JavaScript."""

import re
import secrets

import pytest

from tests.browser.conftest import PHONE, follow
from tests.browser.forms import look_at_errors
from tests.browser.test_accessibility import check

CODE, INVITATION = r"\d{4}-\d{4}", r"/invitation/\S+"


@pytest.fixture
def in_mail(site):
    """What the newest mail with such a thing in it says: in_mail(CODE)."""

    def find(pattern):
        files = sorted((site.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
        found = [re.findall(pattern, file.read_text(encoding="utf-8")) for file in files]
        return next(words[-1] for words in reversed(found) if words)

    return find


def go_on(page):
    follow(page, page.locator("main form button[type=submit]").first)


def come_in(page, email, in_mail, look=lambda page: None):
    """From the page that asks for an address until one is in; looks at each state."""
    look(page)
    for wrong in ("", "nobody"):
        page.fill("#id_email", wrong)
        go_on(page)
        look(page)
    page.fill("#id_email", email)
    go_on(page)
    look(page)
    page.fill("#id_code", "12")
    go_on(page)
    look(page)
    page.fill("#id_code", in_mail(CODE))
    go_on(page)


def somebody():
    return f"somebody.with.quite.a.long.address.{secrets.token_hex(4)}@example.org"


def unclaimed(site, number):
    """The uid of a public organisation with an address that nobody looks after."""
    query = (
        "from organisations.people import orphaned;"
        f"print(orphaned().exclude(email='').order_by('name')[{number}].uid)"
    )
    return site.manage("shell", "-v", "0", "-c", query).strip().splitlines()[-1]


@pytest.mark.parametrize("js", [False, True], ids=["plain", "js"])
def test_a_listing_is_claimed_and_shared(open_page, site, in_mail, axe, js):
    look = (lambda page: check(page, axe)) if js else (lambda page: None)
    uid, bob = unclaimed(site, int(js)), somebody()
    page = open_page(f"/claim/{uid}/", js=js, size=PHONE)
    come_in(page, somebody(), in_mail, look)
    look(page)
    follow(page, page.get_by_role("button", name="Send the code"))
    look(page)
    for wrong in ("", "0000-0000"):
        page.fill("#id_code", wrong)
        go_on(page)
        look_at_errors(page)
    page.fill("#id_code", in_mail(CODE))
    look(page)
    go_on(page)
    assert page.url == f"{site.address}/listings/{uid}/"
    page.goto(f"{site.address}/listings/{uid}/people/invite/")
    go_on(page)
    look(page)
    page.fill("#id_email", bob)
    page.get_by_label("Editor").check()
    go_on(page)
    look(page)
    for path in ("leave/", "invite/"):
        page.goto(f"{site.address}/listings/{uid}/people/{path}")
        look(page)
    guest = open_page(in_mail(INVITATION), js=js, size=PHONE)
    look(guest)
    follow(guest, guest.get_by_role("link", name="Go on"))
    come_in(guest, bob, in_mail)
    look(guest)
    follow(guest, guest.get_by_role("button", name="Yes, I will help"))
    assert guest.url == f"{site.address}/listings/{uid}/"
    for path in ("/account/", "/account/address/", "/account/delete/", f"/listings/{uid}/people/"):
        guest.goto(site.address + path)
        look(guest)
