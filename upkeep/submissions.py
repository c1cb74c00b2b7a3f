"""What an organisation sends for review together: its own record, the places it keeps, its services.

A change is a revision of its record. Sending starts Wagtail's review for each; what is public
stays as it is until somebody approves (docs/own-listings.md, "Review").
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from organisations import people
from organisations.models import Organisation, OrganisationAccount
from records.forms import reasons_in_words
from services.models import Location, Service
from upkeep import changes, review_mail
from upkeep.models import Submission, SubmissionItem
from upkeep.review_decisions import (
    AlreadyDecided,
    NewerVersion,
    approve,
    approve_all,
    decide,
    decline,
    missing_before,
    settle_submissions,
)

__all__ = [
    "AlreadyDecided",
    "NewerVersion",
    "NotReady",
    "NothingToSend",
    "approve",
    "approve_all",
    "decide",
    "decline",
    "is_unsent",
    "records_of",
    "send",
    "unsent",
    "waiting",
]

State = SubmissionItem.State
#: The order in which things go public: nothing before what it belongs to.
ORDER = (Organisation, Location, Service)
PUBLISHED_AT_ONCE = "upkeep.published_at_once"


class NotReady(ValidationError):
    """Some records may not be public as they are. `reasons` is [(record, ValidationError)]."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__(
            [
                f"“{record}”: {reasons_in_words(error, type(record))}"
                for record, error in self.reasons
            ]
        )


class NothingToSend(ValidationError):
    """There is no version that has not been sent already."""

    def __init__(self):
        super().__init__("There is nothing new to send.")


@dataclass(frozen=True)
class Draft:
    """A record and its newest version, which nobody has sent yet."""

    record: object
    version: object


def records_of(organisation):
    """Every record of an organisation, in the order in which they go public."""
    places = Location.objects.filter(kept_by=organisation).order_by("pk")
    services = Service.objects.filter(organisation=organisation).order_by("pk")
    return [Organisation.objects.get(pk=organisation.pk), *places, *services]


def unsent(organisation):
    """The records of an organisation whose newest version is neither public nor sent."""
    records = records_of(organisation)
    sent = _sent_versions(records)
    return [record for record in records if _is_unsent(record, sent)]


def is_unsent(record):
    """Whether the newest version of one record is neither public nor sent."""
    return _is_unsent(record, _sent_versions([record]))


def waiting(records):
    """Those of these records of which a version waits for review."""
    items = SubmissionItem.objects.filter(
        record_uid__in=[record.uid for record in records], state=State.WAITING
    )
    uids = set(items.values_list("record_uid", flat=True))
    return [record for record in records if record.uid in uids]


def _sent_versions(records):
    """Revisions that were sent, or that staff made of what was sent."""
    items = SubmissionItem.objects.filter(record_uid__in=[record.uid for record in records])
    pairs = items.values_list("revision_id", "changed_revision_id")
    return {pk for pair in pairs for pk in pair if pk}


def _is_unsent(record, sent):
    if record.latest_revision_id in sent:
        return False
    if record.live:
        return record.has_unpublished_changes
    return not _is_withdrawn(record)


def _is_withdrawn(record):
    """Whether it was public, was taken down, and has not been changed since."""
    if record.last_published_at is None:
        return False
    newest = record.latest_revision
    return newest is None or newest.created_at <= record.last_published_at


def send(organisation, *, by, records=None, note=""):
    """Send versions for review together; returns the Submission.

    Takes `records` (those that have something new), or all that is unsent, and with a service the
    organisation and own places that it needs. A version that waits already is replaced by the
    newer one. Of a trusted organisation, what needs no review is public at once.
    Raises NotReady where something may not be public as it is, and NothingToSend. Sending the same
    twice gives the first submission back.
    """
    for last_try in (False, True):
        try:
            return _send(organisation, by, records, note)
        except IntegrityError:
            if last_try:
                raise


@transaction.atomic
def _send(organisation, by, records, note):
    organisation = people.lock(organisation)
    chosen = _chosen(organisation, records)
    if not chosen:
        return _waiting_already(organisation, records)
    drafts = [
        Draft(record, record.latest_revision or _first_version(record, by)) for record in chosen
    ]
    _check(drafts)
    submission = Submission.objects.create(organisation=organisation, sent_by=by, note=note)
    may_skip = _needs_no_review(organisation)
    for draft in drafts:
        _send_one(submission, draft, by, at_once=may_skip(draft))
    settle_submissions([submission.pk])
    submission.refresh_from_db()
    return submission


def _chosen(organisation, records):
    own = {(type(record), record.pk): record for record in records_of(organisation)}
    new = {(type(record), record.pk) for record in unsent(organisation)}
    if records is None:
        return [own[key] for key in own if key in new]
    wanted = {(type(record), record.pk) for record in records}
    if not wanted <= set(own):
        raise PermissionDenied("Only an organisation's own records are sent.")
    wanted |= {key for record in records for key in _needed_by(own[type(record), record.pk])}
    again = _declined_last(own.values())
    return [own[key] for key in own if key in wanted and (key in new or key in again)]


