"""Public pages of organisations."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organisations.json_ld import organisation_data
from organisations.logos import shown
from organisations.models import Organisation
from records.private_pages import leave_no_copy


@require_safe
def organisation_detail(request, uid):
    """GET /organisations/<uid>/: one published organisation and all it offers."""
    organisations = (
        Organisation.objects.published()
        .select_related("logo")
        .prefetch_related("phones", "contacts", "identifiers", "led_by")
    )
    organisation = get_object_or_404(organisations, uid=uid)
    published = Organisation.objects.published()
    sensitive = organisation.services.filter(live=True, needs__sensitive=True).exists()
    context = {
        "organisation": organisation,
        "parent": published.filter(pk=organisation.parent_organisation_id).first(),
        "branches": published.filter(parent_organisation=organisation),
        "logo": shown(organisation),
        "standing": organisation.standing,
        "sensitive": sensitive,
        "json_ld_data": organisation_data(organisation, request.build_absolute_uri),
        "printing": request.GET.get("print") == "1",
    }
    response = render(request, "organisations/organisation_detail.html", context)
    return leave_no_copy(response, sensitive)
