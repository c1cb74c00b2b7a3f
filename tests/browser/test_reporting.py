"""Saying that something is wrong, and that something is still right: no account, no JavaScript needed."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.forms import look, look_at_errors, press
from tests.browser.trial import trial

with_and_without_js = pytest.mark.parametrize("js", [False, True], ids=["plain", "js"])


@with_and_without_js
def test_a_problem_is_reported(open_page, site, axe, js):
    page = open_page(f"/report/service/{trial(site, 'reporting').service}/", js=js, size=PHONE)
    if js:
        look(page, axe)
    page.get_by_label("Your e-mail").fill("nobody")
    page.get_by_label("Tell us more").fill("It rang out.")
    press(page, "Send")
    look_at_errors(page, axe if js else None)
    expect(page.get_by_label("Tell us more")).to_have_value("It rang out.")
    page.get_by_label("I was turned away or nobody answered").check()
    page.get_by_label("Your e-mail").fill("")
    press(page, "Send")
    expect(page.locator("h1")).to_contain_text("Thank you")
    if js:
        look(page, axe)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])
@pytest.mark.parametrize("kind", ["one", "two", "late", "gone"])
def test_links_that_ask_whether_it_is_still_right(open_page, site, axe, kind, size):
    look(open_page(trial(site, "reporting").links[kind], size=size), axe)


def test_still_right_by_one_press_without_javascript(open_page, site):
    page = open_page(trial(site, "reporting").links["one"], js=False, size=PHONE)
    press(page, "Yes, this is still right")
    expect(page.locator("h1")).to_have_text("Thank you")
    page = open_page(trial(site, "reporting").links["two"], js=False, size=PHONE)
    page.get_by_label("Second readings is still right").uncheck()
    press(page, "Yes, the ticked ones are still right")
    expect(page.locator("h1")).to_have_text("Is this still right?")
    expect(page.locator("#answered")).to_be_visible()


def test_something_has_changed_leads_to_signing_in(open_page, site):
    page = open_page(trial(site, "reporting").links["two"], js=False, size=PHONE)
    page.get_by_role("link", name="Something has changed").first.click()
    page.wait_for_url("**/join/?next=**")


def test_a_link_that_is_too_old_is_sent_again(open_page, site):
    page = open_page(trial(site, "reporting").links["late"], js=False, size=PHONE)
    press(page, "Send me a new link")
    expect(page.locator("h1")).to_have_text("Look in your e-mail")
