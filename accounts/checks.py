"""Looks, before the site goes public, whether its limits hold."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

#: Caches in which each process has counts of its own, or two at once are counted as one.
MISCOUNTING = (
    "django.core.cache.backends.locmem.",
    "django.core.cache.backends.dummy.",
    "django.core.cache.backends.filebased.",
    "django.core.cache.backends.db.",
)


@register(Tags.security, deploy=True)
def check_that_counts_are_shared(app_configs, **kwargs):
    """Whether the default cache is one that all processes count in, none of them twice."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.startswith(MISCOUNTING):
        return []
    return [
        Warning(
            f"CACHE_URL names a cache in which limits do not hold: {backend}.",
            hint="Leave CACHE_URL out on one machine; with several name a Redis or memcached.",
            id="accounts.W001",
        )
    ]
