from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self):
        from services.needs import Need
        from services.vocabulary import touch

        for signal in (post_save, post_delete):
            signal.connect(touch, sender=Need, dispatch_uid=f"vocabulary-{id(signal)}")
