"""What keeping it true adds to the staff area."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from upkeep import audit, review_hooks  # noqa: F401
from upkeep.desk.panel import DeskPanel

hooks.register("register_log_actions", audit.register)


@hooks.register("register_admin_urls")
def desk_addresses():
    return [path("desk/", include("upkeep.desk.urls"))]


@hooks.register("register_admin_menu_item")
def desk_in_the_menu():
    return MenuItem("The desk", reverse("upkeep_desk:desk"), icon_name="tasks", order=1)


@hooks.register("construct_homepage_panels", order=10)
def desk_on_the_front_page(request, panels):
    panels.insert(0, DeskPanel(request))
