from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self):
        from places import checks, edition  # noqa: F401  (registers the checks)

        edition.watch()
