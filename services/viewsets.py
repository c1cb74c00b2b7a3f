"""Services, and the words that describe them, in the staff area."""

import django_filters
from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from organisations.models import Organisation
from organisations.viewsets import CONTACT_PANELS, PHONE_PANELS
from records.facts import Fact
from records.filters import OnlyFilter, RecordFilterSet
from records.sources import SOURCE_PANELS, SourceFilter
from records.viewsets import PlainViewSet, RecordViewSet
from records.widgets import TickList
from services.forms import ServiceForm
from services.models import Audience, Language, Need, Service
from services.need_panels import NeedsPanel
from services.previews import service_preview
from services.schedule_panels import ROUTE_PANELS, SESSION_PANELS
from services.sent_here import left_behind
from services.session_change_views import ServiceEditView, ServiceListView


class ServiceFilterSet(RecordFilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.order_by("name"))
    without_needs = OnlyFilter("has no needs yet", needs__isnull=True)
    needs = django_filters.ModelChoiceFilter(queryset=Need.objects.order_by("path"), label="Need")
    status = django_filters.MultipleChoiceFilter(
        choices=Service.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    cost = django_filters.MultipleChoiceFilter(
        choices=Service.Cost.choices, widget=forms.CheckboxSelectMultiple
    )
    needs_referral = django_filters.MultipleChoiceFilter(
        label="Needs a referral", choices=Fact.choices, widget=forms.CheckboxSelectMultiple
    )
    source = SourceFilter(Service)

    class Meta:
        model = Service
        fields = ["shown", "check", "organisation", "needs", "without_needs"]


WHAT = [
    FieldPanel("organisation"),
    FieldPanel("name", required_on_save=True),
    FieldPanel("alternate_name", help_text="Another name, or its short form."),
    FieldPanel("summary", help_text="What it is, for somebody who has never heard of it."),
    FieldPanel("description", help_text="Say what happens there, in everyday words."),
    FieldPanel("status", heading="Is it running?"),
    FieldPanel("alert", help_text="Shown at the top of its page, such as “Closed over Christmas”."),
]
WHO = [
    NeedsPanel("needs"),
    FieldPanel("declined_needs", classname="collapsed"),
    FieldPanel("eligibility"),
    FieldRowPanel(
        [
            FieldPanel("minimum_age", heading="From what age", help_text="Empty: from any age."),
            FieldPanel("maximum_age", heading="Up to what age", help_text="Empty: to any age."),
        ]
    ),
    FieldRowPanel([FieldPanel("needs_diagnosis"), FieldPanel("needs_referral")]),
    MultiFieldPanel(
        [
            FieldPanel("exclusions", help_text="Leave it empty if it turns nobody away."),
            FieldPanel("alternative", help_text="Needed if anybody is turned away."),
            FieldPanel("alternative_service", help_text="The service to go to, if it is listed."),
            FieldPanel("alternative_url", heading="Web page of the alternative"),
        ],
        heading="Who cannot use it, and where they can go",
    ),
    FieldPanel("audiences", widget=TickList),
    FieldPanel("serves", widget=TickList),
    FieldPanel("led_by", widget=TickList),
    FieldPanel("languages", widget=TickList),
    FieldPanel("interpretation_services"),
]
START = [
    InlinePanel("routes", ROUTE_PANELS, heading="How to start", label="Way in"),
    FieldPanel("what_happens_next", help_text="What happens after the first contact."),
    FieldRowPanel(
        [
            FieldPanel("wait", help_text="Such as “about six weeks”."),
            FieldPanel("wait_checked_on", heading="The wait was like that on"),
        ]
    ),
    InlinePanel("phones", PHONE_PANELS, heading="Phone numbers", label="Phone number"),
    FieldPanel("email"),
    FieldPanel("url"),
    InlinePanel("contacts", CONTACT_PANELS, heading="Contacts", label="Contact"),
]
WHERE = [
    FieldRowPanel([FieldPanel(name) for name in Service.ATTENDING], heading="Ways to take part"),
    InlinePanel(
        "at_locations",
        [FieldPanel("location"), FieldPanel("description")],
        heading="Places",
        label="Place",
        help_text="Is a place not listed yet? Add it under Places first.",
    ),
    InlinePanel(
        "sessions",
        SESSION_PANELS,
        heading="Days and times",
        label="Time",
        help_text="For one day off, use “Cancel or change a session” in the menu (•••) above.",
    ),
    FieldPanel("coverage"),
    FieldPanel("coverage_note"),
]
COST = [
    FieldPanel("cost"),
    FieldPanel("fees_description"),
    InlinePanel(
        "cost_options",
        [
            FieldRowPanel([FieldPanel("option"), FieldPanel("amount", help_text="In pounds.")]),
            FieldPanel("amount_description"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        ],
        heading="Prices",
        label="Price",
    ),
]
MORE = [
    FieldRowPanel(
        [
            FieldPanel("starts_on", help_text="Only if it has not started yet."),
            FieldPanel("ends_on", help_text="Only if it will end."),
        ]
    ),
    FieldPanel("onward"),
    FieldPanel("onward_service", heading="The service to go to then"),
    FieldPanel("accreditations"),
    FieldPanel("private_notes"),
    MultiFieldPanel(SOURCE_PANELS, heading="Where it came from"),
]


class ServiceViewSet(RecordViewSet):
    model = Service
    base_form_class = ServiceForm
    index_view_class = ServiceListView
    edit_view_class = ServiceEditView
    preview = staticmethod(service_preview)
    left_behind = staticmethod(left_behind)
    base_url_path = "directory/services"
    icon = "list-ul"
    menu_label = "Services"
    search_fields = ["name", "alternate_name", "summary", "description", "organisation__name"]
    chooser_columns = [Column("organisation", label="Organisation")]
    filterset_class = ServiceFilterSet
    list_columns = [Column("organisation", label="Organisation", sort_key="organisation__name")]
    list_select_related = ["organisation"]
    list_export = [
        "uid", "name", "organisation.name", "summary", "status", "get_cost_display", "email", "url",
        "needs_referral", "needs_diagnosis", "wait", "wait_checked_on", "live", "checked_at",
        "checked_by_role", "due_at", "source", "source_id",
    ]  # fmt: skip
    own_export_headings = {
        "organisation.name": "Organisation",
        "get_cost_display": "Cost",
    }
    export_filename = "services"
    tabs = [
        ("What it is", WHAT),
        ("Who it is for", WHO),
        ("How to start", START),
        ("Where and when", WHERE),
        ("Cost", COST),
        ("More", MORE),
    ]


class SluggedViewSet(PlainViewSet):
    """A short list of words with an order of its own."""

    list_display = ["name", "slug", "sort_order"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug", help_text="Used in addresses of pages. Best left as it is."),
        FieldPanel("sort_order", help_text="Smaller numbers come first."),
    ]


class AudienceViewSet(SluggedViewSet):
    model = Audience
    base_url_path = "directory/audiences"
    icon = "user"
    menu_label = "Audiences"


class LanguageViewSet(PlainViewSet):
    model = Language
    base_url_path = "directory/languages"
    icon = "globe"
    menu_label = "Languages"
    search_fields = ["name", "code"]
    list_display = ["name", "code"]
    panels = [
        FieldPanel("name"),
        FieldPanel("code", help_text="Three letters of ISO 639-3, such as eng. BSL is bfi."),
    ]
