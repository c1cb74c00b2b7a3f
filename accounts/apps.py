from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import second_factor  # noqa: F401  (connects its signal receiver)
