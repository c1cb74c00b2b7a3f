"""Every mail is a row first, and goes once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from outbox.models import Message
from outbox.posting import post
from outbox.sending import LOST_AFTER, WAITS, deliver, message_id, send_due

pytestmark = pytest.mark.django_db


class Broken(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no")


def letter(**changed):
    return post(
        **{
            "key": "test:1",
            "kind": "test",
            "to": "ann@example.org",
            "subject": "Hello",
            "body": "Words",
            **changed,
        }
    )


def test_a_mail_goes_when_the_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = letter()
        assert mail.outbox == []
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id(message)


def test_one_key_is_one_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert letter().pk == letter(subject="Again").pk
    send_due()
    assert [sent.subject for sent in mail.outbox] == ["Hello"]


def test_a_mail_that_another_process_has_taken_is_left_to_it():
    message = letter()
    Message.objects.update(state=Message.State.SENDING, claimed_at=timezone.now())
    assert not deliver(message.pk) and send_due() == 0 and mail.outbox == []


def test_what_a_dead_process_had_taken_is_not_sent_again_by_itself():
    message = letter()
    Message.objects.update(state=Message.State.SENDING, claimed_at=timezone.now())
    send_due(timezone.now() + LOST_AFTER + timedelta(minutes=1))
    message.refresh_from_db()
    assert message.state == Message.State.UNSURE and mail.outbox == []


def test_a_refused_mail_is_tried_later_and_in_the_end_has_failed(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    message, now = letter(), timezone.now()
    for wait in WAITS:
        assert send_due(now) == 0
        assert send_due(now + wait / 2) == 0
        now += wait + timedelta(seconds=1)
    message.refresh_from_db()
    assert message.state == Message.State.WAITING and message.tries == len(WAITS)
    send_due(now)
    message.refresh_from_db()
    assert message.state == Message.State.FAILED and "refused" in message.error.lower()


@pytest.mark.parametrize(
    "to", ["", "ann", "ann@example.org\nBcc: all@example.org", "a@example.org, b@example.org"]
)
def test_only_one_whole_address_is_written_to(to):
    with pytest.raises(ValidationError):
        letter(to=to)


def test_nothing_typed_reaches_a_header():
    assert letter(subject="Hi\r\nBcc: all@example.org").subject == "Hi Bcc: all@example.org"
