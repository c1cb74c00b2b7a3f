"""Deciding on what was sent: approve, decline, all or part, with one mail to the group.

Wagtail's workflow does the work, so its history is right. Whoever decides in Wagtail's own view of
a record is heard through signals (upkeep/review_signals.py); both end in `settle`.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from math import inf
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from organisations import people
from organisations.models import Organisation
from records.forms import reasons_in_words
from records.uses import left_alone
from services.models import Location, Service
from upkeep import changes, review_mail
from upkeep.models import Submission, SubmissionItem

State = SubmissionItem.State
DECIDED = (State.APPROVED, State.DECLINED)
#: In which order records go public: nothing before what it belongs to.
KINDS = (Organisation, Location, Service)

_round = ContextVar("what was decided in this round", default=None)
_in_hand = ContextVar("the version that is being approved", default=None)
#: A press decides for so long; what is left then takes another. Web servers give up after 30.
SECONDS_A_PRESS = 15


class NewerVersion(Exception):
    """Another version waits than the one that was looked at. `item` is what waits now, or None."""

    def __init__(self, item):
        super().__init__("A newer version has come in since you opened this page.")
        self.item = item


class AlreadyDecided(Exception):
    """Somebody has decided on this already. `item` says what."""

    def __init__(self, item):
        super().__init__("Somebody has decided on this already.")
        self.item = item


@dataclass
class Decision:
    """What one round did. `refused` is [(item, reason in words)].

    `newer` are items of which another version waits, or that others decided; `left` are those that
    the time was too short for: nothing has been done with them.
    """

    approved: list = field(default_factory=list)
    declined: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    newer: list = field(default_factory=list)
    left: list = field(default_factory=list)


@transaction.atomic
def approve(item, *, by, version=None):
    """Make the version of `item` public, as the user `by`; the group is told.

    `version` is the revision id that `by` looked at. Raises NewerVersion where another one waits
    now, AlreadyDecided, and ValidationError where it may not be public (yet), with reasons.
    """
    with decision_round():
        item = _waiting(item, version)
        record, version = item.record, _read_once(Revision.objects.get(pk=item.version_id))
        if missing := missing_before(version):
            raise ValidationError(missing)
        if task_state := record.current_workflow_task_state:
            if task_state.revision_id == version.pk:
                task_state.revision = version
            token = _in_hand.set(version)
            try:
                task_state.task.specific.on_action(task_state, by, "approve")
            finally:
                _in_hand.reset(token)
        else:
            version.publish(user=by)
        item.refresh_from_db()
        if item.state == State.WAITING:  # no signal of Wagtail's told us
            settle(item, State.APPROVED, by=by, published=version)
    return item


@transaction.atomic
def decline(item, *, by, reason, version=None):
    """Send the version of `item` back to the group with a reason. Nothing public changes."""
    if not reason.strip():
        raise ValidationError("Say why, so that the group can put it right.")
    with decision_round():
        item = _waiting(item, version)
        if task_state := item.record.current_workflow_task_state:
            task_state.task.specific.on_action(task_state, by, "reject", comment=reason)
        else:
            settle(item, State.DECLINED, by=by, reason=reason)
        item.refresh_from_db()
    return item


def approve_all(submission, *, by):
    """Approve all that waits of a submission; returns a Decision."""
    waiting = submission.items.filter(state=State.WAITING)
    return decide(submission, by=by, approving={item.pk: item.version_id for item in waiting})


@transaction.atomic
def decide(submission, *, by, approving=(), declining=(), reason="", seconds=None):
    """Decide on several items of a submission in one round: one mail. Each stands or falls alone.

    `approving` and `declining` are {item primary key: revision id that was looked at}. Approved
    are organisations first, then places, then services. After `seconds` no other item is begun.
    Returns a Decision.
    """
    decision, until = Decision(), monotonic() + (inf if seconds is None else seconds)
    approve_one = partial(_try, decision, decision.approved, approve, by=by)
    decline_one = partial(_try, decision, decision.declined, decline, by=by, reason=reason)
    with decision_round(), _references_once(decision):
        for act, meant in ((approve_one, approving), (decline_one, declining)):
            for item in in_order(submission.items.filter(pk__in=[*meant])):
                if monotonic() > until:
                    decision.left.append(item)
                else:
                    act(item=item, version=meant[item.pk])
    return decision


@contextmanager
def _references_once(decision):
    """Wagtail's index of what uses what: brought up to date once for each record, at the end.

    Publishing saves a record and each of its rows, and would do it at every save.
    """
    with left_alone():
        yield
    for item in decision.approved:
        if item.record is not None:
            ReferenceIndex.create_or_update_for_object(item.record)


def _try(decision, done, action, *, item, **options):
    try:
        with transaction.atomic():
            done.append(action(item, **options))
    except ValidationError as error:
        decision.refused.append((item, reasons_in_words(error, item.content_type.model_class())))
    except (NewerVersion, AlreadyDecided) as other:
        decision.newer.append(other.item or item)


def in_order(items):
    """Items in the order in which their records may go public."""
    order = {kind._meta.label_lower: place for place, kind in enumerate(KINDS)}
    items = items.select_related("content_type", "submission__organisation")
    return sorted(
        items,
        key=lambda item: (
            order[f"{item.content_type.app_label}.{item.content_type.model}"],
            item.pk,
        ),
    )


def _read_once(version):
    """`version`, whose record is put together once: Wagtail does so three times to publish it."""
    record = version.as_object()
    version.as_object = lambda: record
    return version


def version_in_hand(pk):
    """The revision `pk`: the one that is being approved, if it is that, else read afresh."""
    version = _in_hand.get()
    return version if version and version.pk == pk else Revision.objects.get(pk=pk)


def _waiting(item, version):
    """The row of `item`, if it still waits in the version that was looked at.

    The lock on the organisation is the one that sending takes: they never cross.
    """
    people.lock(item.submission.organisation)
    item = SubmissionItem.objects.select_related("submission").get(pk=item.pk)
    if item.state == State.REPLACED:
        waiting = SubmissionItem.objects.filter(record_uid=item.record_uid, state=State.WAITING)
        raise NewerVersion(waiting.select_related("submission").first())
    if item.state != State.WAITING:
        raise AlreadyDecided(item)
    if item.version_id is None or (version and version != item.version_id):
        raise NewerVersion(item)
    return item


def missing_before(version):
    """Why a version of a service may not be public yet: its organisation or a place is not.

    In words for staff; empty where nothing is missing and for all other kinds of record.
    """
    if version.content_type.model_class() is not Service:
        return []
    content = version.content
    places = {row["location"] for row in content["at_locations"]}
    places |= {row["location"] for row in content["sessions"] if row["location"]}
    hidden = Organisation.objects.filter(pk=content["organisation"], live=False)
    missing = [f"the organisation “{organisation}”" for organisation in hidden]
    hidden = Location.objects.filter(pk__in=places, live=False)
    missing += [f"the place “{place}”" for place in hidden]
    return [
        f"It cannot be public before {one}. Approve that first, or ask for it." for one in missing
    ]


# One truth


@contextmanager
def decision_round():
    """All that is decided inside is told to the group in one mail, at its end."""
    if _round.get() is not None:
        yield
        return
    decided = []
    token = _round.set(decided)
    try:
        yield
        review_mail.tell(decided)
    finally:
        _round.reset(token)


def is_in_a_round():
    """Whether the decision comes from our own review screen, which names the version."""
    return _round.get() is not None


def settle(item, state, *, by=None, reason="", published=None):
    """Write down what became of an item, and tell the group at the end of the round.

    Without a round it is told once all of the submission is decided, or after a while.
    """
    item.state, item.decided_by, item.reason = state, by, reason
    item.decided_at = timezone.now()
    if published and item.revision and published.pk != item.revision_id:
        model = item.content_type.model_class()
        item.changed_revision = published
        item.changed_fields = changes.labels_for_the_group(model, item.revision, published)
    item.save()
    settle_submissions([item.submission_id])
    if (decided := _round.get()) is not None:
        decided.append(item.pk)
    elif Submission.objects.filter(pk=item.submission_id, decided_at__isnull=False).exists():
        review_mail.tell([item.pk])


def settle_submissions(pks):
    """A submission is decided as soon as none of its items waits."""
    waiting = SubmissionItem.objects.filter(submission__in=pks, state=State.WAITING)
    done = Submission.objects.filter(pk__in=pks, decided_at__isnull=True)
    done.exclude(pk__in=waiting.values("submission")).update(decided_at=timezone.now())
