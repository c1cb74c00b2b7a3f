"""Records whose check is due: confirm them, say that they are not confirmed, or hide them."""

from functools import cached_property

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log

from records.checking import ConfirmForm
from records.locks import held
from records.models import Standing
from upkeep.desk.phones import add_contacts
from upkeep.desk.section import Action, Done, Row, Section, is_uid, kind_words, record_links
from upkeep.desk.taking_back import now_is, remembered, take_back
from upkeep.due import asked_about
from upkeep.kinds import KINDS, kind_of
from upkeep.models import CallTask, SubmissionItem

UNCONFIRMED = "upkeep.unconfirmed"
HIDDEN = "upkeep.hidden"
State = Standing.State
WORD = {model: kind for kind, model in KINDS.items()}


class CheckedNowForm(ConfirmForm):
    """Confirming at the moment of the check: who says so, and how it was checked."""

    checked_on = None

    field_order = ("role", "told_by", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].widget = forms.Select(choices=self.fields["role"].choices)
        note = self.fields["note"]
        note.label, note.required = "How did you check?", True
        note.widget.attrs["rows"] = 2
        note.help_text = "Such as “Rang them” or “Their web page”. Only staff see this."
        note.error_messages["required"] = "Say how you checked."
        self.fields["role"].help_text = "Everybody sees this, but no name."


class Confirm(Action):
    name = "confirm"
    label = "I checked it: still right"
    form_class = CheckedNowForm
    is_decision = False

    def options(self, row, user):
        return {"may_publish": may_decide(user)}

    def do(self, row, form, user):
        before = remembered(row.record)
        form.confirm(row.record, by=user)
        return Done(f"“{row.title}” is confirmed.", undo=before | now_is(row.record))

    def undo(self, data, user):
        return take_back(data, by=user)


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="It stands in the history. Only staff see this.",
        error_messages={"required": "Say why."},
    )


class _Mark(Action):
    """Sets the state of a record's Standing, with the reason in its history."""

    form_class = WhyForm
    state = log_action = said = ""

    def do(self, row, form, user):
        before = remembered(row.record)
        mark(row.record, self.state, action=self.log_action, by=user, why=form.cleaned_data["why"])
        return Done(f"“{row.title}” {self.said}.", undo=before | now_is(row.record))

    def undo(self, data, user):
        return take_back(data, by=user)


class MarkUnconfirmed(_Mark):
    name = "unconfirmed"
    label = "Not confirmed"
    state, log_action = State.UNCONFIRMED, UNCONFIRMED
    said = "is marked “Not confirmed lately”"


class Hide(_Mark):
    name = "hide"
    label = "Hide until confirmed"
    state, log_action = State.HIDDEN, HIDDEN
    said = "is hidden until somebody confirms it"


@transaction.atomic
def mark(record, state, *, action, by, why):
    """Set the state of `record` in being kept true. Raises ValidationError where it may not be.

    Crisis lines, hubs and single points of access are never hidden: a person unpublishes them.
    """
    if state == State.HIDDEN and record.stays_when_overdue:
        raise ValidationError("This is never hidden. Unpublish it if nobody should see it.")
    Standing.objects.get_or_create(record_uid=record.uid)
    standing = Standing.objects.select_for_update().get(record_uid=record.uid)
    if standing.state != state:
        standing.state, standing.since = state, timezone.now()
        standing.save()
    log(instance=record, action=action, user=by, data={"why": why})


def may_decide(user):
    """Whether `user` does what website managers do; editors write and check."""
    return user.has_perm("services.publish_service")


def only_managers(user):
    """Raise PermissionDenied for anybody who may not decide."""
    if not may_decide(user):
        raise PermissionDenied


