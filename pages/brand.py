"""The area's own colours as a small style sheet, because pages hold no inline styles."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from pages.colours import INK, WHITE, contrast
from pages.site_facts import site_facts

#: How long browsers may keep it: pages name it by its version, so a change shows at once.
SECONDS = 7 * 24 * 3600


def _etag(request):
    return f'"{site_facts().brand_version}"'


@require_safe
@condition(etag_func=_etag)
def style_sheet(request):
    """GET /brand.css: CSS custom properties of the area's colours."""
    facts = site_facts()
    on_brand = max((WHITE, INK), key=lambda words: contrast(words, facts.brand_colour))
    css = (
        f":root{{--od-brand:{facts.brand_colour};--od-brand-text:{on_brand};"
        f"--od-accent:{facts.accent_colour}}}\n"
    )
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
