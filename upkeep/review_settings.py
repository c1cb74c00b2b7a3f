"""Which fields always need review, also of a group that publishes without (a site setting)."""

from django import forms
from django.apps import apps
from django.db import models
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from records.widgets import TickList

KINDS = ("organisations.organisation", "services.location", "services.service")
#: Who somebody is, what a service is for, and what must stay secret.
DEFAULT = [
    "organisations.organisation.name",
    "organisations.organisation.kind",
    "organisations.organisation.parent_organisation",
    "services.location.is_confidential",
    "services.location.kept_by",
    "services.service.name",
    "services.service.organisation",
    "services.service.needs",
]


def default_fields():
    return list(DEFAULT)


def field_choices():
    """[(kind of record, [(code, label)])] of all that a group can change."""
    from upkeep.changes import STAFF_ONLY, names_of

    found = []
    for kind in KINDS:
        model = apps.get_model(kind)
        names = [item for item in names_of(model).items() if item[0] not in STAFF_ONLY]
        options = [(f"{kind}.{name}", label) for name, label in names]
        found.append((str(model._meta.verbose_name).capitalize(), options))
    return found


class ReviewSettingsForm(WagtailAdminModelForm):
    always_review = forms.MultipleChoiceField(
        label="These always need review",
        choices=field_choices,
        widget=TickList,
        required=False,
        help_text="If one of them changes, the record waits for you, whoever changed it.",
    )


@register_setting(icon="check")
class ReviewSettings(BaseGenericSetting):
    """What a trusted group may not change by itself."""

    always_review = models.JSONField(default=default_fields, blank=True)

    edit_handler = ObjectList([FieldPanel("always_review")], base_form_class=ReviewSettingsForm)

    class Meta:
        verbose_name = "review of what groups send"

    def __str__(self):
        return "Review of what groups send"


def always_reviewed(model):
    """Names of the fields of this kind of record that always need review."""
    kind = f"{model._meta.label_lower}."
    codes = ReviewSettings.load().always_review
    return {code.removeprefix(kind) for code in codes if code.startswith(kind)}
