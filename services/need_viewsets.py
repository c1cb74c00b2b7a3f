"""The tree of needs in the staff area."""

import django_filters
from django.db.models import Count
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from records.permissions import NamedStaysPolicy
from records.viewsets import PlainViewSet
from services.forms import NeedForm
from services.needs import Need


class NeedPolicy(NamedStaysPolicy):
    """A need with others below it stays until these are moved: deleting it would take them along."""

    def may_go(self, need):
        return need.is_leaf() and super().may_go(need)


class NeedFilterSet(WagtailFilterSet):
    below = django_filters.ModelChoiceFilter(
        label="Part of", queryset=Need.objects.filter(depth=1), method="filter_below"
    )

    class Meta:
        model = Need
        fields = ["below", "sensitive"]

    def filter_below(self, queryset, name, need):
        return queryset.filter(path__startswith=need.path)


class NeedViewSet(PlainViewSet):
    model = Need
    base_url_path = "words/needs"
    icon = "list-ul"
    menu_label = "Needs"
    search_fields = ["name", "slug", "phrases", "listing_phrases"]
    filterset_class = NeedFilterSet
    policy_class = NeedPolicy
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

    @staticmethod
    def reasons_to_stay(need):
        if need.is_leaf():
            return []
        return [
            "Other needs are part of this one, and would be deleted with it.",
            "Move them to another need first.",
        ]

    def get_queryset(self, request):
        return Need.objects.annotate(services_count=Count("services"))
