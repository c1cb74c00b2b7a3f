"""Mail that did not arrive, or that nobody knows about."""

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from outbox.by_hand import ACTIONS, NotPossible
from outbox.models import Message
from outbox.staff_views import TROUBLE
from upkeep.desk.section import Action, Row, Section, is_uid


class ByHandAction(Action):
    """One of the outbox's own actions, on the desk."""

    def __init__(self, action):
        self.by_hand, self.name, self.label = action, action.name, action.label

    def fits(self, row):
        return self.by_hand.fits(row.thing)

    def do(self, row, form, user):
        try:
            self.by_hand.do(row.thing)
        except NotPossible as reason:
            raise ValidationError(str(reason)) from reason
        log(instance=row.thing, action=self.by_hand.log_action, user=user)
        return self.by_hand.said


class MailSection(Section):
    slug = "mail"
    title = "Mail that did not arrive"
    explains = "Try it again, or ring up instead."
    actions = tuple(ByHandAction(action) for action in ACTIONS.values())
    is_personal = True

    def _open(self):
        return Message.objects.filter(TROUBLE).order_by("created_at", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        return [_row(message) for message in self._open()[start:stop]]

    def find(self, key):
        message = self._open().filter(uid=key).first() if is_uid(key) else None
        return _row(message) if message else None


def _row(message):
    facts = [("To", message.to or "erased"), ("How it went", message.get_state_display())]
    if message.error:
        facts.append(("Fault", message.error))
    return Row(
        key=str(message.uid),
        title=message.subject or "A mail whose words are erased",
        kind="Mail",
        thing=message,
        since=message.created_at,
        facts=facts,
    )
