"""What the staff area offers for each kind of record, as configuration."""

from django.urls import path
from wagtail.admin.panels import ObjectList, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from records.checking import ConfirmView
from records.columns import ChangedColumn, CheckedColumn
from records.deleting import ReasonedDeleteView
from records.filters import RecordFilterSet
from records.forms import RecordForm
from records.history import RecordHistoryView
from records.panels import LastCheckedPanel
from records.permissions import NamedStaysPolicy, RecordPermissionPolicy
from records.staff_views import (
    ListView,
    RecordCreateView,
    RecordEditView,
    RecordListView,
    RecordWorkflowActionView,
    chooser_views,
)
from records.unpublishing import RecordUnpublishView

#: Words at the top of the columns of a spreadsheet, for fields whose own names are not for people.
EXPORT_HEADINGS = {
    "uid": "Identifier",
    "live": "Published",
    "checked_at": "Last checked",
    "checked_by_role": "Checked by",
    "due_at": "Next check due",
    "source": "Imported from",
    "source_id": "Identifier there",
}


class PlainViewSet(SnippetViewSet):
    """Things without drafts: words, areas, communities. Changes count at once."""

    index_view_class = ListView
    delete_view_class = ReasonedDeleteView
    #: The class of its permission policy: what is named elsewhere is not deleted.
    policy_class = NamedStaysPolicy
    search_backend_name = None
    search_fields = ["name"]
    copy_view_enabled = False
    list_per_page = 50
    chooser_per_page = 25
    chooser_columns = ()
    list_select_related = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        register_permission_policy(self.model, self.policy_class(self.model))

    @property
    def chooser_viewset_class(self):
        choose, results = chooser_views(self.search_fields, self.chooser_columns)
        return type(
            f"{self.model.__name__}ChooserViewSet",
            (SnippetChooserViewSet,),
            {"choose_view_class": choose, "choose_results_view_class": results},
        )

    @property
    def url_prefix(self):
        return self.base_url_path


class RecordViewSet(PlainViewSet):
    """Reviewed records: drafts, workflow, history, last check. Subclasses name tabs and columns.

    `tabs` is a list of (heading, panels) in the order in which a person would fill them in.
    `preview(request, record)` answers with the public page of a record that need not be saved.
    """

    index_view_class = RecordListView
    policy_class = RecordPermissionPolicy
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    history_view_class = RecordHistoryView
    unpublish_view_class = RecordUnpublishView
    workflow_action_view_class = RecordWorkflowActionView
    filterset_class = RecordFilterSet
    tabs = ()
    base_form_class = RecordForm
    title_column = "name"
    list_columns = ()
    preview = None

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.export_headings = {**EXPORT_HEADINGS, **getattr(self, "own_export_headings", {})}
        self.list_display = [
            self.title_column,
            LiveStatusTagColumn(),
            *self.list_columns,
            CheckedColumn(),
            ChangedColumn(),
        ]

    def get_edit_handler(self):
        tabs = [ObjectList(panels, heading=heading) for heading, panels in self.tabs]
        tabs.append(ObjectList([LastCheckedPanel(), PublishingPanel()], heading="Checks"))
        return TabbedInterface(tabs, base_form_class=self.base_form_class).bind_to_model(self.model)

    @property
    def confirm_view(self):
        return self.construct_view(ConfirmView, edit_url_name=self.get_url_name("edit"))

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path(f"confirm/<{self.pk_path_converter}:pk>/", self.confirm_view, name="confirm"),
        ]
