"""What keeping it true adds to the staff area."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from organisations.models import Organisation
from records.models import Record
from upkeep import audit, review_hooks  # noqa: F401
from upkeep.desk.checks import may_decide
from upkeep.desk.panel import DeskPanel
from upkeep.kinds import kind_of
from upkeep.staff_mail_choice import StaffMailPanel

hooks.register("register_log_actions", audit.register)


@hooks.register("register_admin_urls")
def desk_addresses():
    return [path("desk/", include("upkeep.desk.urls"))]


@hooks.register("register_admin_menu_item")
def desk_in_the_menu():
    return MenuItem("The desk", reverse("upkeep_desk:desk"), icon_name="tasks", order=1)


@hooks.register("register_reports_menu_item")
def searches_in_the_reports():
    url = reverse("upkeep_desk:searched")
    return MenuItem("What people searched for", url, icon_name="search", order=50)


@hooks.register("register_help_menu_item")
def how_this_works():
    return MenuItem("How this works", reverse("upkeep_desk:how"), icon_name="help", order=1)


@hooks.register("register_account_settings_panel")
def mail_about_the_desk(request, user, profile):
    return StaffMailPanel(request, user, profile)


@hooks.register("construct_homepage_panels", order=10)
def desk_on_the_front_page(request, panels):
    panels.insert(0, DeskPanel(request))


@hooks.register("register_snippet_listing_buttons")
def told_by_the_group(snippet, user, next_url=None):
    """Beside each record in its list: write down what its group told us."""
    may_change = isinstance(snippet, Record) and policy_registry.get_by_type(
        type(snippet)
    ).user_has_permission(user, "change")
    if may_change:
        url = reverse("upkeep_desk:told", args=[kind_of(snippet), snippet.uid])
        yield Button("The group told us", url=url, icon_name="comment", priority=60)
    if isinstance(snippet, Organisation) and may_decide(user):
        url = reverse("upkeep_desk:group", args=[snippet.uid])
        yield Button("Its people, and trust", url=url, icon_name="group", priority=61)
