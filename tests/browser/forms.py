"""Looking at a form as a person with a small phone or a screen reader meets it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import follow
from tests.browser.test_accessibility import check

STARTS_WITH_ERROR = re.compile("^Error: ")
#: What is wrong with how the errors of a page are said; an empty list is good.
BADLY_SAID = """() => {
    const bare = element => element.textContent.replace('Error:', '').replace(/\\s+/g, ' ').trim();
    const beside = [...document.querySelectorAll('.govuk-error-message, .error-message')];
    const list = document.querySelectorAll(
        '.govuk-error-summary li, .od-desk__errors li, .help-critical li');
    const wrong = list.length ? [] : ['no summary'];
    for (const said of list) {
        const link = said.querySelector('a'), words = bare(said);
        if (!link) { wrong.push('not linked: ' + words); continue; }
        const target = document.getElementById(link.hash.slice(1));
        if (!target || !target.getClientRects().length) wrong.push('leads nowhere: ' + words);
        if (!beside.some(one => bare(one) === words || words.endsWith(bare(one))))
            wrong.push('not beside its field: ' + words);
    }
    return wrong;
}"""
#: Controls in the main part that are lower than 24 pixels, or links alone in their line.
TOO_SMALL = """() => [...document.querySelectorAll(
        'main button, main summary, main input:not([type=hidden]), main select, main li > a')]
    .filter(one => !one.closest('.od-nobody, .od-default, header'))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.height > 0 && box.width > 0 && box.height < 24)
    .map(([one]) => one.outerHTML.slice(0, 120))"""


def look(page, axe):
    """axe finds nothing, nothing sticks out sideways, everything is easy to hit."""
    assert page.locator("h1").count() == 1, page.url
    assert "Page not found" not in page.title(), page.url
    check(page, axe)
    assert page.evaluate(TOO_SMALL) == [], page.url


def look_at_errors(page, axe=None):
    """The page says first what is wrong, with links, the same words beside the field and "Error:"."""
    expect(page).to_have_title(STARTS_WITH_ERROR)
    assert page.evaluate(BADLY_SAID) == [], page.url
    if axe:
        look(page, axe)


def press(where, name):
    """Press the last button with this name on a page or in a part of it; waits for the page after it."""
    button = where.get_by_role("button", name=name).last
    follow(getattr(where, "page", where), button)


def enter_as(open_page, site, name, **how):
    """A page as one of the demonstration's people: enter_as(open_page, site, "Moira Quill", js=False)."""
    secret = (site.folder / "demonstration-secret").read_text().strip()
    page = open_page(f"/demonstration/enter/{secret}/", **how)
    press(page, f"Enter as {name}")
    return page
