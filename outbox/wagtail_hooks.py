"""What the outbox adds to the staff area."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from outbox.by_hand import ACTIONS
from outbox.staff_views import MailListView, mail_action, may_see


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("mail/", MailListView.as_view(), name="outbox_mail"),
        path("mail/results/", MailListView.as_view(results_only=True), name="outbox_mail_results"),
        path("mail/<uuid:uid>/<slug:name>/", mail_action, name="outbox_mail_action"),
    ]


class MailMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def mail_in_the_menu():
    return MailMenuItem("Mail", reverse("outbox_mail"), icon_name="mail", order=130)


@hooks.register("register_log_actions")
def register_actions(registry):
    for action in ACTIONS.values():
        _register(registry, action)


def _register(registry, action):
    @registry.register_action(action.log_action)
    class Done(LogFormatter):
        label = action.label

        def format_message(self, log_entry):
            return f"Mail: {action.label.lower()}"
