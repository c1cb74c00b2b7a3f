"""The desk on the front page of the staff area: how much there is to do, and the way there."""

from wagtail.admin.ui.components import Component

from upkeep.desk.sections import sections_for


class DeskPanel(Component):
    name = "desk"
    template_name = "upkeep/desk/home_panel.html"
    order = 5

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        return {"total": sum(section.count() for section in sections_for(self.request.user))}
