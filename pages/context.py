"""Template context for every page."""

from django.utils.functional import SimpleLazyObject

from pages.site_facts import site_facts


def here(request):
    """`here`: the site's own name, colours, footer and crisis lines."""
    return {"here": SimpleLazyObject(site_facts)}
