"""Every page on which an organisation keeps its listings, empty, wrong and filled, on a small phone.

Journeys are made with JavaScript off, and again with it on, when axe looks at each page.
"""

import re

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from services.models import Location, Service
from tests.browser.conftest import PHONE
from tests.browser.forms import look, look_at_errors, press
from tests.browser.trial import trial
from upkeep.page_tables import PAGES

with_and_without_js = pytest.mark.parametrize("js", [False, True], ids=["plain", "js"])
BOXES = "main form :is(input[type=text], input[type=email], input[type=tel], input[type=url])"


@pytest.fixture
def person(open_page, site):
    """A page of somebody of the trial group: person("owner") → (page, Trial)."""

    def enter(who="owner", js=True):
        made = trial(site, "own pages")
        return made.enter(open_page("/robots.txt", js=js, size=PHONE), who), made

    return enter


@pytest.mark.parametrize("model", [Organisation, Service, Location])
def test_each_page_of_a_record_filled_and_with_nonsense_in_every_box(person, axe, model):
    page, made = person()
    part = {Organisation: "about", Service: "services", Location: "places"}[model]
    uid = {Organisation: [], Service: [made.service], Location: [made.place]}[model]
    page.goto(made.own(part, *uid))
    look(page, axe)
    wrong = set()
    for one in PAGES[model]:
        page.goto(made.own(part, *uid, one.slug))
        look(page, axe)
        for box in page.locator(BOXES).all():
            if box.is_visible():
                box.fill("nonsense @ nowhere")
        press(page, re.compile("^Save$"))
        if page.locator(".govuk-error-message").count():
            look_at_errors(page, axe)
            wrong.add(f"{part}/{one.slug}")
    assert len(wrong) >= 2


#: (who, where, {label: what is wrong}, button): each page empty, then with its errors.
FORMS = [
    ("owner", "{own}people/invite/", {"Their e-mail address": "nobody"}, "Send the invitation"),
    ("owner", "{own}people/claims/{claim}/", {}, "Send my answer"),
    ("owner", "{own}{session}/", {"New time: from": "late"}, "Tell everybody"),
    ("owner", "{own}closing/", {}, "Send"),
    ("owner", "{own}places/{place}/closed/", {}, "Save"),
    ("owner", "{own}places/{shared}/suggest/", {}, "Send the note"),
    ("owner", "{own}services/new/", {}, "Save and continue"),
    ("owner", "{own}services/{plain}/where/add/", {}, "Look for it"),
    ("owner", "{own}services/{plain}/where/new/", {"Postcode": "nowhere"}, "Save and continue"),
    ("owner", "/account/address/", {"Your new e-mail address": "nobody"}, "Send me a code"),
    ("owner", "/account/delete/", {}, "Delete my account"),
    ("leaver", "/listings/{other}/people/leave/", {}, "Leave"),
    ("stranger", "/claim/{group}/", {}, "Send"),
]
#: (who, where): pages that are only read, or whose form cannot go wrong.
READ = [
    ("owner", "{own}"),
    ("owner", "{own}send/"),
    ("owner", "{own}searched/"),
    ("owner", "{own}about/preview/"),
    ("owner", "{own}services/{service}/preview/"),
    ("owner", "{own}people/"),
    ("owner", "{own}people/{memberships[editor]}/"),
    ("owner", "/account/"),
    ("owner", "/account/name/"),
    ("owner", "/account/logout/"),
    ("owner", "{invitation}"),
    ("editor", "{own}people/"),
    ("editor", "{own}people/leave/"),
    ("leaver", "/listings/"),
    ("claimant", "/claim/{group}/"),
    ("stranger", "/listings/"),
    ("guest", "{invitation}"),
    ("guest", "{invitation_over}"),
]


def there(made, where):
    """The address of a line of the tables above."""
    path = where.format(own=made.own(), **made.made)
    return path if path.startswith("http") else made.site.address + path


def test_each_form_empty_and_wrong(person, axe):
    pages = {}
    for who, where, wrong, button in FORMS:
        page, made = pages[who] if who in pages else pages.setdefault(who, person(who))
        page.goto(there(made, where))
        look(page, axe)
        for label, words in wrong.items():
            page.get_by_label(label, exact=True).fill(words)
        press(page, re.compile(f"^{button}$"))
        look_at_errors(page, axe)
        for label, words in wrong.items():
            expect(page.get_by_label(label, exact=True)).to_have_value(words)


def test_each_page_that_is_read(person, axe):
    pages = {}
    for who, where in READ:
        page, made = pages[who] if who in pages else pages.setdefault(who, person(who))
        page.goto(there(made, where))
        look(page, axe)


