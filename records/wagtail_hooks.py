"""What records add to the staff area."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from records.bulk_actions import ACTIONS
from records.checking import CONFIRMED
from records.deleting import ReasonedDeleteAction
from records.home_panel import WorkPanel
from records.publishing import REFUSED

for action in ACTIONS:
    hooks.register("register_bulk_action", action)

# After Wagtail's own "delete", so that ours takes its place.
hooks.register("register_bulk_action", ReasonedDeleteAction, order=10)


@hooks.register("insert_global_admin_css")
def staff_styles():
    return format_html('<link rel="stylesheet" href="{}">', static("records/staff.css"))


@hooks.register("construct_homepage_panels")
def work_of_today(request, panels):
    """What waits for the website manager stands first on the front page of the staff area."""
    panels.insert(0, WorkPanel(request))


@hooks.register("register_log_actions")
def register_actions(registry):
    @registry.register_action(CONFIRMED)
    class Confirmed(LogFormatter):
        label = "Confirm as checked"

        def format_message(self, log_entry):
            role, told_by = log_entry.data.get("role", ""), log_entry.data.get("told_by", "")
            if told_by:
                return f"Confirmed by staff for {role}. Told by {told_by}"
            return f"Confirmed as checked by role “{role}”"

    @registry.register_action(REFUSED)
    class Refused(LogFormatter):
        label = "Scheduled publishing refused"

        def format_message(self, log_entry):
            return f"Could not be published as planned. {log_entry.data.get('reason', '')}"
