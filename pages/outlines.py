"""Outlines of the site's own areas, for the map without tiles."""

import json

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from pages.site_facts import site_facts
from places.models import Area

DAY = 24 * 3600


def _etag(request):
    return f'"{"-".join(sorted(site_facts().own_areas))}"'


@require_safe
@condition(etag_func=_etag)
def outline(request):
    """GET /areas/outline.json: the councils of this site as GeoJSON; empty where none are set."""
    areas = Area.objects.filter(code__in=site_facts().own_areas, geometry__isnull=False)
    features = [
        {"type": "Feature", "properties": {"name": area.name}, "geometry": area.geometry}
        for area in areas
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
