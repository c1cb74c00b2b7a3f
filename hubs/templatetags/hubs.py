"""Hubs and access points on pages of lower apps."""

from django import template
from django.utils import timezone

from hubs.access import access_points_for, codes_around
from hubs.nearest import hubs_near

register = template.Library()


@register.simple_tag
def nearest_hub(service):
    """The NearHub nearest to the service's first place that may be shown, or None.

    A service with a confidential place gets none: the nearest hub would tell where it is.
    """
    locations = [at.location for at in service.at_locations.all()]
    points = [location.shown_point for location in locations if location.shown_point]
    if not points or any(location.is_confidential for location in locations):
        return None
    return next(iter(hubs_near(points[0], timezone.now(), limit=1)), None)


@register.simple_tag
def access_points_near(service):
    """Up to three published access points for the areas the service serves, or where it is.

    A confidential place does not count; then only the coverage does.
    """
    areas = {area.pk for area in service.coverage.all()}
    if not areas:
        areas = {
            at.location.council_id
            for at in service.at_locations.all()
            if at.location.council_id and not at.location.is_confidential
        }
    return access_points_for(codes_around(areas))[:3]


@register.filter
def route_for(route):
    """Whom a route of an access point is for: "In Darlington, age 18 and over"."""
    area = f"In {route.area.name}" if route.area else ""
    youngest, oldest = route.minimum_age, route.maximum_age
    if youngest is not None and oldest is not None:
        age = f"Age {youngest} to {oldest}"
    elif youngest is not None:
        age = f"Age {youngest} and over"
    else:
        age = f"Age {oldest} and under" if oldest is not None else ""
    return f"{area}, {age.lower()}" if area and age else area or age
