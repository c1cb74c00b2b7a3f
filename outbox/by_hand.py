"""What a person may do about a mail that did not go as it should."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from outbox.models import Message
from outbox.sending import deliver

State = Message.State
ERASED = "erased"


class NotPossible(Exception):
    """The mail is in another state by now; the words say so."""


@dataclass(frozen=True)
class ByHand:
    """Takes mail in one of `states` (the others were overtaken) and `changes()` it."""

    name: str
    label: str
    said: str
    states: tuple
    changes: Callable

    @property
    def log_action(self):
        return f"outbox.{self.name}"

    def fits(self, message):
        is_open = message.state in self.states and not message.is_settled
        return is_open and (self.name != "again" or bool(message.to and message.body))

    def do(self, message):
        """Change `message`, unless it has been changed meanwhile; raises NotPossible then."""
        if not self.fits(message):
            raise NotPossible("Nothing was done: this mail is already dealt with, or erased.")
        same = Message.objects.filter(pk=message.pk, state=message.state, is_settled=False)
        if not same.update(**self.changes(message)):
            raise NotPossible("Nothing was done: somebody else has just dealt with this mail.")
        if self.name == "again":
            transaction.on_commit(lambda: deliver(message.pk), robust=True)


def _again(message):
    return {"state": State.WAITING, "tries": 0, "next_try_at": timezone.now(), "claimed_at": None}


def _sent(message):
    return {"state": State.SENT, "sent_at": message.claimed_at or timezone.now(), "error": ""}


def _settled(message):
    return {"is_settled": True}


ACTIONS = {
    action.name: action
    for action in (
        ByHand(
            "again",
            "Send again",
            "It is sent again. Look here in a minute to see how it went.",
            (State.FAILED, State.UNSURE, State.BOUNCED),
            _again,
        ),
        ByHand("sent", "It was sent", "It counts as sent.", (State.UNSURE,), _sent),
        ByHand(
            "settled",
            "Dealt with",
            "It is off the list of what wants looking at.",
            (State.FAILED, State.UNSURE, State.BOUNCED),
            _settled,
        ),
    )
}
