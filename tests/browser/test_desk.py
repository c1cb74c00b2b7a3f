"""The website manager's desk on a small phone: all sections, each form wrong and right,
with and without JavaScript."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.forms import enter_as, look, look_at_errors, press
from tests.browser.trial import TRIES, trial

with_and_without_js = pytest.mark.parametrize("js", [False, True], ids=TRIES)
DESK = "/staff/desk/"
#: Wagtail calls the link of its menu so, whatever stands in it.
WAGTAILS_OWN = "sidebar-custom-branding"


@pytest.fixture
def manager(open_page, site, axe):
    """manager(js) → (page, what looks at it, what looks at its errors, Trial)."""

    def enter(js, size=PHONE):
        made = trial(site)
        page = enter_as(open_page, site, "Moira Quill", js=js, size=size)
        see = (lambda: look(page, axe)) if js else (lambda: None)
        return page, see, (lambda: look_at_errors(page, axe if js else None)), made

    return enter


def row_of(page, title):
    return page.locator(".od-desk__row").filter(has_text=title)


def do(page, row, action, **given):
    """Open an action of a row, fill in its boxes by the end of their id, and press its button."""
    form = row.locator("details").filter(has=page.locator("summary", has_text=action))
    if not form.evaluate("one => one.open"):
        form.locator("summary").click()
    for name, words in given.items():
        box = form.locator(f"[id$='-{name}']")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(words)
        else:
            box.fill(words)
    press(form, re.compile(f"^{action}"))


def test_the_desk_and_one_long_section(manager, site, axe):
    page, see, _, _ = manager(True)
    for section in ("", "orphaned/"):
        page.goto(site.address + DESK + section)
        see()
    page, _, _, _ = manager(True, DESKTOP)
    page.goto(site.address + DESK)
    assert [found for found in axe(page) if WAGTAILS_OWN not in found] == []


@with_and_without_js
def test_a_report_is_closed_where_it_stands(manager, site, js):
    page, see, errors, _ = manager(js)
    name = f"Reported {TRIES[js]}"
    page.goto(site.address + DESK)
    do(page, row_of(page, name), "Close")
    errors()
    do(page, row_of(page, name), "Close", outcome="right")
    expect(page.locator("main")).to_contain_text(f"The report about “{name}” is closed.")
    see()


@with_and_without_js
def test_a_record_is_confirmed_where_it_stands(manager, site, js):
    page, see, errors, _ = manager(js)
    name = f"Unchecked {TRIES[js]}"
    page.goto(site.address + DESK + "due/")
    for action in ("Not confirmed", "Hide until confirmed", "I checked it: still right"):
        do(page, row_of(page, name), action)
        look_at_errors(page)
    errors()
    do(page, row_of(page, name), "I checked it: still right", note="Rang them.")
    expect(page.locator("main")).to_contain_text(f"“{name}” is confirmed.")
    expect(row_of(page, name)).to_have_count(0)
    see()


@with_and_without_js
def test_declining_says_what_is_missing(manager, site, js):
    page, _, errors, _ = manager(js)
    for section, action in (("claims", "No"), ("submissions", "Decline")):
        page.goto(site.address + DESK + section + "/")
        do(page, page.locator(".od-desk__row").first, action)
        errors()


@with_and_without_js
def test_places_are_closed_together_and_opened_again(manager, site, js):
    page, see, errors, _ = manager(js)
    page.goto(site.address + DESK + "closed-on/")
    see()
    page.get_by_label("Name, street, town or postcode").fill("Trial Hall")
    press(page, "Show these places")
    press(page, "See what would change")
    errors()
    page.get_by_label("Trial Hall").check()
    page.get_by_label("Or from").fill(f"{date.today() + timedelta(days=60)}")
    page.get_by_label("Why", exact=True).fill(f"Painting ({TRIES[js]})")
    press(page, "See what would change")
    see()
    press(page, "Close this place")
    expect(page.locator("main")).to_contain_text(f"Painting ({TRIES[js]})")
    see()
    press(page.locator(".od-desk__row").filter(has_text="Painting"), "Take all of it back")
    expect(page.locator("main")).not_to_contain_text(f"Painting ({TRIES[js]})")


@with_and_without_js
def test_a_group_that_is_offline_is_entered(manager, site, js):
    page, see, errors, made = manager(js)
    page.goto(site.address + DESK + "for-a-group/")
    see()
    press(page, "Begin its listing")
    errors()
    page.get_by_label("Name of the group").fill("Trial Players")
    page.get_by_label("Who of the group told you?").fill("Nora")
    page.get_by_label("How?").select_option("By phone")
    press(page, "Begin its listing")
    errors()
    page.get_by_label("I looked: it is none of these").check()
    press(page, "Begin its listing")
    page.wait_for_url("**/staff/directory/organisations/edit/**")
    page.goto(f"{site.address}{DESK}told/service/{made.plain}/")
    see()
    press(page, "Write it down")
    errors()
    page.get_by_label("Who of the group told you?").fill("Nora")
    page.get_by_label("How?").select_option("By phone")
    press(page, "Write it down")
    page.wait_for_url("**/staff/directory/services/edit/**")
