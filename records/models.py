"""What every kept record has: a public identity, a source, review, and the date it was last checked."""

import uuid
from datetime import timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from records.facts import Fact, FactField
from records.freshness import FreshnessSettings

__all__ = [
    "Check",
    "Fact",
    "FactField",
    "FreshnessSettings",
    "Record",
    "RecordQuerySet",
    "Standing",
    "UidModel",
]


class UidModel(models.Model):
    """A row seen from outside: addresses, feeds and exports show `uid`, never the primary key."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class RecordQuerySet(models.QuerySet):
    def published(self):
        """What the public may see. Apps with related records narrow this further."""
        return self.filter(live=True).not_hidden()

    def not_hidden(self):
        hidden = Standing.objects.filter(
            record_uid=models.OuterRef("uid"), state=Standing.State.HIDDEN
        )
        return self.filter(~models.Exists(hidden))


class Record(
    UidModel,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ClusterableModel,
):
    """A reviewed record. The row holds the last approved version; drafts live in revisions.

    `publishing_errors()` names what must be right before the record may be public. Half-finished
    drafts always save.
    """

    source = models.CharField(
        max_length=100, blank=True, help_text="Where this record was imported from."
    )
    source_id = models.CharField("id at the source", max_length=200, blank=True)
    source_url = models.URLField("page at the source", max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(app_label)s_%(class)s",
        for_concrete_model=False,
    )

    #: How long a check of this kind of record is good for, in days. Staff set another number for
    #: all kinds that may be hidden (FreshnessSettings).
    check_interval_days = 180
    #: Whether it goes on being shown, and shown as high, however long ago it was checked.
    stays_when_overdue = False

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="%(app_label)s_%(class)s_source_once",
            ),
        ]

    def save(self, *args, **kwargs):
        from records.uses import looked_at_once  # it needs models that are loaded after these

        with looked_at_once(self):
            super().save(*args, **kwargs)

    @property
    def revisions(self):
        return self._revisions

    def publishing_errors(self):
        """Return `{field name: message}` for what stands in the way of publishing."""
        return {}

    def clean(self):
        """A live row must be fit to be public; an unpublished one may be half-finished."""
        super().clean()
        if self.live and (errors := self.publishing_errors()):
            raise ValidationError(errors)

    def check_publishable(self, *, in_full=True):
        """Raise ValidationError, reasons by field, unless this version may be public as it is.

        Not `in_full`, the database is not asked: whether what it names is still there, and whether
        it says something that only one record may, is left for later.
        """
        was_live, self.live = self.live, True
        try:
            self.full_clean(**({} if in_full else self._without_asking()))
        finally:
            self.live = was_live

    def _without_asking(self):
        naming = [f.name for f in self._meta.fields if f.is_relation]
        return {"exclude": naming, "validate_unique": False, "validate_constraints": False}

    def save_revision(self, *args, **kwargs):
        """Keep this version as a draft, finished or not: what is wrong with it is said on publishing."""
        return super().save_revision(*args, **{**kwargs, "clean": False})

    def publish(self, revision, *args, **kwargs):
        """Publish a revision or schedule it; ValidationError says by field why it may not be.

        Scheduled revisions are checked twice: now, and again when their time has come.
        """
        revision.as_object().check_publishable()
        return super().publish(revision, *args, **kwargs)

    @property
    def preview_modes(self):
        """One preview, "as the public sees it", for kinds of record that have a page."""
        viewset = getattr(type(self), "snippet_viewset", None)
        return self.DEFAULT_PREVIEW_MODES if getattr(viewset, "preview", None) else []

    def serve_preview(self, request, mode_name):
        """This version, saved or not, on the page that the public would see."""
        return type(self).snippet_viewset.preview(request, self)

    @property
    def standing(self):
        """The record's Standing, or an unsaved one ("never checked") where there is none yet."""
        return Standing.objects.filter(record_uid=self.uid).first() or Standing(record_uid=self.uid)


class Standing(models.Model):
    """Where a record stands in being kept true. Changes without review, so it is no part of the record."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        UNCONFIRMED = "unconfirmed", "Not confirmed lately"
        HIDDEN = "hidden", "Hidden until confirmed"

    record_uid = models.UUIDField(unique=True)
    state = models.CharField(max_length=11, choices=State.choices, default=State.CONFIRMED)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by_role = models.CharField(max_length=60, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(
        "in this state since", null=True, blank=True, help_text="Empty: since nobody knows when."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="records_standing_checked_pair",
                condition=models.Q(checked_at__isnull=True, checked_by_role="")
                | (models.Q(checked_at__isnull=False) & ~models.Q(checked_by_role="")),
            ),
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self):
        return f"{self.record_uid}: {self.get_state_display()}"


class Check(models.Model):
    """One confirmation of a record: when, by whom in which role. The history behind Standing."""

    record_uid = models.UUIDField(db_index=True)
    checked_at = models.DateTimeField()
    role = models.CharField(max_length=60)
    by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-checked_at"]

    def __str__(self):
        return f"{self.record_uid} checked {self.checked_at:%d %B %Y} by {self.role}"


@transaction.atomic
def confirm(record, *, role, by=None, at=None, note=""):
    """Write down that `record` was checked and is right; it is due again after its interval.

    `role` is public ("website manager", "the group itself"); `by` is the account and is not.
    Returns the Standing. An older check never undoes a newer one. What was hidden until somebody
    confirmed it is shown again.
    """
    at = at or timezone.now()
    Check.objects.create(record_uid=record.uid, checked_at=at, role=role, by=by, note=note)
    Standing.objects.get_or_create(record_uid=record.uid)
    standing = Standing.objects.select_for_update().get(record_uid=record.uid)
    if standing.checked_at is None or standing.checked_at <= at:
        standing.checked_at, standing.checked_by_role = at, role
        standing.due_at = at + interval(record)
        standing.state, standing.since = Standing.State.CONFIRMED, at
        standing.save()
    return standing


def interval(record):
    """How long a check of `record` is good for, as a timedelta."""
    if record.stays_when_overdue:
        return timedelta(days=record.check_interval_days)
    return timedelta(days=FreshnessSettings.load().check_days)
