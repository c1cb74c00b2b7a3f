"""Error pages help people on, show the crisis numbers, and need no database."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from hubs.starter import crisis_line_table, load_crisis_lines
from pages.site_facts import facts_path, refresh
from tests.factories import CrisisLineFactory


@pytest.fixture
def forgiving():
    return Client(raise_request_exception=False)


def no_database(*args):
    raise OperationalError("the database does not answer")


def test_missing_page_says_so_with_a_search_and_the_numbers(client, site):
    load_crisis_lines(as_drafts=False)
    refresh()
    response = client.get("/no-such-page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "We cannot find that page" in html and 'name="q"' in html and "116 123" in html


def test_without_a_database_there_is_a_plain_503_with_our_own_numbers(forgiving, site):
    CrisisLineFactory(name="Night line", number="01632 960 999")
    refresh()
    with connection.execute_wrapper(no_database):
        response = forgiving.get("/hubs/")
    html = response.content.decode()
    assert response.status_code == 503 and response.headers["Retry-After"]
    assert "Help in Hartlepool" in html
    assert 'href="tel:01632960999">01632 960 999<' in html


def test_without_database_or_file_the_shipped_numbers_are_shown(forgiving, site):
    facts_path().unlink(missing_ok=True)
    with connection.execute_wrapper(no_database):
        html = forgiving.get("/hubs/").content.decode()
    assert "116 123" in html and "999" in html


def test_a_damaged_file_does_not_stop_the_page(forgiving, site):
    facts_path().write_text('{"name": 3, "lin')
    with connection.execute_wrapper(no_database):
        assert "116 123" in forgiving.get("/hubs/").content.decode()


def test_a_fault_of_ours_is_a_500_that_says_so(forgiving, site):
    def fault(*args):
        raise RuntimeError("a fault")

    with connection.execute_wrapper(fault):
        response = forgiving.get("/hubs/")
    assert response.status_code == 500
    assert "on our side" in response.content.decode() and "a fault" not in response.content.decode()


def test_a_form_without_its_token_is_refused_in_plain_words(site):
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


def test_a_page_that_is_only_read_says_which_methods_it_takes(site):
    strict = Client(enforce_csrf_checks=True)
    for path in ("/", "/find/", "/api/find", "/hubs/", "/today/", "/crisis/", "/needs/"):
        for send in (strict.post, strict.put, strict.delete):
            response = send(path)
            assert response.status_code == 405, path
            assert response.headers["Allow"].startswith("GET, HEAD")
            assert "only for reading" in response.content.decode()


def test_an_unreadable_request_gets_the_page_for_it(client, site, settings):
    settings.ALLOWED_HOSTS = ["help.example.org"]
    response = client.get("/about/", headers={"host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()


def test_every_number_on_an_error_page_is_one_of_the_table_and_dials_itself(client, site):
    load_crisis_lines(as_drafts=False)
    refresh()
    html = client.get("/no-such-page/").content.decode()
    shown = re.findall(r'href="(tel|sms):(\d+)">([\d ]+)</a>', html)
    known = {row.get("number") for row in crisis_line_table()}
    known |= {row.get("text_number") for row in crisis_line_table()}
    assert len(shown) >= 5
    for _, dialled, written in shown:
        assert written in known
        assert dialled == written.replace(" ", "")


def test_red_is_for_999_only(client, site):
    load_crisis_lines(as_drafts=False)
    refresh()
    html = client.get("/no-such-page/").content.decode()
    red = re.findall(r"od-emergency.*?</li>", html, re.DOTALL)
    assert len(red) == 1 and "tel:999" in red[0]
