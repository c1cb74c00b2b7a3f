"""Panels of the staff forms that show more than fields."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.panels import Panel

from records.checking import checks_of


class LastCheckedPanel(Panel):
    """When the record was last checked and by what role, with the way to confirm it."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": "Last checked", **kwargs})

    @property
    def clean_name(self):
        return super().clean_name or "last_checked"

    class BoundPanel(Panel.BoundPanel):
        template_name = "records/staff/last_checked.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            viewset = type(self.instance).snippet_viewset
            context["standing"] = self.instance.standing
            context["checks"] = checks_of(self.instance)
            context["live"] = self.instance.live
            context["confirm_url"] = reverse(
                viewset.get_url_name("confirm"), args=[quote(self.instance.pk)]
            )
            return context
