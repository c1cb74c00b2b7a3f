"""Columns of the staff lists, and the annotations that fill them without a query per row."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Prefetch, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Revision, WorkflowState

from records.models import Standing


def with_standing(queryset):
    """Records with `checked_at`, `checked_by_role`, `due_at` and `check_state` of their Standing."""
    standing = Standing.objects.filter(record_uid=OuterRef("uid"))
    return queryset.annotate(
        checked_at=Subquery(standing.values("checked_at")),
        checked_by_role=Subquery(standing.values("checked_by_role")),
        due_at=Subquery(standing.values("due_at")),
        check_state=Subquery(standing.values("state")),
    )


def with_publishing_state(queryset):
    """What Wagtail's status column asks of each row, fetched for the whole page at once."""
    scheduled = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(queryset.model),
        object_id=OuterRef("key_as_text"),
        approved_go_live_at__isnull=False,
    )
    return (
        queryset.annotate(key_as_text=Cast("pk", CharField()))
        .annotate(scheduled_revision=Subquery(scheduled.values("pk")[:1]))
        .prefetch_related(
            Prefetch(
                "workflow_states",
                queryset=WorkflowState.objects.active(),
                to_attr="_current_workflow_states",
            )
        )
    )


class CheckedColumn(Column):
    """When and by what role a record was last checked, and whether that is still good."""

    def __init__(self, **kwargs):
        super().__init__(
            "checked_at",
            label="Last checked",
            accessor=checked_in_words,
            sort_key="checked_at",
            **kwargs,
        )


def checked_in_words(record):
    """For example "3 May 2026, website manager (due)". Needs `with_standing`."""
    if record.check_state == Standing.State.HIDDEN:
        return "Hidden until confirmed"
    if record.checked_at is None:
        return "Never"
    day = date_format(timezone.localtime(record.checked_at), "j M Y")
    late = " (due)" if record.due_at and record.due_at <= timezone.now() else ""
    return f"{day}, {record.checked_by_role}{late}"


class ChangedColumn(DateColumn):
    """When the record was last edited, a draft included."""

    def __init__(self, **kwargs):
        super().__init__(
            "_updated_at", label="Edited", accessor="_updated_at", sort_key="_updated_at", **kwargs
        )
