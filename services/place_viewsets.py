"""Places, their closures, and single days of sessions, in the staff area."""

import django_filters
from django import forms
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from organisations.viewsets import PHONE_PANELS
from places.models import Area
from records.filters import OnlyFilter, RecordFilterSet
from records.listing_search import matching
from records.sources import SOURCE_PANELS, SourceFilter
from records.staff_views import ListView
from records.viewsets import PlainViewSet, RecordViewSet
from services.forms import SessionChangeForm
from services.location_form import LocationForm
from services.location_panels import MapPanel
from services.models import Closure, Location, Session, SessionChange
from services.schedule_panels import OPENING_PANELS
from services.session_change_views import SessionChangeCreateView, SessionChangeEditView
from services.session_choices import words_of

FACTS = (
    "step_free", "accessible_toilet", "changing_places", "lift", "hearing_loop", "quiet_space",
    "blue_badge_parking", "baby_changing",
)  # fmt: skip


class LocationFilterSet(RecordFilterSet):
    council = django_filters.ModelChoiceFilter(
        queryset=Area.objects.filter(kind=Area.Kind.COUNCIL), label="Council"
    )
    coordinates_from = django_filters.MultipleChoiceFilter(
        label="Map point",
        choices=Location.CoordinatesFrom.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    is_confidential = OnlyFilter("the address is kept secret", is_confidential=True)
    source = SourceFilter(Location)

    class Meta:
        model = Location
        fields = ["shown", "check", "council", "coordinates_from", "is_confidential", "source"]


class LocationViewSet(RecordViewSet):
    model = Location
    base_form_class = LocationForm
    base_url_path = "directory/places"
    icon = "site"
    menu_label = "Places"
    title_column = "__str__"
    ordering = ["name", "address_1"]
    search_fields = ["name", "alternate_name", "address_1", "city", "postcode"]
    chooser_columns = [
        Column("address_1", label="Address"),
        Column("city", label="Town"),
        Column("postcode", label="Postcode"),
    ]
    filterset_class = LocationFilterSet
    list_select_related = ["council"]
    list_columns = [
        "address_1",
        "postcode",
        Column("coordinates_from", label="Map point", accessor="get_coordinates_from_display"),
        Column(
            "is_confidential", label="Secret", accessor=lambda p: "Yes" if p.is_confidential else ""
        ),
    ]
    #: A list that leaves the building: nothing of a confidential place is in it but that it is one.
    list_export = [
        "uid", "shown_name", "shown_address", "shown_point", "is_confidential", "council", "live",
        "checked_at", "checked_by_role", "due_at", "source", "source_id",
    ]  # fmt: skip
    own_export_headings = {
        "shown_name": "Name",
        "shown_address": "Address",
        "shown_point": "Latitude and longitude",
        "is_confidential": "Address kept secret",
    }
    export_filename = "places"
    tabs = [
        (
            "Where it is",
            [
                FieldPanel("name", help_text="Leave it empty for a plain address."),
                FieldPanel("alternate_name"),
                FieldPanel("is_confidential"),
                MultiFieldPanel(
                    [
                        FieldPanel("address_1"),
                        FieldPanel("address_2"),
                        FieldRowPanel([FieldPanel("city"), FieldPanel("county")]),
                        FieldPanel("postcode"),
                    ],
                    heading="Address",
                ),
                MapPanel(
                    [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                    heading="Point on the map",
                ),
            ],
        ),
        (
            "When it is open",
            [
                InlinePanel(
                    "schedules", OPENING_PANELS, heading="Opening times", label="Opening time"
                ),
                InlinePanel("phones", PHONE_PANELS, heading="Phone numbers", label="Phone number"),
            ],
        ),
        (
            "Getting in and around",
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel(n) for n in FACTS[i : i + 2]])
                        for i in (0, 2, 4, 6)
                    ],
                    heading="Facts",
                ),
                FieldPanel("accessibility", help_text="What a wheelchair user would ask."),
                FieldPanel("transportation"),
                FieldPanel("parking"),
            ],
        ),
        (
            "More",
            [
                FieldPanel("description"),
                FieldPanel("kept_by", heading="Kept right by"),
                FieldPanel("uprn"),
                MultiFieldPanel(SOURCE_PANELS, heading="Where it came from"),
            ],
        ),
    ]


class ClosureFilterSet(WagtailFilterSet):
    class Meta:
        model = Closure
        fields = {"first_day": ["gte"], "last_day": ["lte"]}


class ClosureViewSet(PlainViewSet):
    model = Closure
    base_url_path = "directory/closures"
    icon = "calendar-alt"
    menu_label = "Closures of places"
    ordering = ["-first_day"]
    search_fields = ["location__name", "location__address_1", "reason"]
    filterset_class = ClosureFilterSet
    list_select_related = ["location"]
    list_display = ["location", "first_day", "last_day", "opens_at", "closes_at", "reason"]
    panels = [
        FieldPanel("location"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldPanel("reason", help_text="People see this at once, such as “Bank holiday”."),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
            heading="Only if it is open at other times on these days",
        ),
    ]


class SessionChangeListView(ListView):
    """Session changes with the session in words, looked up for the whole page at once."""

    def search_queryset(self, queryset):
        """Look for the service, who runs it and where, which the change itself does not name."""
        if not self.is_searching:
            return queryset
        fields = ["service__name", "service__organisation__name", "location__name", "name"]
        sessions = matching(Session.objects.order_by(), fields, self.search_query)
        return queryset.filter(session_uid__in=sessions.values("uid"))

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        changes = context["object_list"]
        words = words_of([change.session_uid for change in changes])
        for change in changes:
            change.in_words = words.get(change.session_uid, "A session that is gone")
        return context


class SessionChangeFilterSet(WagtailFilterSet):
    class Meta:
        model = SessionChange
        fields = {"on": ["gte", "lte"], "is_cancelled": ["exact"]}


class SessionChangeViewSet(PlainViewSet):
    model = SessionChange
    index_view_class = SessionChangeListView
    add_view_class = SessionChangeCreateView
    edit_view_class = SessionChangeEditView
    base_url_path = "directory/session-changes"
    icon = "calendar-alt"
    menu_label = "Cancelled and changed sessions"
    ordering = ["-on"]
    search_fields = ["reason"]
    filterset_class = SessionChangeFilterSet
    list_display = [
        Column("session", label="Session", accessor="in_words"),
        "on",
        "is_cancelled",
        "opens_at",
        "closes_at",
        "reason",
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("session_uid"),
            FieldPanel("on"),
            FieldPanel("is_cancelled"),
            FieldPanel("reason", help_text="People see this at once."),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
                heading="Only if it is on at other times that day",
            ),
        ],
        base_form_class=SessionChangeForm,
    )
