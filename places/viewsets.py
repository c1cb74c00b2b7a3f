"""Areas and the names that people here use for places, in the staff area."""

import django_filters
from django import forms
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from places.models import Alias, Area
from records.viewsets import PlainViewSet
from records.widgets import TickList


class AreaFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        choices=Area.Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Area
        fields = ["kind", "is_own"]


class AreaViewSet(PlainViewSet):
    model = Area
    base_url_path = "places/areas"
    icon = "globe"
    menu_label = "Areas"
    search_fields = ["name", "code"]
    filterset_class = AreaFilterSet
    list_select_related = ["parent"]
    list_display = ["name", "kind", "code", "parent", "is_own"]
    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("code", help_text="The official (GSS) code, or a short name of your own."),
        FieldPanel("parent", heading="Lies in"),
        FieldPanel(
            "parts",
            widget=TickList,
            heading="Made up of",
            help_text="For a county: its councils. It then serves wherever they do.",
        ),
        FieldPanel("is_own"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")]), FieldPanel("source")],
            heading="Its middle, and where its outline came from",
        ),
    ]

    def get_queryset(self, request):
        return Area.objects.defer("geometry")


class AliasViewSet(PlainViewSet):
    model = Alias
    base_url_path = "places/names"
    icon = "site"
    menu_label = "Names people use"
    search_fields = ["text", "label", "area__name"]
    list_select_related = ["area"]
    list_display = ["text", "area", "label"]
    panels = [
        FieldPanel("text", help_text="Such as “the Headland” or an old name."),
        FieldPanel("area", help_text="The area that it stands for, or give a point below."),
        FieldPanel("label", help_text="Shown instead of what was typed."),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")])],
            heading="Or a point, in degrees",
        ),
    ]
