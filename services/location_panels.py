"""The point of a place on a small map of our own, to be looked at and put right."""

from wagtail.admin.panels import MultiFieldPanel

from services.location_form import FROM_POSTCODE
from services.staff_map import StaffMap


class MapPanel(MultiFieldPanel):
    """Where the point is and where it came from, with a button to work it out again."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "services/staff/location_map.html"

        class Media:
            js = ["services/staff_map.js"]

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            place = self.instance
            context["place"] = place
            context["map"] = StaffMap(place.latitude, place.longitude)
            context["from_postcode"] = FROM_POSTCODE
            return context
