from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self):
        from accounts import second_factor  # noqa: F401  (connects its signal receiver)


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts of colleagues, with our limits."""

    user_viewset = "accounts.staff_accounts.StaffViewSet"
