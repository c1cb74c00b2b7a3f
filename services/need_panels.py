"""The needs of a service, with what its own words suggest."""

from wagtail.admin.panels import FieldPanel

from services.suggestions import suggested_needs


class NeedsPanel(FieldPanel):
    """The needs to tick, led by those that the service's own words speak of."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "services/staff/needs_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            service = self.instance
            context["suggestions"] = suggested_needs(service) if service.pk else []
            return context
