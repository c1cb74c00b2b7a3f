"""Calls to make: the number to ring, and what was said."""

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.log_actions import log

from records.checking import CONFIRMED
from records.models import Standing, confirm
from upkeep.desk.checks import Confirm, Hide, MarkUnconfirmed, overdue_crisis_records
from upkeep.desk.lost_mail import records_of_lost_mail
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import (
    Action,
    Done,
    Row,
    Section,
    is_uid,
    kind_words,
    record_links,
    with_records,
)
from upkeep.desk.taking_back import now_is, remembered, take_back
from upkeep.models import CallTask

CALLED = "upkeep.call.done"
BY_PHONE = "the group, by phone"


class Answer(models.TextChoices):
    RIGHT = "right", "They say it is all right"
    CHANGES = "changes", "They told me what to change, and I change it now"
    NOBODY = "nobody", "Nobody answered: keep it on the list"
    NO_NUMBER = "no_number", "There is nobody to ring: take it off the list"


class CallForm(forms.Form):
    answer = forms.ChoiceField(
        label="How did it go?",
        choices=[("", "Choose…"), *Answer.choices],
        error_messages={"required": "Choose how it went."},
    )
    told_by = forms.CharField(
        label="Who told you?",
        required=False,
        max_length=120,
        help_text="A name or a role. Only staff see this.",
    )
    note = forms.CharField(label="Note for the staff", required=False, max_length=1000)

    def clean(self):
        given = super().clean()
        if given.get("answer") in (Answer.RIGHT, Answer.CHANGES) and not given.get("told_by"):
            self.add_error("told_by", "Say who told you.")
        return given


class Called(Action):
    name = "called"
    label = "I rang"
    form_class = CallForm

    def do(self, row, form, user):
        given, task = form.cleaned_data, row.thing
        before = remembered(row.record) if row.record is not None else None
        told = f"Told by {given['told_by']}." if given["told_by"] else ""
        words = " ".join(filter(None, [Answer(given["answer"]).label + ".", told, given["note"]]))
        line = f"{timezone.localtime():%-d %B %Y, %H:%M}: {words}"
        if given["answer"] == Answer.NOBODY and task.note.endswith(line):
            return f"“{row.title}” stays on the list."  # the same form, sent twice
        task.note = f"{task.note}\n{line}".strip()
        if given["answer"] == Answer.NOBODY:
            task.save(update_fields=["note"])
            return f"“{row.title}” stays on the list."
        task.done_at, task.done_by = timezone.now(), user
        task.save()
        if row.record is not None:
            log(instance=row.record, action=CALLED, user=user, data={"words": words})
            _confirm(row.record, given, user)
        undo = before | now_is(row.record) if before else None
        return Done(f"The call about “{row.title}” is done.", undo=undo)

    def undo(self, data, user):
        return take_back(data, by=user)


def _confirm(record, given, user):
    if given["answer"] == Answer.RIGHT and record.live:
        note = f"Told by {given['told_by']}. {given['note']}".strip()
        confirm(record, role=BY_PHONE, by=user, note=note)
        data = {"role": BY_PHONE, "told_by": given["told_by"]}
        log(instance=record, action=CONFIRMED, user=user, data=data)


class _WhileInDoubt:
    """For a record that a timer may hide, while it is public and nobody has confirmed it."""

    def fits(self, row):
        record = row.record
        return bool(record and record.live and not record.stays_when_overdue and _in_doubt(record))


class CallConfirm(Confirm):
    """For whoever found out without ringing."""

    def fits(self, row):
        return bool(row.record and row.record.live)


class CallUnconfirmed(_WhileInDoubt, MarkUnconfirmed):
    pass


class CallHide(_WhileInDoubt, Hide):
    pass


def _in_doubt(record):
    standing = record.call_standing
    is_due = bool(standing and standing.due_at and standing.due_at <= timezone.now())
    return is_due and standing.state != Standing.State.HIDDEN


class CallsSection(Section):
    slug = "calls"
    title = "Calls to make"
    explains = "E-mail did not help here. A friendly call does."
    actions = (Called(), CallConfirm(), CallUnconfirmed(), CallHide())

    def _open(self):
        """Open calls, but those about what stands on the desk above, or as mail that came back."""
        calls = CallTask.objects.filter(done_at__isnull=True)
        for records in overdue_crisis_records():
            calls = calls.exclude(record_uid__in=records.order_by().values("uid"))
        bounced = calls.filter(why=CallTask.Why.BOUNCED, record_uid__in=records_of_lost_mail())
        return calls.exclude(pk__in=bounced.values("pk")).order_by("made_at", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        found = with_records(self._open())[start:stop]
        return self._as_rows(list(found))

    def _as_rows(self, tasks):
        uids = [task.record_uid for task in tasks]
        standings = {s.record_uid: s for s in Standing.objects.filter(record_uid__in=uids)}
        rows = [_row(task, standings.get(task.record_uid)) for task in tasks]
        add_contacts(rows)
        return rows

    def find(self, key):
        open_one = self._open().select_for_update(of=("self",))
        task = open_one.filter(record_uid=key).first() if is_uid(key) else None
        return self._as_rows([task])[0] if task else None


def _row(task, standing):
    facts = [("Why", task.get_why_display())]
    if task.record is not None:
        task.record.call_standing = standing
    if standing and standing.state != Standing.State.CONFIRMED:
        facts.append(("People see", standing.get_state_display()))
    if task.note:
        facts.append(("Earlier", task.note))
    return Row(
        key=str(task.record_uid),
        title=str(task.record or "A record that has gone"),
        kind=kind_words(task.record),
        thing=task,
        record=task.record,
        since=task.made_at,
        facts=facts,
        links=record_links(task.record),
    )
