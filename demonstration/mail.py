"""The mail that the demonstration would have sent, read from the files it is written to."""

from dataclasses import dataclass
from email import message_from_string, policy
from pathlib import Path

from django.conf import settings

_BETWEEN = "-" * 79


@dataclass(frozen=True)
class Letter:
    """One mail: to whom, about what, when, and its text."""

    to: str
    subject: str
    date: str
    text: str


def letters(most=100):
    """The newest mails first. Each file holds what one process sent over one connection."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = []
    for path in files[:most]:
        parts = path.read_text(encoding="utf-8", errors="replace").split(_BETWEEN)
        found.extend(_letter(part.strip()) for part in reversed(parts) if part.strip())
    return found[:most]


def _letter(text):
    message = message_from_string(text, policy=policy.default)
    body = message.get_body(("plain", "html"))
    return Letter(
        to=message["to"] or "",
        subject=message["subject"] or "",
        date=message["date"] or "",
        text=body.get_content() if body else "",
    )
