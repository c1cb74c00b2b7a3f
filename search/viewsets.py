"""Synonyms and crisis phrases in the staff area."""

import django_filters
from django import forms
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from hubs.models import CrisisLine
from records.viewsets import PlainViewSet
from search.models import CrisisPhrase, PromotedResult, Synonym


class SynonymFilterSet(WagtailFilterSet):
    class Meta:
        model = Synonym
        fields = ["is_active"]


class SynonymViewSet(PlainViewSet):
    model = Synonym
    base_url_path = "words/synonyms"
    icon = "openquote"
    menu_label = "Synonyms"
    search_fields = ["phrases", "means"]
    filterset_class = SynonymFilterSet
    list_display = [Column("rule", accessor=str), "is_active"]
    panels = [FieldPanel("phrases"), FieldPanel("means"), FieldPanel("is_active")]


class CrisisPhraseFilterSet(WagtailFilterSet):
    topic = django_filters.MultipleChoiceFilter(
        choices=CrisisLine.Topic.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CrisisPhrase
        fields = ["topic", "kind", "is_active"]


class CrisisPhraseViewSet(PlainViewSet):
    model = CrisisPhrase
    base_url_path = "words/crisis-phrases"
    icon = "warning"
    menu_label = "Words that sound like danger"
    search_fields = ["text"]
    filterset_class = CrisisPhraseFilterSet
    list_display = ["text", "topic", "kind", "is_active"]
    panels = [
        FieldPanel("text", help_text="What people type. Crisis help then comes first."),
        FieldPanel("topic"),
        FieldPanel("kind"),
        FieldPanel("is_active"),
    ]


class PromotedResultFilterSet(WagtailFilterSet):
    class Meta:
        model = PromotedResult
        fields = {"ends_on": ["lte"]}


class PromotedResultViewSet(PlainViewSet):
    model = PromotedResult
    base_url_path = "words/promoted-results"
    icon = "thumbtack"
    menu_label = "Put first"
    search_fields = ["phrase", "service__name"]
    filterset_class = PromotedResultFilterSet
    list_select_related = ["service"]
    list_display = ["phrase", "service", "position", "ends_on"]
    panels = [
        FieldPanel("phrase"),
        FieldPanel("service"),
        FieldPanel("position", help_text="1 stands first, when there are several."),
        FieldPanel("ends_on", help_text="Leave it empty to keep it."),
    ]
