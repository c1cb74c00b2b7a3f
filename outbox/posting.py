"""Writing a mail to be sent. Every mail of this site but codes, and a colleague's first, goes here."""

import uuid

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction

from outbox.models import Message


def post(*, key, kind, to, subject, body, about=None, uid=None):
    """Write a mail once and send it when the transaction commits; returns the Message.

    `key` names what it is about and to whom (at most 200 characters): a second call with the same
    key writes nothing and returns the first row. `about` is the uid of the record it tells of; `uid` its own,
    where the body must name it.
    Raises ValidationError when `to` is not one whole e-mail address.
    """
    validate_email(to)
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "subject": one_line(subject)[:200],
            "body": body,
            "about": about,
            "uid": uid or uuid.uuid4(),
        },
    )
    if is_new and settings.OUTBOX_SEND_AT_ONCE:
        transaction.on_commit(lambda: _deliver(message.pk), robust=True)
    return message


def one_line(text):
    """Text that may stand in a header: line breaks and control characters become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _deliver(pk):
    from outbox.sending import deliver

    deliver(pk)
