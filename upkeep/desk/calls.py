"""Calls to make: the number to ring, and what was said."""

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.log_actions import log

from records.checking import CONFIRMED
from records.models import confirm
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import Action, Row, Section, is_uid, kind_words, record_links, with_records
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
        told = f"Told by {given['told_by']}." if given["told_by"] else ""
        words = " ".join(filter(None, [Answer(given["answer"]).label + ".", told, given["note"]]))
        task.note = f"{task.note}\n{timezone.localdate():%-d %B %Y}: {words}".strip()
        if given["answer"] == Answer.NOBODY:
            task.save(update_fields=["note"])
            return f"“{row.title}” stays on the list."
        task.done_at, task.done_by = timezone.now(), user
        task.save()
        if row.record is not None:
            log(instance=row.record, action=CALLED, user=user, data={"words": words})
            _confirm(row.record, given, user)
        return f"The call about “{row.title}” is done."


def _confirm(record, given, user):
    if given["answer"] == Answer.RIGHT and record.live:
        note = f"Told by {given['told_by']}. {given['note']}".strip()
        confirm(record, role=BY_PHONE, by=user, note=note)
        data = {"role": BY_PHONE, "told_by": given["told_by"]}
        log(instance=record, action=CONFIRMED, user=user, data=data)


class CallsSection(Section):
    slug = "calls"
    title = "Calls to make"
    explains = "E-mail did not help here. A friendly call does."
    actions = (Called(),)

    def _open(self):
        return CallTask.objects.filter(done_at__isnull=True).order_by("made_at", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        found = with_records(self._open())[start:stop]
        rows = [_row(task) for task in found]
        add_contacts(rows)
        return rows

    def find(self, key):
        open_one = self._open().select_for_update()
        task = open_one.filter(record_uid=key).first() if is_uid(key) else None
        return _row(task) if task else None


def _row(task):
    facts = [("Why", task.get_why_display())]
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