def test_the_code_of_a_new_address(person, axe):
    page, made = person("editor")
    page.goto(there(made, "/account/address/"))
    page.get_by_label("Your new e-mail address").fill("new.address@trial.example.org")
    press(page, "Send me a code")
    look(page, axe)
    press(page, "Go on")
    look_at_errors(page, axe)


@pytest.fixture
def looks(axe):
    """looks(js) → what looks at a page; without JavaScript axe cannot run."""
    return lambda js: (lambda page: look(page, axe)) if js else (lambda page: None)


@with_and_without_js
def test_a_session_is_cancelled_and_a_place_closed_and_both_taken_back(person, looks, js):
    page, made = person(js=js)
    see = looks(js)
    page.goto(made.own(made.session))
    page.get_by_label("It is cancelled").check()
    page.get_by_label("Why? (if you like)").fill("The hall is being painted.")
    press(page, "Tell everybody")
    expect(page.locator("main")).to_contain_text("Everybody sees it now")
    see(page)
    page.goto(made.own(made.session))
    see(page)
    press(page, "It is on as usual")
    expect(page.locator("main")).to_contain_text("It is on as usual")
    page.goto(made.own("places", made.place, "closed"))
    page.get_by_label("First day").fill("2030-12-26")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("26 December 2030")
    see(page)
    press(page, "It is open after all")
    expect(page.locator("main")).not_to_contain_text("26 December 2030")


@with_and_without_js
def test_a_name_is_public_only_with_a_tick(person, looks, js):
    page, made = person(js=js)
    see = looks(js)
    page.goto(made.own("services", made.plain, "people-to-ask"))
    page.get_by_label("Name", exact=True).first.fill("Nora Batty")
    press(page, re.compile("^Save$"))
    look_at_errors(page)
    see(page)
    page.get_by_label("This person agrees").first.check()
    press(page, re.compile("^Save$"))
    expect(page.locator("main")).to_contain_text("Nora Batty")
    page.goto(made.own("services", made.plain, "people-to-ask"))
    see(page)
    page.get_by_label("Remove this").first.check()
    press(page, re.compile("^Save$"))
    expect(page.locator("main")).not_to_contain_text("Nora Batty")


@with_and_without_js
def test_two_people_write_on_one_page_and_choose(person, looks, js):
    (mine, made), (theirs, _) = person("owner", js=js), person("editor", js=js)
    words = {mine: f"Mine, {js}.", theirs: f"Theirs, {js}."}
    for page in words:
        page.goto(made.own("services", made.plain, "what"))
        page.locator("#id_summary").fill(words[page])
    press(theirs, re.compile("^Save$"))
    expect(theirs.locator("main")).to_contain_text(words[theirs])
    press(mine, re.compile("^Save$"))
    expect(mine.locator("h1")).to_contain_text("Somebody else has changed this too")
    looks(js)(mine)
    mine.get_by_label("Theirs:").first.check()
    press(mine, "Save what I chose")
    expect(mine.locator("main")).to_contain_text(words[theirs])


@with_and_without_js
def test_who_is_removed_while_writing_gets_the_words_back(person, looks, js):
    who = "leaver" if js else "other_leaver"
    (leaver, made), (owner, _) = person(who, js=js), person("owner", js=js)
    leaver.goto(made.own("services", made.plain, "what"))
    leaver.locator("#id_summary").fill("A sentence that took a while.")
    owner.goto(made.own("people", made.memberships[who]))
    press(owner, "Remove")
    expect(owner.locator("main")).to_contain_text("can no longer change your listings")
    press(leaver, re.compile("^Save$"))
    expect(leaver.locator("h1")).to_have_text("You can no longer edit this")
    expect(leaver.locator("main")).to_contain_text("A sentence that took a while.")
    looks(js)(leaver)


@with_and_without_js
def test_a_place_is_chosen_by_its_postcode(person, looks, js):
    page, made = person(js=js)
    see = looks(js)
    page.goto(made.own("services", made.plain, "where", "add"))
    page.get_by_label("Postcode of the place").fill("ZZ99 9ZZ")
    press(page, "Look for it")
    see(page)
    page.goto(made.own("services", made.plain, "where", "add"))
    page.get_by_label("Postcode of the place").fill("yo17hh")
    press(page, "Look for it")
    see(page)
    page.get_by_label(made.shared_name).check()
    press(page, "Save and continue")
    expect(page.locator("main")).to_contain_text(made.shared_name)
    see(page)
    page.get_by_label("Remove this").first.check()
    press(page, re.compile("^Save$"))
