"""Reading mail that came back: a delivery status notification (RFC 3464), as a mail server sends it."""

import email
import email.policy
import logging
import re
from dataclasses import dataclass
from uuid import UUID

from outbox.models import Message

logger = logging.getLogger(__name__)

#: More than this of a bounce is not read, in bytes: what is said stands at its beginning.
MOST_READ = 1_000_000
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)
HARD = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")
State = Message.State


@dataclass(frozen=True)
class Notice:
    """What a notification says: which of our mails, whether for good, and why in a few words."""

    message_uid: UUID
    is_hard: bool
    reason: str


def read_notice(raw):
    """The Notice in the bytes of a mail; None if it is no notification about a mail of ours."""
    try:
        return _read(email.message_from_bytes(raw[:MOST_READ], policy=email.policy.compat32))
    except Exception:  # anything may come by mail; the parser itself fails on some of it
        logger.warning("A mail that came in could not be read as a bounce.")
        return None


def _read(mail):
    blocks = [block for part in mail.walk() for block in _recipients(part)]
    uid = next((found for part in mail.walk() if (found := _our_uid(part, mail))), None)
    if uid is None or not blocks:
        return None
    failed = [block for block in blocks if _is_hard(block)]
    told = (failed or blocks)[0]
    words = told.get("Diagnostic-Code") or told.get("Status") or ""
    return Notice(uid, bool(failed), " ".join(str(words).split())[:300])


def _recipients(part):
    """The blocks of a delivery-status part that are about recipients."""
    if part.get_content_type() != "message/delivery-status":
        return []
    blocks = part.get_payload()
    return [b for b in blocks if b.get("Action")] if isinstance(blocks, list) else []


def _is_hard(block):
    """Whether the mail server has given up for good: failed, and not with a passing fault (4.x.x)."""
    failed = str(block.get("Action")).strip().lower() == "failed"
    return failed and bool(HARD.match(str(block.get("Status", ""))))


def _our_uid(part, whole):
    """Our mail's uid in the headers that came back: as a part of their own, as text, or as answer.

    The notification's own Message-ID is not ours, however much it looks like it.
    """
    if part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True) or b""
        headers = email.message_from_bytes(text).get_all("Message-ID", [])
    else:
        own = () if part is whole else ("Message-ID",)
        names = (*own, "Original-Message-ID", "In-Reply-To", "References")
        headers = [value for name in names for value in part.get_all(name, [])]
    found = OUR_ID.search(" ".join(map(str, headers)))
    return UUID(found[1]) if found else None


def take_back(notice):
    """Mark the mail of a hard Notice as come back; returns the Message, or None if nothing changed."""
    if notice is None or not notice.is_hard:
        return None
    ours = Message.objects.filter(
        uid=notice.message_uid, state__in=[State.SENT, State.SENDING, State.UNSURE]
    )
    if not ours.update(state=State.BOUNCED, error=notice.reason, is_settled=False):
        return None
    return Message.objects.get(uid=notice.message_uid)
