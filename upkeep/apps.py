from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "upkeep"
    verbose_name = "keeping it true"

    def ready(self):
        from upkeep import review_signals

        review_signals.connect()
