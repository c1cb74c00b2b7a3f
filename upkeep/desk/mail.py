"""Mail that did not arrive, or that nobody knows about."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail.log_actions import log

from outbox.by_hand import ACTIONS, NotPossible
from outbox.models import Message
from outbox.staff_views import TROUBLE
from upkeep.desk.lost_mail import correct, end_calls, records_by_mail
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import Action, Done, Row, Section, is_uid, record_links

SETTLED = "settled"


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
        end_calls(row.thing, by=user, words=f"Mail: {self.label.lower()}.")
        undo = {"uid": row.key} if self.name == SETTLED else None
        return Done(self.by_hand.said, undo=undo)

    def undo(self, data, user):
        """Put a mail that counted as dealt with back on the list."""
        Message.objects.filter(uid=data["uid"], is_settled=True).update(is_settled=False)
        return "Taken back. The mail is on the list again."


class AddressForm(forms.Form):
    email = forms.CharField(
        label="The right e-mail address",
        max_length=254,
        strip=True,
        validators=[validate_email],
        widget=forms.EmailInput,
        error_messages={"required": "Enter the right address."},
    )

    def __init__(self, *args, old="", **kwargs):
        self.old = old
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = "Enter it like name@example.org."

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email.casefold() == self.old.casefold():
            raise ValidationError("This is the address that did not work.")
        return email


class CorrectAddress(Action):
    name = "correct"
    label = "Put the address right"
    form_class = AddressForm

    def fits(self, row):
        return bool(row.thing.to and row.thing.body)

    def options(self, row, user):
        return {"old": row.thing.to}

    def do(self, row, form, user):
        try:
            return correct(row.thing, form.cleaned_data["email"], by=user)
        except NotPossible as reason:
            raise ValidationError(str(reason)) from reason


class MailSection(Section):
    slug = "mail"
    title = "Mail that did not arrive"
    explains = "Ring them and put the address right, or try again."
    actions = (CorrectAddress(), *(ByHandAction(action) for action in ACTIONS.values()))
    is_personal = True

    def _open(self):
        found = Message.objects.filter(TROUBLE).order_by("created_at", "pk")
        return found.prefetch_related("reminders")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        return _rows(self._open()[start:stop])

    def find(self, key):
        message = self._open().filter(uid=key).first() if is_uid(key) else None
        return _rows([message])[0] if message else None


def _rows(messages):
    messages = list(messages)
    records = records_by_mail(messages)
    rows = [_row(message, next(iter(records[message.pk]), None)) for message in messages]
    add_contacts(rows)
    return rows


def _row(message, record):
    facts = [("To", message.to or "erased"), ("How it went", message.get_state_display())]
    if message.error:
        facts.append(("Fault", message.error))
    return Row(
        key=str(message.uid),
        title=message.subject or "A mail whose words are erased",
        kind="Mail",
        thing=message,
        record=record,
        since=message.created_at,
        facts=facts,
        links=record_links(record),
    )
