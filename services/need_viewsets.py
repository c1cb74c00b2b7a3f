"""The tree of needs in the staff area."""

import django_filters
from django.db.models import Count
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from records.staff_views import ReasonedDeleteView
from records.viewsets import PlainViewSet
from services.forms import NeedForm
from services.needs import Need


class NeedPermissionPolicy(ModelPermissionPolicy):
    """A need with others below it stays until these are moved: deleting it would take them along."""

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and not instance.is_leaf():
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class NeedFilterSet(WagtailFilterSet):
    below = django_filters.ModelChoiceFilter(
        label="Part of", queryset=Need.objects.filter(depth=1), method="filter_below"
    )

    class Meta:
        model = Need
        fields = ["below", "sensitive"]

    def filter_below(self, queryset, name, need):
        return queryset.filter(path__startswith=need.path)


class NeedDeleteView(ReasonedDeleteView):
    reasons = [
        "Other needs are part of this one, and would be deleted with it.",
        "Move them to another need first.",
    ]


class NeedViewSet(PlainViewSet):
    model = Need
    base_url_path = "words/needs"
    icon = "list-ul"
    menu_label = "Needs"
    search_fields = ["name", "slug", "phrases", "listing_phrases"]
    filterset_class = NeedFilterSet
    delete_view_class = NeedDeleteView
    ordering = ["path"]
    list_per_page = 200
    list_display = [
        Column("name", accessor=lambda need: f"{'– ' * (need.get_depth() - 1)}{need.name}"),
        Column("services", label="Services", accessor="services_count"),
        "sensitive",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name", help_text="In everyday words, such as “Money worries”."),
            FieldPanel("slug", help_text="Used in addresses of pages. Best left as it is."),
            FieldPanel("parent"),
            FieldPanel("comes_after"),
            FieldPanel("description"),
            FieldPanel("phrases"),
            FieldPanel("listing_phrases"),
            FieldPanel("sensitive"),
        ],
        base_form_class=NeedForm,
    )

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        register_permission_policy(self.model, NeedPermissionPolicy(self.model))

    def get_queryset(self, request):
        return Need.objects.annotate(services_count=Count("services"))
