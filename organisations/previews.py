"""An organisation as the public would see it, before it is published."""

from django.shortcuts import render

from organisations.json_ld import organisation_data
from organisations.logos import shown
from organisations.models import Organisation


def organisation_preview(request, organisation):
    """The page of `organisation` as it stands in the form; for staff only."""
    published = Organisation.objects.published()
    context = {
        "organisation": organisation,
        "parent": published.filter(pk=organisation.parent_organisation_id).first(),
        "branches": published.filter(parent_organisation=organisation.pk),
        "logo": shown(organisation),
        "standing": organisation.standing,
        "json_ld_data": organisation_data(organisation, request.build_absolute_uri),
    }
    return render(request, "organisations/organisation_detail.html", context)
