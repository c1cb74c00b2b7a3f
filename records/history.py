"""The history of a record: each version is one visible click from being compared with the one before."""

from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.log_actions import registry
from wagtail.snippets.views.snippets import HistoryView


class VersionColumn(ActionColumn):
    """What was done, with "Compare" beside it, and which one row is the draft that waits."""

    cell_template_name = "records/staff/history_cell.html"

    @cached_property
    def draft_entry(self):
        """The newest entry of the draft that is not public yet, or None."""
        if not self.object.has_unpublished_changes:
            return None
        entries = registry.get_logs_for_instance(self.object)
        return (
            entries.filter(revision=self.object.latest_revision_id, content_changed=True)
            .order_by("-timestamp", "-pk")
            .first()
        )

    def get_status(self, entry, parent_context):
        status = super().get_status(entry, parent_context)
        if status == gettext("Current draft") and entry != self.draft_entry:
            return None
        return status

    def get_cell_context_data(self, entry, parent_context):
        context = super().get_cell_context_data(entry, parent_context)
        before = gettext("Compare with previous version")
        actions = context["actions"]
        context["compare_url"] = next((a["url"] for a in actions if a["label"] == before), "")
        context["actions"] = [action for action in actions if action["label"] != before]
        return context


class RecordHistoryView(HistoryView):
    def get_base_queryset(self):
        """Entries of one request and action as one, as Wagtail does it, but for each record apart.

        Wagtail 8.0.1 keeps only one of all records: what was done to many would be in one history.
        """
        entries = registry.get_logs_for_instance(self.object)
        same = ("uuid", "action", "content_type", "object_id")
        newest = entries.model.objects.filter(**{name: OuterRef(name) for name in same})
        newest = newest.order_by("-timestamp", "-pk").values("pk")[:1]
        return self._annotate_queryset(entries.filter(Q(uuid=None) | Q(pk=Subquery(newest))))

    @cached_property
    def columns(self):
        action, *others = super().columns
        own = VersionColumn(
            action.name,
            label=action.label,
            object=action.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
        )
        return [own, *others]
