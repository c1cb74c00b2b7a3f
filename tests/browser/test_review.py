"""What was sent in is reviewed on a small phone, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.forms import enter_as, look, look_at_errors, press
from tests.browser.trial import TRIES, trial


@pytest.mark.parametrize("js", [False, True], ids=TRIES)
def test_what_was_sent_is_looked_at_and_decided(open_page, site, axe, js):
    page = enter_as(open_page, site, "Moira Quill", js=js, size=PHONE)
    see = (lambda: look(page, axe)) if js else (lambda: None)
    page.goto(f"{site.address}/staff/desk/review/{trial(site, 'review').sent[TRIES[js]]}/")
    see()
    expect(page.locator("main ins")).to_contain_text("read to each other")
    press(page, "Decline what is ticked")
    look_at_errors(page, axe if js else None)
    page.get_by_label(f"Sent {TRIES[js]}").check()
    page.get_by_label("Why?").fill("Say when it is on, please.")
    press(page, "Decline what is ticked" if js else "Approve it")
    expect(page.locator("main")).to_contain_text("All of it is decided.")
    see()
