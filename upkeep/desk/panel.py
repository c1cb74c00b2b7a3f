"""The desk on the front page of the staff area: how much there is to do, and the way there."""

from wagtail.admin.ui.components import Component

from upkeep.desk.sections import things_to_do


class DeskPanel(Component):
    name = "desk"
    template_name = "upkeep/desk/home_panel.html"
    order = 5

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        return {"total": things_to_do(self.request.user)}
