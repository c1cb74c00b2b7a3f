"""Many services at once, by file and by table: each state on a small phone, with and without JavaScript."""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.forms import enter_as, look, look_at_errors, press
from tests.browser.trial import trial

with_and_without_js = pytest.mark.parametrize("js", [False, True], ids=["plain", "js"])


class Keeper:
    """The owner of the trial group at work on many services."""

    def __init__(self, open_page, site, axe, js, size=PHONE):
        self.made = trial(site, "sheet")
        self.page = self.made.enter(open_page("/robots.txt", js=js, size=size))
        self.axe = axe if js else None

    def go(self, *rest):
        self.page.goto(self.made.own(*rest))
        return self.page

    def look(self):
        if self.axe:
            look(self.page, self.axe)

    def look_at_errors(self):
        look_at_errors(self.page, self.axe)

    def rows(self):
        """The sheet of the group, as lists of cells."""
        answer = self.page.context.request.get(self.made.own("sheet") + "services.csv")
        return list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))

    def send(self, rows):
        """Send a sheet of these rows; leads to what is wrong with it or to what it changes."""
        written = io.StringIO()
        csv.writer(written).writerows(rows)
        file = {"name": "ours.csv", "mimeType": "text/csv", "buffer": written.getvalue().encode()}
        self.go("sheet").set_input_files("#id_file", files=[file])
        press(self.page, "See what changes")


@pytest.fixture
def keeper(open_page, site, axe):
    return lambda js, size=PHONE: Keeper(open_page, site, axe, js, size)


@with_and_without_js
def test_a_sheet_with_errors_then_its_difference_then_kept(keeper, js):
    owner = keeper(js)
    owner.go("sheet")
    owner.look()
    press(owner.page, "See what changes")
    owner.look_at_errors()
    rows = owner.rows()
    column = rows[0].index("Phone numbers")
    owner.send([rows[0], [*rows[1][:column], "12", *rows[1][column + 1 :]], *rows[2:]])
    expect(owner.page.locator("#error-1")).to_contain_text("Phone numbers")
    owner.look()
    words = f"Read aloud together ({js})."
    column = rows[0].index("In one sentence")
    owner.send([rows[0], [*rows[1][:column], words, *rows[1][column + 1 :]]])
    expect(owner.page.locator("main ins")).to_contain_text(words)
    owner.look()
    owner.go("sheet")
    owner.look()
    owner.go("sheet", "check")
    press(owner.page, "Keep these changes")
    expect(owner.page.locator("main")).to_contain_text("sent as one to be checked")


@with_and_without_js
def test_the_table_keeps_what_is_right_and_says_what_is_wrong(keeper, js):
    owner = keeper(js)
    page = owner.go("table")
    owner.look()
    name = page.get_by_label("Name", exact=True).first
    before = name.input_value()
    name.fill("")
    page.get_by_label("Phone numbers").first.fill("12")
    press(page, "Save this page")
    owner.look_at_errors()
    page.get_by_label("Name", exact=True).first.fill(before)
    page.get_by_label("Phone numbers").first.fill("01632 960 321")
    press(page, "Save this page")
    expect(page.get_by_label("Phone numbers").first).to_have_value("01632 960 321")
    owner.look()


@with_and_without_js
def test_a_number_is_changed_everywhere(keeper, js):
    owner = keeper(js)
    owner.go("table").get_by_label("Phone numbers").first.fill("01632 960 500")
    press(owner.page, "Save this page")
    page = owner.go("contact-everywhere")
    owner.look()
    press(page, "Go on")
    owner.look_at_errors()
    page.get_by_label("01632 960 500").check()
    page.get_by_label("What is the new number?").fill("12")
    press(page, "Go on")
    owner.look_at_errors()
    page.get_by_label("What is the new number?").fill("01632 960 501")
    press(page, "Go on")
    expect(page.locator("h1")).to_have_text("Change it on all")
    owner.look()
    press(page, "Change it and send")
    expect(page.locator("main [role=status]")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])
def test_sixty_services_on_a_phone_and_a_desk(open_page, site, axe, size):
    """Only looked at: the other tests of this folder find these services as they are."""
    page = enter_as(open_page, site, "Ravi Sandhu", size=size)
    own = page.url
    for path in ("", "table/", "table/?page=2", "contact-everywhere/", "sheet/"):
        page.goto(own + path)
        look(page, axe)
