"""Sending what waits in the outbox: each mail once, again after a fault, never doubled."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from outbox.models import Message

#: After which time a mail is tried again, by how often it was tried. Then it has failed.
WAITS = [
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
]
#: A process that took a mail and said nothing for so long has died: nobody knows whether it went.
LOST_AFTER = timedelta(minutes=15)


def deliver(pk, now=None):
    """Send one waiting mail, unless another process has it; returns whether it was sent.

    The row is taken before the mail goes. A process that dies in between leaves it taken, and
    `mark_lost` shows it to staff: sending it again by itself might double it.
    """
    now = now or timezone.now()
    mine = Message.objects.filter(pk=pk, state=Message.State.WAITING, next_try_at__lte=now).update(
        state=Message.State.SENDING, claimed_at=now, tries=F("tries") + 1
    )
    if not mine:
        return False
    message = Message.objects.get(pk=pk)
    try:
        _send(message)
    except Exception as error:  # any fault of a mail server is a reason to try later
        _put_back(message, error, now)
        return False
    message.state, message.sent_at, message.error = Message.State.SENT, now, ""
    message.save(update_fields=["state", "sent_at", "error"])
    return True


def _send(message):
    EmailMessage(
        message.subject,
        message.body,
        # The envelope's address, to which it comes back; the header says whom it is from.
        from_email=settings.BOUNCE_ADDRESS or None,
        to=[message.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def message_id(message):
    """The Message-ID of a mail: the same however often it is tried, so that a bounce names it."""
    host = settings.WAGTAILADMIN_BASE_URL.split("//")[-1].split("/")[0].split(":")[0]
    return f"<{message.uid}@{host}>"


def _put_back(message, error, now):
    message.error = f"{type(error).__name__}: {error}"[:300]
    if message.tries > len(WAITS):
        message.state = Message.State.FAILED
    else:
        message.state = Message.State.WAITING
        message.next_try_at = now + WAITS[message.tries - 1]
    message.save(update_fields=["state", "error", "next_try_at"])


def send_due(now=None):
    """Send all that is due; returns how many were sent."""
    now = now or timezone.now()
    mark_lost(now)
    due = Message.objects.filter(state=Message.State.WAITING, next_try_at__lte=now)
    return sum(deliver(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def mark_lost(now):
    """Mails whose sender died are shown to staff, who decide; returns how many."""
    lost = Message.objects.filter(state=Message.State.SENDING, claimed_at__lt=now - LOST_AFTER)
    return lost.update(state=Message.State.UNSURE)
