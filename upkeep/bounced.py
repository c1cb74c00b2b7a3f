"""When mail to the people of a record comes back, somebody rings them up."""

from django.db import transaction
from django.utils import timezone

from outbox.bounces import read_notice, take_back
from upkeep.call_tasks import ask_staff
from upkeep.kinds import KINDS
from upkeep.models import CallTask
from upkeep.owners import addresses


@transaction.atomic
def record_bounce(raw, now=None):
    """Take in the bytes of a mail that came back; returns the Message it marked, or None.

    A call is put on the list for each record that the mail was about, if the address is that of
    somebody who looks after it.
    """
    message = take_back(read_notice(raw))
    if message is None:
        return None
    for record in _about(message):
        if message.to.lower() in {address.lower() for address in addresses(record)}:
            ask_staff(record, CallTask.Why.BOUNCED, now=now or timezone.now())
    return message


def _about(message):
    """The live records that a mail named."""
    named = [reminder.record for reminder in message.reminders.all()]
    if not named and message.about:
        named = [kind.objects.filter(uid=message.about).first() for kind in KINDS.values()]
    return [record for record in named if record is not None and record.live]
