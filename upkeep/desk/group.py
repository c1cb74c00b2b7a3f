"""A group as the website manager sees it: who looks after it, whom to ask, whether it is trusted."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from organisations import invitations, people
from organisations.membership import OrganisationAccount, Role
from records.contacts import validate_dialable
from upkeep.desk import whose

TRUSTED, NOT_TRUSTED = "upkeep.trusted", "upkeep.not_trusted"
CONTACT_CHANGED = "upkeep.private_contact"


class AccountForm(forms.ModelForm):
    """Whom we may ask, and trust. Only what is changed on the screen is written."""

    class Meta:
        model = OrganisationAccount
        fields = ["contact_name", "contact_email", "contact_phone", "is_trusted"]
        labels = {
            "contact_name": "A person to ask",
            "contact_email": "Their e-mail",
            "contact_phone": "Their phone",
            "is_trusted": "We trust this group: its changes are public at once",
        }
        help_texts = {
            "is_trusted": "What always needs review is under Settings. You see on the desk what "
            "they published.",
        }
        error_messages = {
            "contact_email": {"invalid": "Enter an e-mail address, like name@example.org."}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].validators.append(validate_dialable)

    @property
    def shown(self):
        """[(name of a hidden box, what stood in the box beside it when the page was opened)]."""
        first = self.data if self.is_bound else {f"shown-{n}": v for n, v in self.initial.items()}
        return [(box, _typed(first.get(box))) for box in (f"shown-{name}" for name in self.fields)]

    def _changed(self):
        given = self.cleaned_data
        return {
            name: given[name]
            for name, (_, words) in zip(self.fields, self.shown, strict=True)
            if _typed(given[name]) != words
        }

    def keep(self, organisation, *, by):
        """Write what was changed, and in the history that it was."""
        with transaction.atomic():
            people.lock(organisation)
            account, _ = OrganisationAccount.objects.get_or_create(organisation=organisation)
            sent = self._changed()
            changed = {name for name, value in sent.items() if getattr(account, name) != value}
            if not changed:
                return "Nothing was changed."
            OrganisationAccount.objects.filter(pk=account.pk).update(**sent)
            if "is_trusted" in changed:
                action = TRUSTED if sent["is_trusted"] else NOT_TRUSTED
                log(instance=organisation, action=action, user=by)
            if changed - {"is_trusted"}:
                log(instance=organisation, action=CONTACT_CHANGED, user=by)
        return "Saved."


def _typed(value):
    """A value as a browser sends it."""
    return "on" if value is True else str(value or "")


class InviteForm(whose.InviteForm):
    """Somebody more to look after it."""

    role = forms.ChoiceField(
        label="As what?",
        choices=Role.choices,
        initial=Role.OWNER,
        help_text="Both change the listings. Owners also look after people.",
    )

    def keep(self, organisation, *, by):
        email = self.cleaned_data["email"]
        invitations.invite(organisation, email=email, role=self.cleaned_data["role"], by=by)
        return f"We wrote to {email}."


FORMS = {"account": AccountForm, "invite": InviteForm}


def press(organisation, action, uid, *, by):
    """Do what a button beside a person or an invitation says; returns words to say.

    Pressed twice it is done once. ValidationError where there is no such button.
    """
    rows = organisation.invitations if action == "withdraw" else organisation.memberships
    row = rows.filter(uid=uid).first()
    if action not in _BUTTONS:
        raise ValidationError("Nothing was done.")
    return _BUTTONS[action](row, by) if row else "Somebody has done this already."


def _remove(membership, by):
    people.remove(membership, by=by, leaving_nobody=True)
    return f"{membership.user.email} no longer looks after it, and was told."


def _make_owner(membership, by):
    people.change_role(membership, Role.OWNER, by=by)
    return f"{membership.user.email} is an owner now."


def _withdraw(invitation, by):
    invitations.withdraw(invitation, by=by)
    return f"The invitation of {invitation.email} is taken back."


_BUTTONS = {"remove": _remove, "owner": _make_owner, "withdraw": _withdraw}
