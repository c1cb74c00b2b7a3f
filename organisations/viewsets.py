"""Organisations and communities in the staff area."""

import django_filters
from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from organisations.models import Community, Organisation
from organisations.previews import organisation_preview
from records.filters import RecordFilterSet
from records.sources import SOURCE_PANELS, SourceFilter
from records.viewsets import PlainViewSet, RecordViewSet
from records.widgets import TickList

PHONE_PANELS = [
    FieldRowPanel([FieldPanel("number"), FieldPanel("extension")]),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("description")]),
]
CONTACT_PANELS = [
    FieldRowPanel(
        [
            FieldPanel("title", help_text="A role is enough, such as “Organiser”."),
            FieldPanel("name", help_text="Only with the person's agreement. It is public."),
        ]
    ),
    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
    FieldPanel("department"),
]


class OrganisationFilterSet(RecordFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="Kind", choices=Organisation.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    led_by = django_filters.ModelMultipleChoiceFilter(
        label="Led by", queryset=Community.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    source = SourceFilter(Organisation)

    class Meta:
        model = Organisation
        fields = ["shown", "check", "kind", "led_by", "source"]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    preview = staticmethod(organisation_preview)
    base_url_path = "directory/organisations"
    icon = "group"
    menu_label = "Organisations"
    search_fields = ["name", "alternate_name", "summary", "email"]
    filterset_class = OrganisationFilterSet
    list_columns = ["kind"]
    list_export = [
        "uid", "name", "alternate_name", "get_kind_display", "summary", "website", "email",
        "live", "checked_at", "checked_by_role", "due_at", "source", "source_id",
    ]  # fmt: skip
    own_export_headings = {"get_kind_display": "Kind"}
    export_filename = "organisations"
    tabs = [
        (
            "Who they are",
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel("alternate_name", help_text="Another name or its short form."),
                FieldPanel("kind"),
                FieldPanel("summary", help_text="What the organisation does. Up to 200 letters."),
                FieldPanel("description"),
                FieldPanel("logo"),
            ],
        ),
        (
            "How to reach them",
            [
                InlinePanel("phones", PHONE_PANELS, heading="Phone numbers", label="Phone number"),
                FieldPanel("email"),
                FieldPanel("website"),
                InlinePanel("contacts", CONTACT_PANELS, heading="Contacts", label="Contact"),
            ],
        ),
        (
            "More about them",
            [
                FieldPanel("led_by", widget=TickList),
                FieldPanel(
                    "parent_organisation",
                    help_text="Only if this is a branch of another organisation.",
                ),
                InlinePanel(
                    "identifiers",
                    [FieldRowPanel([FieldPanel("scheme"), FieldPanel("identifier")])],
                    heading="Numbers in registers",
                    label="Number",
                    help_text="Such as a charity number. Nobody needs one.",
                ),
                FieldPanel("private_notes"),
                MultiFieldPanel(SOURCE_PANELS, heading="Where it came from"),
            ],
        ),
    ]


class CommunityViewSet(PlainViewSet):
    model = Community
    base_url_path = "directory/communities"
    icon = "group"
    menu_label = "Communities"
    list_display = ["name", "slug", "sort_order"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug", help_text="Used in addresses of pages. Best left as it is."),
        FieldPanel("sort_order", help_text="Smaller numbers come first."),
    ]
