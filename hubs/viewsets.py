"""Hubs, single points of access and crisis lines in the staff area."""

import django_filters
from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from hubs.models import CrisisLine, Hub, SinglePointOfAccess
from hubs.previews import access_point_preview, crisis_line_preview, hub_preview
from organisations.viewsets import PHONE_PANELS
from records.filters import RecordFilterSet
from records.sources import SOURCE_PANELS, SourceFilter
from records.viewsets import RecordViewSet
from records.widgets import TickList
from services.forms import CoverageForm
from services.need_choices import AreaField
from services.schedule_panels import OPENING_PANELS, ROUTE_PANELS

ORIGIN = MultiFieldPanel(SOURCE_PANELS, heading="Where it came from")


class HubFilterSet(RecordFilterSet):
    booking = django_filters.MultipleChoiceFilter(
        choices=Hub.Booking.choices, widget=forms.CheckboxSelectMultiple
    )
    source = SourceFilter(Hub)

    class Meta:
        model = Hub
        fields = ["shown", "check", "booking", "source"]


class HubViewSet(RecordViewSet):
    model = Hub
    preview = staticmethod(hub_preview)
    base_url_path = "directory/hubs"
    icon = "home"
    menu_label = "Hubs"
    search_fields = ["name", "location__name", "location__postcode", "location__city"]
    filterset_class = HubFilterSet
    list_select_related = ["location"]
    list_columns = [Column("location", label="Building", sort_key="location__name")]
    list_export = [
        "uid", "name", "location.name", "location.postcode", "get_booking_display", "live",
        "checked_at", "checked_by_role", "due_at", "source", "source_id",
    ]  # fmt: skip
    own_export_headings = {
        "location.name": "Building",
        "location.postcode": "Postcode",
        "get_booking_display": "Booking",
    }
    export_filename = "hubs"
    tabs = [
        (
            "The welcome",
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel(
                    "location",
                    heading="Building",
                    help_text="Its address, opening times and access facts are the building's own.",
                ),
                FieldPanel("organisation"),
                FieldPanel("welcome"),
                FieldPanel("what_happens"),
                FieldPanel("booking"),
                FieldPanel("booking_note"),
                FieldPanel("facilities"),
                FieldPanel("image"),
                ORIGIN,
            ],
        )
    ]


class AccessForm(CoverageForm):
    coverage = AreaField(label="The areas it takes people from", required=False, widget=TickList)


class AccessFilterSet(RecordFilterSet):
    source = SourceFilter(SinglePointOfAccess)

    class Meta:
        model = SinglePointOfAccess
        fields = ["shown", "check", "source"]


class AccessViewSet(RecordViewSet):
    model = SinglePointOfAccess
    base_form_class = AccessForm
    preview = staticmethod(access_point_preview)
    base_url_path = "directory/single-points-of-access"
    icon = "login"
    menu_label = "Single points of access"
    search_fields = ["name", "summary", "organisation__name"]
    filterset_class = AccessFilterSet
    list_select_related = ["organisation"]
    list_columns = ["organisation"]
    list_export = [
        "uid", "name", "summary", "minimum_age", "maximum_age", "expected_reply", "response_time",
        "response_time_source", "response_time_checked_on", "live", "checked_at",
        "checked_by_role", "due_at",
    ]  # fmt: skip
    export_filename = "single-points-of-access"
    tabs = [
        (
            "What it is",
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel("summary"),
                FieldPanel("description"),
                FieldPanel("organisation"),
                FieldPanel("service", help_text="If it is listed as a service too."),
            ],
        ),
        (
            "Who it is for",
            [
                FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("maximum_age")]),
                FieldPanel("coverage"),
                FieldRowPanel([FieldPanel("without_care_team"), FieldPanel("without_diagnosis")]),
            ],
        ),
        (
            "How to start",
            [
                InlinePanel(
                    "routes",
                    [
                        *ROUTE_PANELS,
                        FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("maximum_age")]),
                        FieldPanel("area"),
                        FieldPanel("hours"),
                        FieldPanel("what_happens_next"),
                    ],
                    heading="A way in for each kind of person",
                    label="Way in",
                ),
                InlinePanel("phones", PHONE_PANELS, heading="Phone numbers", label="Phone number"),
                FieldPanel("email"),
                FieldPanel("url"),
                InlinePanel("schedules", OPENING_PANELS, heading="When it answers", label="Time"),
            ],
        ),
        (
            "What happens next",
            [
                FieldPanel("what_happens_next"),
                FieldPanel("expected_reply"),
                MultiFieldPanel(
                    [
                        FieldPanel("response_time"),
                        FieldPanel("response_time_source", heading="Page that says so"),
                        FieldPanel("response_time_checked_on", heading="Seen there on"),
                    ],
                    heading="Response time, only with its source and its date",
                ),
                ORIGIN,
            ],
        ),
    ]


class CrisisLineForm(CoverageForm):
    coverage = AreaField(
        label="Only for people of these areas",
        required=False,
        widget=TickList,
        help_text="Leave it empty if it serves everywhere.",
    )
    topics = forms.MultipleChoiceField(
        label="For what",
        required=False,
        choices=CrisisLine.Topic.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class CrisisLineFilterSet(RecordFilterSet):
    class Meta:
        model = CrisisLine
        fields = ["shown", "check", "in_block", "is_emergency"]


class CrisisLineViewSet(RecordViewSet):
    model = CrisisLine
    base_form_class = CrisisLineForm
    preview = staticmethod(crisis_line_preview)
    base_url_path = "directory/crisis-lines"
    icon = "warning"
    menu_label = "Crisis lines"
    search_fields = ["name", "number", "when_to_use"]
    filterset_class = CrisisLineFilterSet
    ordering = ["sort_order", "name"]
    list_columns = ["number", "in_block", "source_checked_on"]
    list_export = [
        "uid", "name", "number", "text_number", "text_word", "url", "hours", "source_page",
        "source_checked_on", "owner_role", "live", "checked_at", "checked_by_role", "due_at",
    ]  # fmt: skip
    export_filename = "crisis-lines"
    tabs = [
        (
            "The line",
            [
                FieldPanel("name", required_on_save=True),
                FieldPanel("when_to_use"),
                FieldPanel("number", help_text="With the spaces that its owner uses."),
                FieldPanel("extra", heading="What to add"),
                FieldRowPanel([FieldPanel("text_number"), FieldPanel("text_word")]),
                FieldPanel("url"),
                FieldPanel("hours"),
            ],
        ),
        (
            "Who it is for",
            [
                FieldPanel("topics"),
                FieldPanel("audience"),
                FieldPanel("coverage"),
                FieldPanel("is_emergency"),
                FieldPanel("in_block"),
                FieldPanel("sort_order", help_text="Smaller numbers come first."),
                FieldPanel("service", help_text="If it is listed as a service too."),
            ],
        ),
        (
            "Where we have it from",
            [
                FieldPanel("source_page"),
                FieldPanel("source_checked_on"),
                FieldPanel("owner_role", help_text="A role, such as “website manager”."),
            ],
        ),
    ]
