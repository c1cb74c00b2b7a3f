from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from search import signals
        from search.models import CrisisPhrase, Synonym
        from services.vocabulary import touch

        for sender in (CrisisPhrase, Synonym):
            for signal in (post_save, post_delete):
                uid = f"vocabulary-{sender.__name__}-{id(signal)}"
                signal.connect(touch, sender=sender, dispatch_uid=uid)
        signals.connect()
