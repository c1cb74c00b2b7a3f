"""What groups sent in: changes that wait for review, claims, and what trusted groups published."""

from collections import Counter
from datetime import timedelta

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from organisations import claims
from organisations.models import Organisation
from records.keys import as_key
from records.locks import held
from upkeep import submissions
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
from upkeep.models import Submission, SubmissionItem
from upkeep.review_decisions import KINDS, SECONDS_A_PRESS

LOOKED_AT = "upkeep.looked_at"
#: Names of so many records stand on a row; the review shows all.
NAMES_SHOWN = 5
#: What a trusted group published is shown for so long, unless somebody looked at it.
SHOWN_FOR = timedelta(days=30)


class SeenForm(forms.Form):
    """Carries which versions were on the screen: a newer one is never approved unseen."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self):
        pairs = [pair.split(":") for pair in self.cleaned_data["seen"].split()]
        if not all(len(pair) == 2 and all(map(as_key, pair)) for pair in pairs):
            raise ValidationError("Reload the desk, and try again.")
        return {as_key(item): as_key(version) for item, version in pairs}


class DeclineForm(SeenForm):
    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The group reads this. Say what they can put right.",
        error_messages={"required": "Say why. The group reads it."},
    )


class _Decide(Action):
    def initial(self, row):
        return {"seen": " ".join(f"{item.pk}:{item.version_id}" for item in row.thing.waiting)}

    def said(self, row, decision, done, words):
        refused = [f"“{item.record}”: {reason}" for item, reason in decision.refused]
        newer = [f"“{item.record}” has a newer version" for item in decision.newer]
        if not done:
            raise ValidationError(refused + newer or ["Nothing waits here any more."])
        left = [f"{len(decision.left)} still wait: press again to go on."] if decision.left else []
        not_done = [f"Not done: {one}." for one in refused + newer]
        said = " ".join([f"{words}: {len(done)}.", *not_done, *left])
        return Done(said, link=("What was decided", _review_address(row.thing)))


class ApproveAll(_Decide):
    name = "approve"
    label = "Approve all of it"
    form_class = SeenForm

    def do(self, row, form, user):
        seen = form.cleaned_data["seen"]
        decision = submissions.decide(row.thing, by=user, approving=seen, seconds=SECONDS_A_PRESS)
        return self.said(row, decision, decision.approved, "Approved and public")


class DeclineAll(_Decide):
    name = "decline"
    label = "Decline all of it"
    form_class = DeclineForm

    def do(self, row, form, user):
        given = form.cleaned_data
        decision = submissions.decide(
            row.thing,
            by=user,
            declining=given["seen"],
            reason=given["reason"],
            seconds=SECONDS_A_PRESS,
        )
        return self.said(row, decision, decision.declined, "Declined, and the group is told")


class SubmissionsSection(Section):
    slug = "submissions"
    title = "Sent in for review"
    explains = "What is public stays as it is until you approve. Look at the changes first."
    actions = (ApproveAll(), DeclineAll())

    def _open(self):
        return Submission.objects.filter(decided_at__isnull=True).order_by("sent_at", "pk")

    def _with_items(self, found):
        waiting = SubmissionItem.objects.filter(state=SubmissionItem.State.WAITING)
        items = Prefetch("items", with_records(waiting.order_by("pk")), to_attr="waiting")
        return found.select_related("organisation", "sent_by").prefetch_related(items)

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        return [_submission_row(one) for one in self._with_items(self._open())[start:stop]]

    def find(self, key):
        if not is_uid(key):
            return None
        # The lock that sending and deciding take: a second press waits, and finds it decided.
        whose = Submission.objects.filter(uid=key).values("organisation")
        list(held(Organisation.objects.filter(pk__in=whose)))
        found = self._with_items(self._open()).filter(uid=key).first()
        return _submission_row(found) if found else None


def _submission_row(submission):
    kinds = Counter(kind_words(item.record) for item in submission.waiting)
    facts = [("What", ", ".join(f"{kind}: {n}" for kind, n in kinds.items()))]
    names = [str(item.record) for item in submission.waiting[:NAMES_SHOWN]]
    more = len(submission.waiting) - len(names)
    facts.append(("Names", ", ".join([*names, *([f"and {more} more"] if more > 0 else [])])))
    if submission.sent_by:
        facts.append(("Sent by", str(submission.sent_by)))
    if submission.note:
        facts.append(("Note", submission.note))
    return Row(
        key=str(submission.uid),
        title=str(submission.organisation),
        thing=submission,
        since=submission.sent_at,
        facts=facts,
        links=[("Look at the changes", _review_address(submission))],
    )


def _review_address(submission):
    return reverse("upkeep_review:review", args=[submission.uid])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The person reads this.",
        error_messages={"required": "Say why. The person reads it."},
    )


class ApproveClaim(Action):
    name = "approve"
    label = "Yes, it is theirs"

    def do(self, row, form, user):
        claims.approve(row.thing, by=user)
        return f"{row.thing.user} looks after “{row.title}” now."


class DeclineClaim(Action):
    name = "decline"
    label = "No"
    form_class = ReasonForm

    def do(self, row, form, user):
        claims.decline(row.thing, by=user, reason=form.cleaned_data["reason"])
        return f"The claim of “{row.title}” is declined."


class ClaimsSection(Section):
    slug = "claims"
    title = "“This listing is ours”"
    explains = "Ring the number that is on the record, and ask. Then decide."
    actions = (ApproveClaim(), DeclineClaim())
    is_personal = True

    def _open(self):
        return claims.to_decide().order_by("made_at", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        rows = [_claim_row(claim) for claim in self._open()[start:stop]]
        add_contacts(rows)
        return rows

    def find(self, key):
        claim = self._open().filter(uid=key).first() if is_uid(key) else None
        return _claim_row(claim) if claim else None


def _claim_row(claim):
    return Row(
        key=str(claim.uid),
        title=str(claim.organisation),
        kind=kind_words(claim.organisation),
        thing=claim,
        record=claim.organisation,
        since=claim.made_at,
        facts=[("Who", claim.user.email), ("In their words", claim.words)],
        links=record_links(claim.organisation),
    )


class LookedAt(Action):
    name = "looked"
    label = "I looked at it"

    def do(self, row, form, user):
        log(instance=row.record, action=LOOKED_AT, user=user)
        return f"You looked at “{row.title}”."


def _is_still_there():
    """Whether the record of a log entry has not been deleted."""
    there = Q(pk__in=[])
    for kind in KINDS:
        records = kind.objects.order_by().annotate(key=Cast("pk", CharField()))
        of_kind = Q(content_type=ContentType.objects.get_for_model(kind))
        there |= of_kind & Exists(records.filter(key=OuterRef("object_id")))
    return there


class TrustedSection(Section):
    slug = "trusted"
    title = "Published at once by trusted groups"
    explains = "These are public already. Look at what changed."
    actions = (LookedAt(),)

    def _open(self):
        same = ModelLogEntry.objects.filter(
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            timestamp__gt=OuterRef("timestamp"),
            action__in=[LOOKED_AT, submissions.PUBLISHED_AT_ONCE],
        )
        entries = ModelLogEntry.objects.filter(
            ~Exists(same),
            _is_still_there(),
            action=submissions.PUBLISHED_AT_ONCE,
            timestamp__gt=timezone.now() - SHOWN_FOR,
        )
        return entries.order_by("timestamp", "pk")

    def count(self):
        return self._open().count()

    def rows(self, start, stop):
        entries = list(self._open().select_related("content_type", "user")[start:stop])
        found = {}
        for content_type in {entry.content_type for entry in entries}:
            own = [entry.object_id for entry in entries if entry.content_type == content_type]
            records = content_type.model_class().objects.in_bulk([int(pk) for pk in own])
            found |= {(content_type.pk, str(pk)): record for pk, record in records.items()}
        return [
            _trusted_row(entry, found[entry.content_type_id, entry.object_id])
            for entry in entries
            if (entry.content_type_id, entry.object_id) in found
        ]

    def find(self, key):
        entry = self._open().filter(pk=as_key(key)).first()
        if entry is None:
            return None
        record = entry.content_type.model_class().objects.filter(pk=entry.object_id).first()
        return _trusted_row(entry, record) if record else None


def _trusted_row(entry, record):
    history = reverse(type(record).snippet_viewset.get_url_name("history"), args=[record.pk])
    return Row(
        key=str(entry.pk),
        title=str(record),
        kind=kind_words(record),
        thing=entry,
        record=record,
        since=entry.timestamp,
        facts=[("Published by", str(entry.user))] if entry.user else [],
        links=[("What changed", history), *record_links(record)],
    )
