from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self):
        from services.models import Location
        from services.needs import Need
        from services.secret_places import close_older
        from services.vocabulary import touch

        for signal in (post_save, post_delete):
            signal.connect(touch, sender=Need, dispatch_uid=f"vocabulary-{id(signal)}")
        published.connect(close_older, sender=Location, dispatch_uid="places-stay-secret")
