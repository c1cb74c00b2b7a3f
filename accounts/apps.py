from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self):
        from accounts import checks, second_factor  # noqa: F401  (registered by being imported)


class StaffAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's accounts of colleagues, with our limits."""

    user_viewset = "accounts.staff_accounts.StaffViewSet"
