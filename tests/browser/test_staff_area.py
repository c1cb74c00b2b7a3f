"""Staff at work in a real browser, under the policy that the staff area is served with."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, follow
from tests.browser.forms import look, look_at_errors

PASSWORD = "three quite random words"


@pytest.fixture
def enter(open_page, site):
    """A page in the staff area as one of the demonstration's people; broken policy fails the test."""
    broken = []

    def as_person(name="Moira Quill"):
        secret = (site.folder / "demonstration-secret").read_text().strip()
        page = open_page(f"/demonstration/enter/{secret}/")
        page.on(
            "console",
            lambda message: (
                broken.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        follow(page, page.get_by_role("button", name=f"Enter as {name}"))
        return page

    yield as_person
    assert broken == []


@pytest.fixture
def service(enter, site):
    """The form of some service of the demonstration."""
    page = enter()
    page.goto(f"{site.address}/staff/directory/services/?q=bowls")
    follow(page, page.locator("tbody a[href*='/edit/']").first)
    return page


def test_publishing_with_an_exclusion_alone_says_why_beside_the_field(service):
    service.get_by_role("tab", name="Who it is for").click()
    service.locator("#id_exclusions").fill("People under 18")
    service.locator("#id_alternative").fill("")
    service.locator("footer [aria-expanded]").first.click()
    follow(service, service.get_by_role("button", name="Publish"))
    service.get_by_role("tab", name="Who it is for").click()
    service.get_by_text("Say where they can go instead.").wait_for()
    assert service.locator("#id_exclusions").input_value() == "People under 18"


def test_rows_are_added_and_places_chosen(service):
    service.get_by_role("tab", name="Where and when").click()
    times = service.locator("[id^='inline_child_sessions-'][id$='-panel-section']").count()
    service.get_by_role("button", name="Add Time").click()
    row = service.locator(f"#inline_child_sessions-{times}")
    row.get_by_label("Wednesday").check()
    row.get_by_role("button", name="Choose place").click()
    service.locator(".modal input[name=q]").fill("library")
    service.locator(".modal tbody a").filter(has_text="Library").first.click()
    row.get_by_text(re.compile("Library")).first.wait_for()


def test_the_policy_lets_the_rich_text_editor_and_the_choosers_work(enter, site):
    page = enter()
    page.goto(f"{site.address}/staff/settings/pages/areasettings/")
    editor = page.locator(".public-DraftEditor-content").first
    editor.click()
    page.keyboard.type("Words of ours")
    expect(editor).to_contain_text("Words of ours")
    page.goto(f"{site.address}/staff/directory/closures/add/")
    page.locator("#id_first_day").click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.get_by_role("button", name="Choose place").click()
    expect(page.locator(".modal input[name=q]")).to_be_visible()


def test_a_long_list_of_ticks_narrows_as_one_types(service):
    service.get_by_role("tab", name="Who it is for").click()
    needs = service.locator("#id_needs")
    needs.get_by_role("searchbox").wait_for()
    before = needs.locator("[data-tick-list-option]:visible").count()
    needs.get_by_role("searchbox").fill("grief")
    expect(needs.locator("[data-tick-list-option]:visible")).not_to_have_count(before)
    assert 0 < needs.locator("[data-tick-list-option]:visible").count() < before


def test_the_point_is_set_by_a_click_on_the_map_and_published(enter, site):
    page = enter()
    page.goto(f"{site.address}/staff/directory/places/add/")
    page.locator("#id_name").fill("Hall of the browser test")
    page.locator("#id_postcode").fill("TS24 8AY")
    page.locator("[data-staff-map-svg]").click(position={"x": 200, "y": 150})
    expect(page.locator("#id_latitude")).to_have_value(re.compile(r"^54\."))
    page.locator("footer [aria-expanded]").first.click()
    follow(page, page.get_by_role("button", name="Publish"))
    page.goto(f"{site.address}/staff/directory/places/?q=browser+test")
    assert page.get_by_role("cell", name="Set by hand on the map").is_visible()


def test_the_preview_shows_the_public_page_with_what_is_typed(service):
    service.locator("#id_summary").fill("Words that are not public yet.")
    service.get_by_role("button", name="Toggle preview").click()
    frame = service.frame_locator("#w-preview-iframe, iframe").first
    frame.get_by_text("Words that are not public yet.").wait_for(timeout=20000)


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


#: All pages of one's own sign-in, for somebody who has a password and an app.
OWN_SIGN_IN = (
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "logout/",
)
#: Those of them that can go wrong, when nothing is typed.
ASKING_AGAIN = ("password/change/", "reauthenticate/", "2fa/reauthenticate/")


def go_on(page):
    follow(page, page.locator("main form button[type=submit]").first)


def sign_in(page):
    page.get_by_label("Your e-mail address").fill("first@example.org")
    page.get_by_label("Your password").fill(PASSWORD)
    go_on(page)


def test_a_new_colleague_sets_a_password_and_a_second_step_and_signs_in_again(open_page, site, axe):
    told = site.manage("make_staff", "first@example.org", "--name", "Fern Dale")
    page = open_page(re.search(r"https?://[^/]+(/\S+)", told)[1], size=PHONE)

    def wrong_then(go_right):
        """Looks at the form empty, sends it so, and then goes on."""
        look(page, axe)
        go_on(page)
        look_at_errors(page, axe)
        go_right()

    def set_password():
        for name in ("password1", "password2"):
            page.locator(f"input[name={name}]").fill(PASSWORD)
        go_on(page)

    wrong_then(set_password)
    follow(page, page.get_by_role("link", name="Sign in").last)
    wrong_then(lambda: sign_in(page))
    expect(page).to_have_url(re.compile("/account/second-step/$"))
    look(page, axe)
    follow(page, page.get_by_role("link", name="Use an app"))
    page.get_by_label("Code that the app shows").fill("000000")
    wrong_then(lambda: None)
    page.get_by_label("Code that the app shows").fill(
        code_of(page.locator("main strong").inner_text())
    )
    go_on(page)
    expect(page.locator("main code")).to_have_count(10)
    look(page, axe)
    follow(page, page.get_by_role("link", name="go to the staff area"))
    expect(page).to_have_url(re.compile("/staff/$"))
    for path in ASKING_AGAIN:
        page.goto(f"{site.address}/account/{path}")
        wrong_then(lambda: None)
    for path in OWN_SIGN_IN:
        page.goto(f"{site.address}/account/{path}")
        look(page, axe)
    go_on(page)
    page.goto(f"{site.address}/account/password/reset/")
    wrong_then(lambda: page.goto(f"{site.address}/account/login/"))
    sign_in(page)
    wrong_then(lambda: None)


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/demonstration/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_signing_in_are_accessible(open_page, axe, path, width):
    page = open_page(path, size={"width": width, "height": 800})
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_mail_of_the_demonstration_is_read_by_those_who_entered(enter, site):
    page = enter()
    page.goto(f"{site.address}/demonstration/mail/")
    assert page.get_by_role("heading", name="Mail of the demonstration").is_visible()
