"""Somebody whose session ends while they write keeps their words, and sends them once more."""

import re
from html import unescape

import pytest
from django.test import Client

from tests import people
from tests.factories import ServiceFactory
from tests.upkeep.listings import at, filled, group_with_service, words
from upkeep import drafts
from upkeep.models import ProblemReport

pytestmark = pytest.mark.django_db
HOME = "http://testserver"


@pytest.fixture
def group():
    return group_with_service()[0]


@pytest.fixture
def ann(group):
    """An owner in a browser that checks tokens, as real ones do."""
    client = people.owner(group)
    client.handler.enforce_csrf_checks = True
    return client


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]


def hidden(page):
    """What "Send again" sends, read from the page."""
    form = page.text.partition('<form method="post" action="/')[2].partition("</form>")[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs}


def written(client, group, summary):
    """The page about a group as `client` sends it after writing."""
    page = client.get(at(group, "about", "name"))
    return {**filled(page), "csrfmiddlewaretoken": token(page), "summary": summary}


def send(client, group, data, **headers):
    headers = headers or {"origin": HOME}
    return client.post(at(group, "about", "name"), data, headers=headers)


def test_signed_out_while_writing_then_in_again_and_all_is_there(group, ann):
    data = written(ann, group, "We knit & “natter” <b>now</b>.")
    ann.session.flush()
    page = send(ann, group, data)
    assert page.status_code == 403 and "We knit & “natter”" in unescape(words(page))
    assert 'target="_blank"' in page.text and "/join/?next=/listings/" in page.text
    back = people.came_by_code(ann.user)  # in another tab: a new session and a new token
    back.handler.enforce_csrf_checks = True
    once_more = send(back, group, {**hidden(page), "csrfmiddlewaretoken": token(page)})
    assert once_more.status_code == 403 and "Please send it once more" in once_more.text
    last = {**hidden(once_more), "csrfmiddlewaretoken": token(once_more)}
    assert send(back, group, last).status_code == 302
    group.refresh_from_db()
    assert drafts.newest(group).summary == "We knit & “natter” <b>now</b>."


def test_no_copy_of_the_words_stays_and_nothing_of_the_record_is_shown(group, ann):
    group.save_revision()
    data = written(ann, group, "Mine alone")
    ann.session.flush()
    page = send(ann, group, {**data, "name": "Typed name"})
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex" and str(group) not in words(page)


def test_whoever_is_signed_out_gets_the_same_for_what_is_not_there(group):
    sent = {"name": "Probe"}
    there = Client().post(at(group, "about", "name"), sent)
    elsewhere = at(group).replace(str(group.uid), "00000000-0000-4000-8000-000000000000")
    nowhere = Client().post(f"{elsewhere}about/name/", sent)
    assert there.status_code == nowhere.status_code == 403
    assert words(there) == words(nowhere)


def test_another_person_who_signs_in_meanwhile_saves_nothing_of_it(group, ann):
    data = written(ann, group, "Not yours")
    ann.session.flush()
    page = send(ann, group, data)
    stranger = people.ordinary_user()
    answer = send(stranger, group, hidden(page))
    assert answer.status_code == 404
    group.refresh_from_db()
    assert not group.has_unpublished_changes


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_words_of_another_site_are_not_offered_under_our_name(group, ann, headers):
    page = send(ann, group, {"name": "Bad words"}, **headers)
    assert page.status_code == 403
    assert "Bad words" not in page.text and "Send again" not in page.text


def test_a_report_with_an_old_token_is_sent_once_more(db):
    path = f"/report/service/{ServiceFactory().uid}/"
    client = Client(enforce_csrf_checks=True)
    client.get(path)
    data = {"what": "times", "detail": "It is at ten.", "csrfmiddlewaretoken": "x" * 64}
    page = client.post(path, data, headers={"origin": HOME})
    again = {**hidden(page), "csrfmiddlewaretoken": token(page)}
    assert client.post(path, again, headers={"origin": HOME}).status_code == 302
    assert ProblemReport.objects.get().detail == "It is at ten."


def test_a_password_is_never_shown_again(db):
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "a@example.org", "password": "three random words"}
    page = client.post("/account/login/", sent, headers={"origin": HOME})
    assert page.status_code == 403 and "three random words" not in page.text
