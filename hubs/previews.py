"""Hubs, single points of access and crisis lines as the public would see them before publishing."""

from django.shortcuts import render
from django.utils import timezone

from hubs.access_page import AccessPage
from hubs.hub_page import HubPage
from hubs.json_ld import access_point_data, hub_data


def hub_preview(request, hub):
    """The page of `hub` as it stands in the form; for staff only."""
    page = HubPage(hub, timezone.now())
    context = {
        "page": page,
        "hub": hub,
        "json_ld_data": hub_data(page, request.build_absolute_uri),
    }
    return render(request, "hubs/hub_detail.html", context)


def access_point_preview(request, point):
    """The page of `point` as it stands in the form; for staff only."""
    page = AccessPage(point, timezone.now())
    context = {
        "page": page,
        "point": point,
        "json_ld_data": access_point_data(point, page.organisation, request.build_absolute_uri),
    }
    return render(request, "hubs/access_point_detail.html", context)


def crisis_line_preview(request, line):
    """The crisis page with `line` alone on it, as it stands in the form; for staff only."""
    topics = [("Preview", [line])]
    context = {"topics": topics, "lines": [line], "crisis_shown": True, "sensitive": True}
    return render(request, "hubs/crisis.html", context)
