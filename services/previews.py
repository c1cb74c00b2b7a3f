"""A service as the public would see it, before it is published."""

from django.shortcuts import render
from django.utils import timezone

from services.json_ld import service_data
from services.service_page import ServicePage


def service_preview(request, service):
    """The page of `service` as it stands in the form, its rows unsaved; for staff only."""
    page = ServicePage(service, timezone.now())
    context = {
        "page": page,
        "service": service,
        "json_ld_data": service_data(page, request.build_absolute_uri),
        "sensitive": page.is_sensitive,
    }
    return render(request, "services/service_detail.html", context)
