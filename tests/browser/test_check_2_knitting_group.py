"""Check 2 by hand, without JavaScript on a phone: a new group joins, lists, is approved and is found."""

import re
import secrets

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, follow
from tests.browser.forms import enter_as, press

GROUP = "Owton Purlers"


class Listing:
    """Somebody lists a group page by page; counts the pages they send and the answers they give."""

    def __init__(self, page):
        self.page, self.pages, self.answers = page, 0, 0

    def fill(self, label, words):
        self.answers += 1
        self.page.get_by_label(label, exact=True).first.fill(words)

    def tick(self, label):
        self.answers += 1
        self.page.get_by_label(label, exact=True).first.check()

    def save(self, button="Save and continue"):
        self.pages += 1
        press(self.page, button)


def test_check_2_a_new_group_lists_a_knitting_group_which_is_approved_and_found(open_page, site):
    page = open_page("/join/", js=False, size=PHONE)
    one = Listing(page)
    one.fill("Your e-mail address", f"purl.{secrets.token_hex(4)}@example.org")
    follow(page, page.locator("main form button[type=submit]").first)
    one.fill("Code", newest_code(site))
    follow(page, page.locator("main form button[type=submit]").first)
    list_it(one, site)
    expect(page).to_have_url(re.compile(r"/sent/$"))
    assert one.pages <= 14
    assert one.answers <= 17, "with the address and the code"
    approve(open_page, site)
    found = open_page("/find/?q=knit+and+natter&near=TS25+4DY", js=False, size=PHONE)
    expect(found.get_by_role("link", name="Knit and natter at Rossmere").first).to_be_visible()


def newest_code(site):
    newest = max((site.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    return re.findall(r"\d{4}-\d{4}", newest.read_text(encoding="utf-8"))[-1]


def list_it(one, site):
    page = one.page
    page.goto(f"{site.address}/listings/new/")
    one.fill("What is your group called?", GROUP)
    one.tick("Informal group")
    one.fill("What do you do, in one sentence?", "We knit and we talk.")
    one.save()
    one.fill("Phone number", "01632 960 002")
    one.save()
    one.fill("Your name", "Pearl")
    one.save()
    one.fill("What is it called?", "Knit and natter at Rossmere")
    one.fill("What is it, in one sentence?", "Bring wool, or use ours.")
    one.save()
    one.save()  # it is for everybody
    one.tick("No")
    one.save()
    one.tick("Free")
    one.save()
    one.tick("They come to a place")
    one.save()
    one.fill("Postcode of the place", "ts254dy")
    one.save("Look for it")
    page.locator("input[name=place]").first.check()
    one.answers += 1
    one.save()
    one.save()
    one.tick("Thursday")
    one.fill("From", "10am")
    one.fill("To", "12")
    one.save()
    one.save()  # what it helps with was guessed from its words
    expect(page.locator("main")).to_contain_text("Thursday, 10am to midday")
    one.save("Send")


def approve(open_page, site):
    manager = enter_as(open_page, site, "Moira Quill", js=False, size=PHONE)
    manager.goto(f"{site.address}/staff/desk/submissions/")
    row = manager.locator(".od-desk__row").filter(has_text=GROUP)
    press(row, re.compile("^Approve all of it"))
    expect(manager.locator("main")).to_contain_text("Approved and public")
