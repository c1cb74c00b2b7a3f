"""What staff do in Wagtail's own views of a record is heard here: submissions tell one truth."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.admin import mail as staff_mail
from wagtail.admin import signal_handlers
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import published, task_approved, task_rejected, workflow_cancelled

from organisations.models import Membership
from upkeep.models import SubmissionItem
from upkeep.review_decisions import (
    KINDS,
    is_in_a_round,
    settle,
    settle_submissions,
    version_in_hand,
)

State = SubmissionItem.State
STOPPED = "The review was stopped. Your changes are kept, and you can send them again."
DELETED = "It was deleted before anybody decided."
NO_REASON = "Please look at it again and ask us if you are not sure what to change."


def connect():
    """Listen. Called once, when the apps are ready."""
    for kind in KINDS:
        published.connect(_published, sender=kind, dispatch_uid=f"review-{kind.__name__}")
        post_delete.connect(_deleted, sender=kind, dispatch_uid=f"review-gone-{kind.__name__}")
    task_approved.connect(_approved, dispatch_uid="review-approved")
    task_rejected.connect(_rejected, dispatch_uid="review-rejected")
    workflow_cancelled.connect(_cancelled, dispatch_uid="review-cancelled")
    post_save.connect(_changed_by_staff, sender=Revision, dispatch_uid="review-changed")
    for notifier in vars(signal_handlers).values():
        if isinstance(notifier, staff_mail.Notifier):
            notifier.can_handle = _not_of_a_submission(notifier.can_handle)


def waiting_item(record):
    """The item in which `record` waits, or None."""
    waiting = SubmissionItem.objects.filter(record_uid=record.uid, state=State.WAITING)
    return waiting.select_related("submission__organisation", "revision", "content_type").first()


def reviewed_version(workflow_state, user):
    """The revision that an approval by `user` is about."""
    record = workflow_state.content_object
    newest = record.get_latest_revision()
    item = waiting_item(record) if isinstance(record, KINDS) else None
    if item is None or item.version_id is None:
        return newest
    # Who approves from the edit form has just saved what the form said.
    if user and newest.user_id == user.pk and not is_in_a_round():
        return newest
    return version_in_hand(item.version_id)


def _published(instance, revision, **kwargs):
    item = waiting_item(instance)
    if item and item.revision_id and revision.pk >= item.revision_id:
        settle(item, State.APPROVED, published=revision)


def _approved(instance, user, **kwargs):
    _name_who_decided(instance.workflow_state, user)


def _name_who_decided(workflow_state, user):
    """Wagtail's signal of publishing does not say who did it; the one after it does."""
    record = workflow_state.content_object
    if user and isinstance(record, KINDS):
        item = SubmissionItem.objects.filter(record_uid=record.uid).order_by("-pk").first()
        if item and item.state == State.APPROVED and item.decided_by_id is None:
            item.decided_by = user
            item.save(update_fields=["decided_by"])


def _rejected(instance, user, **kwargs):
    if item := _item_of(instance.workflow_state):
        settle(item, State.DECLINED, by=user, reason=instance.comment or NO_REASON)


def _cancelled(instance, user, **kwargs):
    if item := _item_of(instance):
        settle(item, State.DECLINED, by=user, reason=STOPPED)
    else:
        _name_who_decided(instance, user)


def _deleted(instance, **kwargs):
    """What is gone waits no more."""
    waiting = SubmissionItem.objects.filter(record_uid=instance.uid, state=State.WAITING)
    submissions = list(waiting.values_list("submission_id", flat=True))
    now = timezone.now()
    waiting.update(state=State.DECLINED, reason=DELETED, decided_at=now, told_at=now)
    settle_submissions(submissions)


def _item_of(workflow_state):
    record = workflow_state.content_object
    return waiting_item(record) if isinstance(record, KINDS) else None


def _changed_by_staff(instance, **kwargs):
    """Staff have changed what waits: approving publishes their version, and the group is told."""
    content_type = ContentType.objects.get_for_id(instance.content_type_id)
    if instance.user_id is None or content_type.model_class() not in KINDS:
        return
    waiting = SubmissionItem.objects.filter(
        content_type=content_type,
        object_id=instance.object_id,
        state=State.WAITING,
        revision__lt=instance.pk,
    ).exclude(changed_revision=instance.pk)
    item = waiting.select_related("submission").first()
    if item and is_staffs(instance.user, item.submission.organisation_id):
        item.changed_revision = instance
        item.save(update_fields=["changed_revision"])


def is_staffs(user, organisation):
    """Whether `user` is of the staff, and not of the people of `organisation`."""
    member = Membership.objects.filter(user=user, organisation=organisation)
    return user.has_perm("wagtailadmin.access_admin") and not member.exists()


def _not_of_a_submission(can_handle):
    """Wagtail's own mails are for what staff submit. A group is told by us, in one mail for all."""

    def handles(instance, **kwargs):
        return can_handle(instance, **kwargs) and not _is_of_a_submission(instance)

    return handles


def _is_of_a_submission(state):
    task_state = state if isinstance(state, TaskState) else None
    if isinstance(state, WorkflowState):
        task_state = state.current_task_state
    return bool(
        task_state and SubmissionItem.objects.filter(revision=task_state.revision_id).exists()
    )
