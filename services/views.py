"""Public pages of services and needs."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from records.private_pages import leave_no_copy
from services.json_ld import service_data
from services.need_addresses import need_or_404
from services.need_tree import need_tree, needs_below
from services.service_page import ServicePage, services_for_pages


@require_safe
def service_detail(request, uid):
    """GET /services/<uid>/: everything that is known of one published service."""
    service = get_object_or_404(services_for_pages(), uid=uid)
    page = ServicePage(service, timezone.now())
    context = {
        "page": page,
        "service": service,
        "json_ld_data": service_data(page, request.build_absolute_uri),
        "sensitive": page.is_sensitive,
        "printing": request.GET.get("print") == "1",
    }
    response = render(request, "services/service_detail.html", context)
    return leave_no_copy(response, page.is_sensitive)


@require_safe
def need_list(request):
    """GET /needs/: what people come with, to browse."""
    printing = request.GET.get("print") == "1"
    return render(request, "services/need_list.html", {"needs": need_tree(), "printing": printing})


@require_safe
def need_detail(request, slug):
    """GET /needs/<slug>/: one need, the narrower ones below it, and the way to its results."""
    need = need_or_404(slug)
    context = {
        "need": need,
        "below": needs_below(need),
        "above": need.get_ancestors(),
        "sensitive": need.sensitive,
        "printing": request.GET.get("print") == "1",
    }
    response = render(request, "services/need_detail.html", context)
    return leave_no_copy(response, need.sensitive)
