"""Entering for groups that are offline: staff write down who told them, and how."""

import uuid

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from organisations.duplicates import likely
from organisations.models import Organisation, OrganisationAccount
from records.checking import CONFIRMED
from records.contacts import validate_dialable
from records.locks import held
from records.models import confirm

TOLD = "upkeep.told_by_the_group"

#: By what role a record is confirmed when its group told staff, and how they did.
HOW = [
    ("the group, by phone", "By phone"),
    ("the group, in person", "In person"),
    ("the group, in writing", "In a letter or an e-mail"),
]


class ToldForm(forms.Form):
    told_by = forms.CharField(
        label="Who of the group told you?",
        max_length=120,
        help_text="A name or a role. Only staff see this.",
        error_messages={"required": "Say who told you."},
    )
    how = forms.ChoiceField(
        label="How?",
        choices=[("", "Choose…"), *HOW],
        error_messages={"required": "Choose how they told you."},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only staff see this.",
    )


class ToldAboutForm(ToldForm):
    """About a record that is there already. `uid` is what a second press repeats."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    is_right = forms.BooleanField(
        label="All that is public now is right",
        required=False,
        help_text="Tick it when what they told you is entered and published.",
    )


class NewGroupForm(ToldForm):
    """A group that is not listed yet, with a private way to reach it."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label="Name of the group",
        max_length=200,
        error_messages={"required": "Enter the name of the group."},
    )
    contact_name = forms.CharField(
        label="A person to ask", required=False, max_length=120, help_text="Never public."
    )
    contact_phone = forms.CharField(
        label="Their phone",
        required=False,
        max_length=40,
        validators=[validate_dialable],
        help_text="Never public.",
    )
    is_new = forms.BooleanField(label="I looked: it is none of these", required=False)

    field_order = ("name", "contact_name", "contact_phone", "told_by", "how", "note", "is_new")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.alike = []

    def clean(self):
        given = super().clean()
        if given.get("name"):
            self.alike = likely(given["name"], phone=given.get("contact_phone", ""))
        if self.alike and not given.get("is_new"):
            self.add_error("is_new", "It may be listed already. Look at these first.")
        return given


def write_down(record, given, *, by):
    """Put into the history of `record` that staff entered it for the group, who told them, and how."""
    data = {"how": given["how"], "told_by": given["told_by"], "note": given["note"]}
    if given.get("uid"):
        data["press"] = str(given["uid"])
    log(instance=record, action=TOLD, user=by, data=data)


def _is_written_down(record, press):
    history = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
        object_id=str(record.pk),
    )
    return history.filter(action=TOLD, data__press=str(press)).exists()


@transaction.atomic
def told_about(record, given, *, by):
    """Write it down, and confirm `record` when all that is public is right; whether it was.

    Done once for each `uid` of the form.
    """
    held(type(record).objects).get(pk=record.pk)
    if given.get("uid") and _is_written_down(record, given["uid"]):
        return given["is_right"] and record.live
    write_down(record, given, by=by)
    if not (given["is_right"] and record.live):
        return False
    note = f"Told by {given['told_by']}. {given['note']}".strip()
    confirm(record, role=given["how"], by=by, note=note)
    data = {"role": given["how"], "told_by": given["told_by"]}
    log(instance=record, action=CONFIRMED, user=by, data=data)
    return True


@transaction.atomic
def new_group(given, *, by):
    """A draft of an organisation, once for each uid, with its private contact; returns it."""
    organisation, is_new = Organisation.objects.get_or_create(
        uid=given["uid"], defaults={"name": given["name"], "live": False}
    )
    if is_new:
        organisation.save_revision(user=by, log_action="wagtail.create")
        OrganisationAccount.objects.create(
            organisation=organisation,
            contact_name=given["contact_name"],
            contact_phone=given["contact_phone"],
        )
        write_down(organisation, given, by=by)
    return organisation


def words(data):
    """The line in the history."""
    how, told_by = data.get("how", "the group"), data.get("told_by", "")
    said = f"Entered by staff for {how}. Told by {told_by}."
    return f"{said} {data['note']}" if data.get("note") else said
