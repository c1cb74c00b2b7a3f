from django.apps import AppConfig
from django.db.models.signals import post_save


class UpkeepConfig(AppConfig):
    name = "upkeep"
    verbose_name = "keeping it true"

    def ready(self):
        from records.models import Standing
        from upkeep import review_signals, whom_to_ask
        from upkeep.call_tasks import close_answered

        post_save.connect(close_answered, sender=Standing, dispatch_uid="upkeep-calls-answered")
        review_signals.connect()
        whom_to_ask.connect()
