"""What people come to do, in a real browser, with JavaScript and without."""

import re

import pytest

from tests.browser.conftest import DESKTOP, PHONE, follow

both_ways = pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
sizes = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])


@both_ways
@sizes
def test_somebody_finds_help_from_the_home_page(open_page, js, size):
    page = open_page("/", js=js, size=size)
    page.get_by_label("What do you need?").fill("cant cope")
    page.get_by_label(re.compile("Where")).fill("ts248ay")
    follow(page, page.get_by_role("button", name="Find help"))
    assert (
        page.locator("h1").inner_text() == "“cant cope” near ts248ay" or "cant cope" in page.title()
    )
    first = page.locator("main h2 a, main h3 a").first
    name = first.inner_text()
    follow(page, first)
    assert "/services/" in page.url
    assert page.locator("h1").inner_text() == name


@both_ways
def test_danger_puts_crisis_help_first(open_page, js):
    page = open_page("/find/?q=want+to+end+it", js=js, size=PHONE)
    main = page.locator("main").inner_text()
    count = re.search(r"\d+ services?\b", main)
    assert main.index("116 123") < count.start()
    assert page.locator("main a[href='tel:116123']").count() >= 1


@both_ways
def test_filters_narrow_and_say_how_many(open_page, js):
    page = open_page("/find/?q=mental+health&near=TS24+8AY", js=js)
    before = int(re.search(r"(\d+) services", page.locator("main").inner_text())[1])
    page.get_by_label(re.compile("No referral needed")).check()
    page.get_by_role("button", name="Show results").first.click()
    page.locator(".od-active").wait_for()
    page.wait_for_url("**no_referral**")
    after = int(re.search(r"(\d+) services", page.locator("main").inner_text())[1])
    assert 0 < after < before


@both_ways
def test_a_wrong_postcode_is_said_kindly_and_kept(open_page, js):
    page = open_page("/find/?q=debt&near=ZZ99+9ZZ", js=js)
    assert page.get_by_label(re.compile("Where")).input_value() == "ZZ99 9ZZ"
    assert re.search(r"could not find|not a postcode|no postcode", page.content(), re.IGNORECASE)


@both_ways
def test_an_ambiguous_place_offers_a_choice(open_page, js):
    page = open_page("/find/?q=debt&near=Whitchurch", js=js)
    choice = page.get_by_role("link", name=re.compile("Whitchurch, "))
    assert choice.count() >= 2
    follow(page, choice.first)
    assert "Whitchurch" in page.get_by_label(re.compile("Where")).input_value()


@both_ways
def test_nothing_found_is_no_dead_end(open_page, js):
    page = open_page("/find/?q=xylophone+quux&near=TS24+8AY", js=js)
    main = page.locator("main").inner_text()
    assert "hub" in main.lower()
    assert page.locator("main a[href^='/single-point-of-access/']").count() >= 1


@both_ways
def test_a_librarian_prints_five_results_in_three_clicks(open_page, js):
    page = open_page("/", js=js)
    page.get_by_label("What do you need?").fill("debt")
    follow(page, page.get_by_role("button", name="Find help"))
    follow(page, page.get_by_role("link", name=re.compile("Print")).first)
    sections = page.locator(".od-printed")
    assert sections.count() == 5
    assert (
        page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.od-printed p')).fontSize)"
        )
        >= 20
    )


def test_the_map_loads_only_when_asked_and_every_pin_is_a_row(open_page):
    page = open_page("/find/?q=mental+health&near=TS24+8AY")
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    assert not page.evaluate("[...document.scripts].some(s => /leaflet/i.test(s.src))")
    page.get_by_role("button", name=re.compile("map", re.IGNORECASE)).click()
    page.wait_for_selector(".leaflet-container")
    assert any("leaflet" in url or "map" in url for url in loaded)


def test_exit_this_page_leaves_at_once(open_page):
    page = open_page("/needs/")
    follow(page, page.get_by_role("link", name=re.compile("Abuse and safety")).first)
    leave = page.get_by_role("button", name=re.compile("Exit this page")).first
    assert not leave.get_attribute("href").startswith("/")
    assert "history" in page.content()


@both_ways
def test_somebody_walks_to_a_hub_and_knows_who_is_in(open_page, js):
    page = open_page("/hubs/?near=TS24+8AY", js=js, size=PHONE)
    follow(page, page.locator("main h2 a, main h3 a").first)
    words = page.locator("main").inner_text()
    for day in ("Monday", "Tuesday", "Friday"):
        assert day in words


def test_the_keyboard_alone_reaches_the_results(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert "Skip" in page.evaluate("document.activeElement.innerText")
    page.get_by_label("What do you need?").focus()
    page.keyboard.type("lonely")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("main h2 a, main h3 a").count() > 0
