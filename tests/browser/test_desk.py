"""The website manager's desk on a small phone: all sections, each form wrong and right,
with and without JavaScript."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.forms import enter_as, look, look_at_errors, press
from tests.browser.test_accessibility import STICKS_OUT
from tests.browser.trial import TRIES, trial

with_and_without_js = pytest.mark.parametrize("js", [False, True], ids=TRIES)
DESK = "/staff/desk/"
#: Wagtail calls the link of its menu so, whatever stands in it.
WAGTAILS_OWN = "sidebar-custom-branding"


#: Hides all rows of a section but the first six and those that are open, or shows them again: axe
#: would look for a minute at a hundred that are alike.
ROWS_ALIKE = """hide => document.querySelectorAll('.od-desk__row:nth-child(n+7)').forEach(
    row => row.hidden = hide && !row.querySelector('details[open]'))"""


@pytest.fixture
def manager(open_page, site, axe):
    """manager(js) → (page, what looks at it, what looks at its errors, Trial)."""

    def enter(js, size=PHONE):
        made = trial(site, "desk")
        if not hasattr(site, "managers_cookies"):  # entering takes three pages: once is enough
            entered = enter_as(open_page, site, "Moira Quill")
            site.managers_cookies = entered.context.cookies()
        page = open_page("/robots.txt", js=js, size=size)
        page.context.add_cookies(site.managers_cookies)

        def see():
            if js:
                page.evaluate(ROWS_ALIKE, True)
                look(page, axe)
                page.evaluate(ROWS_ALIKE, False)

        def errors():
            look_at_errors(page)
            see()

        return page, see, errors, made

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
    for section in ("", "orphaned/", "searched/", "how-this-works/"):
        page.goto(site.address + DESK + section)
        assert page.evaluate(STICKS_OUT) <= 0
        see()
    page, _, _, _ = manager(True, DESKTOP)
    page.goto(site.address + DESK)
    page.evaluate(ROWS_ALIKE, True)
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
    page, _, errors, made = manager(js)
    for section, action in (("claims", "No"), ("submissions", "Decline")):
        page.goto(site.address + DESK + section + "/")
        do(page, row_of(page, made.group_name).first, action)
        errors()


@pytest.fixture
def at_the_desk(manager, site):
    """at_the_desk(js) → go(section, title): what is done to one row there, undone and looked at."""

    class Row:
        def __init__(self, page, see, errors, section, title):
            self.page, self.see, self.errors, self.title = page, see, errors, title
            page.goto(f"{site.address}{DESK}{section}/")

        def there(self):
            return row_of(self.page, self.title)

        def refused(self, action, **given):
            do(self.page, self.there(), action, **given)
            self.errors()

        def done(self, action, words, **given):
            do(self.page, self.there(), action, **given)
            self.says(words)

        def pressed(self, button, words):
            press(self.there(), re.compile(f"^{button}"))
            self.says(words)

        def says(self, words):
            expect(self.page.locator("#done")).to_contain_text(words)

        def undo(self, words):
            press(self.page.locator("#done"), "Undo")
            self.says(words)
            expect(self.there()).to_have_count(1)

    def enter(js):
        page, see, errors, _ = manager(js)
        return lambda section, title: Row(page, see, errors, section, f"{title} {TRIES[js]}")

    return enter


@with_and_without_js
def test_a_call_and_a_lost_mail_are_dealt_with_and_taken_back(at_the_desk, js):
    go = at_the_desk(js)
    row = go("calls", "To ring")
    row.see()
    row.refused("I rang")
    row.refused("I rang", answer="right")
    row.done("I rang", "The call about", answer="right", told_by="Nora")
    row.see()
    row.undo("is as it was before")
    row = go("mail", "News")
    row.see()
    row.refused("Put the address right")
    row.refused("Put the address right", email=f"gone.{TRIES[js]}@trial.example.org")
    row.pressed("Dealt with", "It is off the list")
    row.see()
    row.undo("The mail is on the list again")
    row.done("Put the address right", "", email=f"new.{TRIES[js]}@trial.example.org")
    expect(row.there()).to_have_count(0)


@with_and_without_js
def test_an_orphan_and_a_likely_pair_are_dealt_with_and_taken_back(at_the_desk, js):
    go = at_the_desk(js)
    row = go("orphaned", "Lonely")
    row.refused("Invite an owner", email="nobody")
    row.done("Invite an owner", "We wrote to", email=f"owner.{TRIES[js]}@trial.example.org")
    row.undo("The invitation is taken back")
    row = go("duplicates", "Other twin")
    row.see()
    row.pressed("Not the same", "Remembered")
    row.see()
    row.undo("The two are on the list again")


@with_and_without_js
def test_places_are_closed_together_and_opened_again(manager, site, js):
    page, see, errors, made = manager(js)
    page.goto(site.address + DESK + "closed-on/")
    see()
    page.get_by_label("Name, street, town or postcode").fill(made.place_name)
    press(page, "Show these places")
    press(page, "See what would change")
    errors()
    page.get_by_label(made.place_name).check()
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
    page.get_by_label("Name of the group").fill(made.group_name)
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


@with_and_without_js
def test_the_people_of_a_group_are_seen_and_somebody_is_invited(manager, site, js):
    page, see, errors, made = manager(js)
    page.goto(f"{site.address}{DESK}group/{made.group}/")
    see()
    press(page, "Invite")
    errors()
    page.get_by_label("E-mail of somebody who belongs to it").fill(f"{js}@trial.example.org")
    press(page, "Invite")
    expect(page.locator("main")).to_contain_text(f"{js}@trial.example.org")
