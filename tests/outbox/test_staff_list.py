"""The website manager sees how mail went and deals with what did not go."""

import re

import pytest
from django.core import mail

from outbox.models import Message
from outbox.posting import post
from tests import people

pytestmark = pytest.mark.django_db

STATES = Message.State.values


def letters():
    for state in STATES:
        post(key=state, kind="test", to=f"{state}@example.org", subject=f"S {state}", body="B")
        Message.objects.filter(key=state).update(state=state)
    return {message.state: message for message in Message.objects.all()}


def act(client, message, name):
    return client.post(f"/staff/mail/{message.uid}/{name}/", follow=True)


def test_it_lists_all_and_what_wants_looking_at(manager):
    letters()
    page = manager.get("/staff/mail/").content.decode()
    assert all(f"{state}@example.org" in page for state in STATES)
    page = manager.get("/staff/mail/?trouble=yes").content.decode()
    shown = {state for state in STATES if f"{state}@example.org" in page}
    assert shown == {"failed", "unsure", "bounced"}
    page = manager.get("/staff/mail/?state=waiting").content.decode()
    assert {state for state in STATES if f"{state}@example.org" in page} == {"waiting"}


@pytest.mark.parametrize("state", ["failed", "unsure", "bounced"])
def test_send_again_sends_it_once(manager, state, django_capture_on_commit_callbacks):
    message = letters()[state]
    with django_capture_on_commit_callbacks(execute=True):
        act(manager, message, "again")
    act(manager, message, "again")
    message.refresh_from_db()
    assert message.state == "sent" and [sent.to for sent in mail.outbox] == [[message.to]]


@pytest.mark.parametrize("state", ["waiting", "sending", "sent"])
def test_what_goes_or_has_gone_is_not_sent_again(manager, state):
    message = letters()[state]
    assert "Nothing was done" in act(manager, message, "again").content.decode()
    message.refresh_from_db()
    assert message.state == state and mail.outbox == []


def test_the_buttons_pass_the_check_against_forged_forms(manager):
    message = letters()["unsure"]
    manager.handler.enforce_csrf_checks = True
    assert act(manager, message, "sent").status_code == 403
    page = manager.get("/staff/mail/?state=unsure").content.decode()
    form = page.split(f'action="/staff/mail/{message.uid}/sent/"')[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    data = {"csrfmiddlewaretoken": token, "back": "state=unsure"}
    response = manager.post(f"/staff/mail/{message.uid}/sent/", data)
    assert response.status_code == 302 and response.url.endswith("?state=unsure")


def test_it_was_sent(manager):
    message = letters()["unsure"]
    act(manager, message, "sent")
    message.refresh_from_db()
    assert message.state == "sent" and message.sent_at and mail.outbox == []


def test_dealt_with_is_off_the_list(manager):
    message = letters()["bounced"]
    act(manager, message, "settled")
    assert "bounced@example.org" not in manager.get("/staff/mail/?trouble=yes").content.decode()


def test_erased_mail_cannot_be_sent_again(manager):
    message = letters()["failed"]
    Message.objects.update(to="", body="", subject="")
    assert "Nothing was done" in act(manager, message, "again").content.decode()


def test_a_look_changes_nothing_and_unknown_acts_are_not_there(manager):
    message = letters()["failed"]
    assert manager.get(f"/staff/mail/{message.uid}/again/").status_code == 405
    assert act(manager, message, "delete").status_code == 404


@pytest.mark.parametrize("who", [people.editor, people.ordinary_user, people.visitor])
def test_others_neither_see_nor_do(who):
    message, client = letters()["failed"], who()
    assert "failed@example.org" not in client.get("/staff/mail/", follow=True).content.decode()
    act(client, message, "again")
    message.refresh_from_db()
    assert message.state == "failed"
