"""The people of a group, and how this works, as a website manager with a small phone sees them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, follow
from tests.browser.forms import enter_as, look, look_at_errors, press
from tests.browser.trial import TRIES


@pytest.mark.parametrize("js", [False, True], ids=TRIES)
def test_somebody_is_invited_and_the_invitation_taken_back(open_page, site, axe, js):
    nell = enter_as(open_page, site, "Nell Purvis", js=False)
    uid = re.search(r"/listings/([^/]+)/", nell.url)[1]
    page = enter_as(open_page, site, "Moira Quill", js=js, size=PHONE)
    page.goto(f"{site.address}/staff/desk/group/{uid}/")
    page.get_by_label("E-mail of somebody").fill("wrong")
    press(page, re.compile("^Invite"))
    look_at_errors(page, axe if js else None)
    address = f"new-{TRIES[js]}@example.org"
    page.get_by_label("E-mail of somebody").fill(address)
    press(page, re.compile("^Invite"))
    invited = page.locator(".od-desk__row").filter(has_text=address)
    expect(invited).to_have_count(1)
    if js:
        look(page, axe)
    press(invited, re.compile("^Take it back"))
    expect(invited).to_have_count(0)
    if js:
        page.goto(site.address + "/staff/desk/")
        follow(page, page.get_by_role("link", name="How this works").last)
        expect(page.get_by_role("heading", name="Each month")).to_be_visible()
        look(page, axe)
