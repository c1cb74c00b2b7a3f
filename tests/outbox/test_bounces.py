"""Mail that comes back: read from what the mail server sends, whatever it may be."""

from datetime import timedelta
from io import BytesIO, TextIOWrapper

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outbox.bounces import read_notice
from outbox.models import Message
from outbox.posting import post
from outbox.sending import message_id, send_due
from records.models import confirm
from tests.factories import OrganisationFactory, ServiceFactory
from upkeep.bounced import record_bounce
from upkeep.models import CallTask
from upkeep.reminders import remind

NOTICE = """\
From: MAILER-DAEMON@mail.example.net
To: site@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <11111111-2222-3333-4444-555555555555@mail.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; group@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <group@example.org>: no such
    user here

--b
Content-Type: {returned}

{headers}
Subject: Hello

--b--
"""


def notice(message, *, action="failed", status="5.1.1", returned="text/rfc822-headers"):
    headers = f"Message-ID: {message_id(message)}"
    return NOTICE.format(action=action, status=status, returned=returned, headers=headers).encode()


@pytest.fixture
def message(db):
    post(key="k", kind="test", to="group@example.org", subject="Hello", body="Words")
    send_due()
    return Message.objects.get()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_what_failed_for_good_is_marked(message, returned):
    assert record_bounce(notice(message, returned=returned)) == message
    message.refresh_from_db()
    assert message.state == "bounced"
    assert message.error == "smtp; 550 5.1.1 <group@example.org>: no such user here"


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")]
)
def test_what_may_still_arrive_is_left_alone(message, action, status):
    assert record_bounce(notice(message, action=action, status=status)) is None
    message.refresh_from_db()
    assert message.state == "sent"


def test_the_same_bounce_twice_is_one(message):
    assert record_bounce(notice(message)) and record_bounce(notice(message)) is None


def test_mail_that_is_not_ours_changes_nothing(message):
    Message.objects.all().delete()
    assert record_bounce(notice(message)) is None


def test_an_ordinary_answer_is_no_bounce(message):
    answer = f"From: a@example.org\nIn-Reply-To: {message_id(message)}\n\nThank you!"
    assert record_bounce(answer.encode()) is None


def test_a_reminder_that_comes_back_makes_a_call_for_each_record(db):
    organisation = OrganisationFactory(email="group@example.org")
    for name in ("One", "Two"):
        service = ServiceFactory(organisation=organisation, name=name)
        confirm(service, role="x", at=timezone.now() - timedelta(days=200))
    remind()
    send_due()
    record_bounce(notice(Message.objects.get()))
    assert [task.why for task in CallTask.objects.all()] == ["bounced", "bounced"]


def test_mail_to_somebody_else_about_a_record_makes_no_call(db):
    service = ServiceFactory(organisation=OrganisationFactory(email="group@example.org"))
    post(key="k", kind="t", to="boss@example.org", subject="S", body="B", about=service.uid)
    send_due()
    assert record_bounce(notice(Message.objects.get()))
    assert not CallTask.objects.exists()


@given(st.binary(max_size=300))
def test_garbage_is_no_notice(raw):
    assert read_notice(raw) is None


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=8))
def test_a_damaged_notice_is_read_or_left_but_never_a_fault(place, junk):
    raw = NOTICE.format(action="failed", status="5.0.0", returned="text/rfc822-headers", headers="")
    at = place % len(raw)
    read_notice(raw[:at].encode() + junk + raw[at:].encode())


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\n--"])
def test_the_command_takes_anything_from_its_input(monkeypatch, capsys, db, raw):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    call_command("record_bounce")
    assert "Nothing changed" in capsys.readouterr().out


def test_the_command_marks_what_it_is_given(monkeypatch, capsys, message):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(notice(message))))
    call_command("record_bounce")
    assert "Marked as come back" in capsys.readouterr().out
