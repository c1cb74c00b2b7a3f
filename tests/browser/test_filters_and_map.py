"""What scripts add to the results page, and that they leave nothing behind."""

from playwright.sync_api import expect

SEARCH = "/find/?q=mental+health&near=TS24+8AY"
STORED = "[localStorage.length, sessionStorage.length, document.cookie.length]"


def listen(page):
    """Errors of the console from now on: a breach of the content security policy is one."""
    errors = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    return errors


def choose_free(page):
    """Choose a filter and send it, once the script that saves a reload is there. Before that, a click
    sends the ordinary form: as good for people, but another thing to test."""
    page.locator("#f-cost-free").check()
    page.locator("#finder[data-filters=ready]").wait_for()
    page.locator(".od-filters__button").click()


def test_filters_work_without_a_reload_and_store_nothing(open_page):
    page = open_page(SEARCH)
    errors = listen(page)
    page.evaluate("window.notReloaded = true")
    choose_free(page)
    page.wait_for_url("**cost=free")
    page.locator(".od-active").wait_for()
    assert page.evaluate("window.notReloaded")
    expect(page.locator("#results-title")).to_be_focused()
    assert page.evaluate(STORED) == [0, 0, 0]
    assert errors == []


def test_a_click_before_the_script_is_there_sends_the_ordinary_form(open_page):
    page = open_page(SEARCH)
    page.route("**/filters.js", lambda route: None)
    page.locator("#f-cost-free").check()
    page.locator(".od-filters__button").click()
    page.wait_for_url("**cost=free")
    page.locator(".od-active").wait_for()


def test_back_brings_the_list_before_the_filter(open_page):
    page = open_page(SEARCH)
    choose_free(page)
    page.locator(".od-active").wait_for()
    page.go_back()
    page.locator(".od-active").wait_for(state="detached")
    expect(page.locator("#f-cost-free")).not_to_be_checked()


def test_the_map_comes_on_a_click_and_each_pin_leads_to_its_row(open_page):
    asked = []
    page = open_page(SEARCH)
    errors = listen(page)
    page.on("request", lambda request: asked.append(request.url))
    rows = page.locator("[data-point]").count()
    page.get_by_role("button", name="Show these on a map").click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    assert any("map.js" in url for url in asked)
    assert 0 < page.locator(".leaflet-marker-icon").count() <= rows
    page.locator(".leaflet-marker-icon").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('[data-point]') !== null")
    assert errors == []
