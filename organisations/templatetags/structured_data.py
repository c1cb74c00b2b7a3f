"""schema.org data blocks in pages."""

from django import template
from django.utils.html import format_html

from organisations.json_ld import script_text

register = template.Library()


@register.simple_tag
def json_ld(data):
    """The data as a script element that holds data, not code: a strict CSP lets it be."""
    return format_html('<script type="application/ld+json">{}</script>', script_text(data))