def _declined_last(records):
    """Keys of records whose newest version was declined: they may be sent again as they are."""
    declined = SubmissionItem.objects.filter(
        state=State.DECLINED, revision__in=[record.latest_revision_id for record in records]
    ).values_list("record_uid", flat=True)
    waiting = SubmissionItem.objects.filter(state=State.WAITING, record_uid__in=declined)
    uids = set(declined) - set(waiting.values_list("record_uid", flat=True))
    return {(type(record), record.pk) for record in records if record.uid in uids}


def _needed_by(record):
    """Keys of what must be public before `record`, where that is a service."""
    if not isinstance(record, Service):
        return set()
    draft = record.get_latest_revision_as_object()
    places = {place.location_id for place in draft.at_locations.all()}
    places |= {session.location_id for session in draft.sessions.all() if session.location_id}
    hidden = Location.objects.filter(pk__in=places, live=False).values_list("pk", flat=True)
    needed = {(Location, pk) for pk in hidden}
    return needed if record.organisation.live else needed | {(Organisation, record.organisation_id)}


def _waiting_already(organisation, records):
    items = SubmissionItem.objects.filter(
        submission__organisation=organisation, state=State.WAITING
    )
    if records is not None:
        items = items.filter(record_uid__in=[record.uid for record in records])
    newest = items.order_by("-submission__sent_at").select_related("submission").first()
    if newest is None:
        raise NothingToSend
    return newest.submission


def _first_version(record, by):
    return record.save_revision(user=by)


def _check(drafts):
    reasons = []
    for draft in drafts:
        try:
            draft.version.as_object().check_publishable()
        except ValidationError as error:
            reasons.append((draft.record, error))
    if reasons:
        raise NotReady(reasons)


def _send_one(submission, draft, by, *, at_once):
    record = draft.record
    _replace_waiting(record)
    state = record.current_workflow_state
    if at_once:
        _add(submission, draft, state=State.TRUSTED, decided_at=timezone.now())
        draft.version.publish(user=by, skip_permission_checks=True)
        log(instance=record, action=PUBLISHED_AT_ONCE, user=by, revision=draft.version)
        return
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.cancel(user=by)
        state = None
    # The item comes before its review: it tells our signals and mails whose that is.
    _add(submission, draft)
    if state:
        state.resume(user=by)
    elif workflow := record.get_workflow():
        workflow.start(record, by)


def _add(submission, draft, **fields):
    SubmissionItem.objects.create(
        submission=submission,
        record=draft.record,
        record_uid=draft.record.uid,
        revision=draft.version,
        **fields,
    )


def _replace_waiting(record):
    earlier = SubmissionItem.objects.filter(record_uid=record.uid, state=State.WAITING)
    submissions = list(earlier.values_list("submission_id", flat=True))
    earlier.update(state=State.REPLACED, decided_at=timezone.now())
    settle_submissions(submissions)


def _needs_no_review(organisation):
    """A function of a Draft: may it be public without anybody having looked?"""
    trusted = OrganisationAccount.objects.filter(organisation=organisation, is_trusted=True)
    if not trusted.exists():
        return lambda draft: False
    from upkeep.review_settings import always_reviewed

    def may_skip(draft):
        changed = changes.changed_names(draft.record, draft.version)
        reviewed = changed & always_reviewed(type(draft.record))
        return not reviewed and not missing_before(draft.version)

    return may_skip


@dataclass(frozen=True)
class Sent:
    """What became of one record that was sent, as its group sees it."""

    submission: Submission
    record: object
    title: str
    state: str
    words: str
    reason: str
    changed: list
    at: object


#: What a group reads of each state.
WORDS = {
    State.WAITING: "Waiting for us to look at it",
    State.APPROVED: "Public",
    State.TRUSTED: "Public",
    State.DECLINED: "Not public: please change it",
}


def outcomes(organisation, most=200):
    """[Sent]: the last that was sent of each record of an organisation, newest first.

    Says what waits, what is public, what the reviewer changed, what was declined and why. A
    refusal is no longer told once a newer version is sent.
    """
    items = (
        SubmissionItem.objects.filter(submission__organisation=organisation)
        .exclude(state=State.REPLACED)
        .select_related("submission", "revision", "changed_revision")
        .prefetch_related("record")
        .order_by("-pk")[:most]
    )
    last = {}
    for item in items:
        last.setdefault(item.record_uid, item)
    return [_sent(item) for item in last.values() if item.record]


def _sent(item):
    return Sent(
        submission=item.submission,
        record=item.record,
        title=review_mail.title(item, to_staff=True),
        state=item.state,
        words=WORDS[item.state],
        reason=item.reason,
        changed=item.changed_fields,
        at=item.decided_at or item.submission.sent_at,
    )
