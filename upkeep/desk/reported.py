"""Problems that people reported: put right, then closed with what the person is told."""

from django import forms
from django.utils import timezone

from upkeep import reports
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
from upkeep.erasing import last_call
from upkeep.models import ProblemReport


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[("", "Choose…"), *ProblemReport.Outcome.choices],
        error_messages={"required": "Choose what came of it."},
    )
    words = forms.CharField(
        label="More words to the person",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, is_answered=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_answered:
            self.fields["words"].help_text = "They asked to hear. This goes out by e-mail."
        else:
            del self.fields["words"]


class CloseReport(Action):
    name = "close"
    label = "Close"
    form_class = CloseForm

    def options(self, row, user):
        return {"is_answered": bool(row.thing.reply_to)}

    def do(self, row, form, user):
        given, was_answered = form.cleaned_data, bool(row.thing.reply_to)
        reports.close(row.thing, outcome=given["outcome"], words=given.get("words", ""), by=user)
        told = " Its sender is told." if was_answered else ""
        undo = None if was_answered else {"uid": str(row.thing.uid)}
        return Done(f"The report about “{row.title}” is closed.{told}", undo=undo)

    def undo(self, data, user):
        return reports.reopen(data["uid"], by=user)


class ReportsSection(Section):
    slug = "reports"
    title = "Reported problems"
    explains = "People said that something is wrong. Edit the record, then close the report."
    actions = (CloseReport(),)

    def _open(self):
        return ProblemReport.objects.filter(closed_at__isnull=True).order_by("made_at", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        found = with_records(self._open())[start:stop]
        rows = [_row(report) for report in found]
        add_contacts(rows)
        return rows

    def find(self, key):
        report = is_uid(key) and self._open().select_for_update().filter(uid=key).first()
        return _row(report) if report else None


def _row(report):
    facts = [("What is wrong", report.get_what_display())]
    if report.detail:
        facts.append(("They wrote", report.detail))
    if erased_on := last_call(report, timezone.now()):
        facts.append(("Last call", f"These words are erased on {erased_on:%-d %B %Y}"))
    facts.append(("Wants to hear", "Yes, by e-mail" if report.reply_to else "No"))
    return Row(
        key=str(report.uid),
        title=str(report.record or "A record that has gone"),
        kind=kind_words(report.record),
        thing=report,
        record=report.record,
        since=report.made_at,
        facts=facts,
        links=record_links(report.record),
    )
