"""Somebody is signed out while they write, signs in again in another tab, and sends their words."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.forms import press
from tests.browser.trial import trial

WORDS = "We knit, and we were signed out."


@pytest.mark.parametrize(("js", "presses"), [(True, 1), (False, 2)], ids=["js", "plain"])
def test_send_again_saves_what_was_typed(open_page, site, js, presses):
    made = trial(site, "own pages")
    page = made.enter(open_page("/robots.txt", js=js, size=PHONE))
    page.goto(made.own("about", "name"))
    page.get_by_label("What do you do, in one sentence?").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    made.enter(page)
    # Signing in gives the browser another token.
    page.context.add_cookies([{"name": "csrftoken", "value": "a1" * 16, "url": site.address}])
    for _ in range(presses):
        press(page, "Send again")
    expect(page).to_have_url(made.own("about"))
    expect(page.locator("main")).to_contain_text(WORDS)
