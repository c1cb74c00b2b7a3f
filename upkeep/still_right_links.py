"""The links in reminders: signed, for one address, for what that mail named, for 45 days."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from outbox.models import Message
from upkeep.models import Reminder
from upkeep.owners import addresses

SALT = "upkeep.still-right"
GOOD_FOR = timedelta(days=45)


class NoLongerGood(Exception):
    """The link was made by us, but its time is over."""


@dataclass(frozen=True)
class Asked:
    """What a link opens: the mail it was in, whom that was for, the reminders it may answer."""

    message: Message
    digest: str
    reminders: tuple
    record_uid: UUID | None


def digest(address):
    """An address as it stands in a link and a key: told apart from others, not to be read."""
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()[:32]


def link(message_uid, address, record_uid=None):
    """The whole address of the page that asks about one record, or about all of a mail."""
    parts = [message_uid.hex, digest(address), record_uid.hex if record_uid else ""]
    path = reverse("upkeep:still-right", args=[signing.dumps(parts, salt=SALT)])
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def asked_by(signed):
    """What the link `signed` asks about; raises signing.BadSignature or NoLongerGood.

    `reminders` has the newest one for each record that is still public (or hidden by a timer) and
    still looked after by whoever has the address. It may be empty.
    """
    try:
        parts = signing.loads(signed, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise NoLongerGood from None
    return _asked(*parts)


def asked_by_late(signed):
    """As `asked_by`, for a link whose time is over: only to send a new one to the same address."""
    return _asked(*signing.loads(signed, salt=SALT))


def _asked(message_hex, address_digest, record_hex):
    message = Message.objects.filter(uid=UUID(message_hex)).first()
    record_uid = UUID(record_hex) if record_hex else None
    if message is None:
        raise signing.BadSignature("The mail is not known.")
    named = Reminder.objects.filter(messages=message).order_by("due_at", "number")
    if record_uid:
        named = named.filter(record_uid=record_uid)
    newest = {reminder.record_uid: reminder for reminder in named}
    good = tuple(r for r in newest.values() if address_of(r.record, address_digest))
    return Asked(message, address_digest, good, record_uid)


def address_of(record, address_digest):
    """The address with this digest, if it belongs to somebody who looks after a live record."""
    if record is None or not record.live:
        return ""
    return next((a for a in addresses(record) if digest(a) == address_digest), "")
