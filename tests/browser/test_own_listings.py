"""A group lists its first service on a small phone without JavaScript; its forms pass axe."""

import pytest

from tests.browser.conftest import PHONE, follow
from tests.browser.test_accessibility import check

STEPS = [
    "group",
    "contact",
    "ask",
    "service",
    "who",
    "start",
    "cost",
    "ways",
    "where",
    "when",
    "needs",
]

#: (step, field, something wrong to type into it)
WRONG = [
    ("contact", "Phone number", "12"),
    ("ask", "Your e-mail", "nell"),
    ("service", "What is it called?", ""),
    ("who", "Is there anybody who cannot use it?", "Under 16"),
    ("when", "From", "late"),
]


@pytest.fixture
def enter(open_page, site):
    """A page as one of the demonstration's people who keep listings: enter("Nell Purvis")."""

    def as_person(name="Nell Purvis", js=False):
        secret = (site.folder / "demonstration-secret").read_text().strip()
        page = open_page(f"/demonstration/enter/{secret}/", js=js, size=PHONE)
        follow(page, page.get_by_role("button", name=f"Enter as {name}"))
        return page

    return as_person


def save(page):
    follow(page, page.get_by_role("button", name="Save and continue").last)


def list_a_group(page, site):
    """Go through the journey; returns how many answers it took."""
    answers = 0

    def fill(label, words):
        nonlocal answers
        answers += 1
        page.get_by_label(label, exact=True).first.fill(words)

    def tick(label):
        nonlocal answers
        answers += 1
        page.get_by_label(label, exact=True).first.check()

    page.goto(f"{site.address}/listings/new/")
    fill("What is your group called?", "Seaton Whittlers")
    tick("Informal group")
    fill("What do you do, in one sentence?", "We carve wood and drink tea.")
    save(page)
    fill("Phone number", "01632 960 001")
    save(page)
    fill("Your name", "Nell")
    save(page)
    fill("What is it called?", "Whittle and natter")
    fill("What is it, in one sentence?", "Carve wood in good company.")
    save(page)
    save(page)
    tick("No")
    save(page)
    tick("Free")
    save(page)
    tick("They come to a place")
    save(page)
    fill("Postcode of the place", "ts248ay")
    follow(page, page.get_by_role("button", name="Look for it"))
    page.locator("input[name=place]").first.check()
    save(page)
    if page.url.endswith("/where/new/") or "postcode=" in page.url:
        fill("Name of the place", "The hut")
        save(page)
    save(page)
    tick("Tuesday")
    fill("From", "2pm")
    fill("To", "4pm")
    save(page)
    save(page)
    return answers


def test_a_first_listing_without_javascript_at_320_pixels(enter, site):
    page = enter()
    answers = list_a_group(page, site)
    assert page.url.endswith("/check/")
    assert "Tuesday, 2pm to 4pm" in page.inner_text("main")
    follow(page, page.get_by_role("button", name="Send").last)
    assert page.url.endswith("/sent/")
    assert answers <= 16


def test_forms_pass_axe_empty_and_with_errors(enter, site, axe):
    """One group for all pages: making one for each would be too many begun."""
    page = enter(js=True)
    page.goto(f"{site.address}/listings/new/")
    check(page, axe)
    save(page)
    assert page.title().startswith("Error:")
    check(page, axe)
    page.get_by_label("What is your group called?").fill("Trial group")
    page.get_by_label("What do you do, in one sentence?").fill("We try.")
    save(page)
    first = page.url.removesuffix("contact/")
    page.goto(f"{first}service/")
    page.get_by_label("What is it called?").fill("A trial")
    page.get_by_label("What is it, in one sentence?").fill("Trying.")
    save(page)
    page.goto(f"{first}ways/")
    page.get_by_label("They come to a place").check()
    save(page)
    for step in STEPS:
        page.goto(f"{first}{step}/")
        check(page, axe)
    for step, label, wrong in WRONG:
        page.goto(f"{first}{step}/")
        page.get_by_label(label, exact=True).first.fill(wrong)
        save(page)
        assert page.title().startswith("Error:"), step
        check(page, axe)
    for path in ("", "check/", "sent/"):
        page.goto(first + path)
        check(page, axe)


@pytest.mark.parametrize(
    "path", ["", "about/", "about/people-to-ask/", "about/private/", "send/", "services/new/"]
)
def test_own_pages_pass_axe_when_filled(enter, site, axe, path):
    page = enter(js=True)
    page.goto(f"{site.address}/listings/")
    if page.url.endswith("/listings/"):  # other tests have given her another group
        follow(page, page.get_by_role("link", name="Croft Terrace Knitters"))
    assert page.goto(page.url + path).ok
    assert page.locator("h1").count() == 1
    check(page, axe)