class CheckSection(Section):
    """Records of several kinds by their Standing. `condition` is on standing_state, due, checked."""

    actions = (Confirm(),)

    def querysets(self):
        raise NotImplementedError

    def condition(self):
        raise NotImplementedError

    @cached_property
    def _chosen(self):
        return {records.model: self._narrowed(records) for records in self.querysets()}

    def _narrowed(self, records):
        return with_standing(records).filter(self.condition())

    def count(self):
        return sum(records.order_by().count() for records in self._chosen.values())

    def rows(self, start, stop):
        keys = list(self._keys()[start:stop])
        wanted = {
            model: [pk for kind, pk, _ in keys if KINDS[kind] is model] for model in self._chosen
        }
        found = {model: self._chosen[model].in_bulk(pks) for model, pks in wanted.items() if pks}
        records = [found[KINDS[kind]].get(pk) for kind, pk, _ in keys]
        return self._as_rows([record for record in records if record])

    def _keys(self):
        """(kind, primary key, date) of all, oldest first, as one query."""
        first, *others = [
            records.order_by()
            .annotate(
                which=Value(WORD[model]),
                when=Coalesce("standing_due", "created_at", output_field=DateTimeField()),
            )
            .values_list("which", "pk", "when")
            for model, records in self._chosen.items()
        ]
        return first.union(*others, all=True).order_by("when", "which", "pk")

    def _as_rows(self, records):
        uids = [record.uid for record in records]
        standings = {s.record_uid: s for s in Standing.objects.filter(record_uid__in=uids)}
        rows = [self._row(record, standings.get(record.uid)) for record in records]
        add_contacts(rows)
        return rows

    def _row(self, record, standing):
        facts = []
        if standing and standing.checked_at:
            on = timezone.localtime(standing.checked_at)
            facts.append(("Last checked", f"{on:%-d %B %Y} by {standing.checked_by_role}"))
        else:
            facts.append(("Last checked", "never"))
        if standing and standing.state != State.CONFIRMED:
            facts.append(("People see", standing.get_state_display()))
        return Row(
            key=f"{kind_of(record)}_{record.uid}",
            title=str(record),
            kind=kind_words(record),
            thing=record,
            record=record,
            since=standing.due_at if standing else None,
            facts=facts,
            links=record_links(record),
        )

    def find(self, key):
        kind, _, uid = key.partition("_")
        for model, records in self._chosen.items():
            if model is KINDS.get(kind) and is_uid(uid):
                # One at a time for each record: a second press then finds it dealt with.
                list(held(model._base_manager).filter(uid=uid).values_list("pk"))
                found = records.filter(uid=uid).first()
                return self._as_rows([found])[0] if found else None
        return None


def overdue_crisis_records():
    """A queryset for each kind that stays when it is overdue: those to check now."""
    is_due = Q(standing_due__lte=timezone.now()) | Q(standing_due__isnull=True)
    return [
        with_standing(records).filter(is_due)
        for records in asked_about()
        if records.model.stays_when_overdue
    ]


def with_standing(records):
    """Records with `standing_state` and `standing_due`."""
    standing = Standing.objects.filter(record_uid=OuterRef("uid"))
    return records.annotate(
        standing_state=Subquery(standing.values("state")[:1]),
        standing_due=Subquery(standing.values("due_at")[:1]),
    )


def to_ring_about():
    """Whether an open call is about the record: it stands there on the desk, and only there."""
    return Exists(CallTask.objects.filter(record_uid=OuterRef("uid"), done_at__isnull=True))


def waits_for_review():
    """Whether its group has sent a change of the record: then they have answered."""
    waiting = SubmissionItem.objects.filter(state=SubmissionItem.State.WAITING)
    return Exists(waiting.filter(record_uid=OuterRef("uid")))


class CrisisSection(CheckSection):
    slug = "crisis"
    title = "Crisis lines, single points of access and hubs to check"
    explains = (
        "People in need rely on these. They stay here, and stay public, until you check them. "
        "They cannot be put off."
    )

    def querysets(self):
        return overdue_crisis_records()

    def condition(self):
        return Q()


class DueSection(CheckSection):
    slug = "due"
    title = "Records to check"
    explains = "Their check is due. Look at their web page, or ring."
    actions = (Confirm(), MarkUnconfirmed(), Hide())

    def querysets(self):
        return [records for records in asked_about() if not records.model.stays_when_overdue]

    def condition(self):
        is_due = Q(standing_due__lte=timezone.now()) & ~Q(standing_state=State.HIDDEN)
        return is_due & ~to_ring_about() & ~waits_for_review()


class HiddenSection(DueSection):
    slug = "hidden"
    title = "Hidden until confirmed"
    explains = "Nobody sees these. One confirmation brings them back."
    actions = (Confirm(),)

    def condition(self):
        return Q(standing_state=State.HIDDEN) & ~to_ring_about() & ~waits_for_review()
