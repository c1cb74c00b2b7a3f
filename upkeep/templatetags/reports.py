"""The way from a public record to saying that something is wrong with it."""

from django import template
from django.urls import reverse

from upkeep.kinds import kind_of

register = template.Library()


@register.simple_tag
def report_address(record):
    """Address of the page on which people say what is wrong with `record`."""
    return reverse("upkeep:report", args=[kind_of(record), record.uid])
