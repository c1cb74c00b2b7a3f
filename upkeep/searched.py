"""What people searched for that found an organisation, or nearly did. Counts only, rounded."""

from django.shortcuts import render
from django.urls import reverse

from organisations.permissions import own_organisation
from search.asked_for import STEP, is_counted, period
from services.models import Service
from upkeep import drafts
from upkeep.found_by import Kind, outcomes
from upkeep.members import for_members
from upkeep.page_tables import page_of


@for_members
def searched(request, organisation_uid):
    """GET: topics with how often they were searched for, and where the organisation stood."""
    own = own_organisation(request.user, organisation_uid)
    found = outcomes(own)
    context = {
        "organisation": own,
        "above": str(drafts.newest(own)),
        "is_counted": is_counted(),
        "period": period(),
        "step": STEP,
        "found": [one for one in found if one.kind == Kind.FOUND],
        "nearly": [(one, *_improving(own, one)) for one in found if one.kind == Kind.NEARLY],
        "beside": [(one, *_improving(own, one)) for one in found if one.kind == Kind.BESIDE],
        "heading": "What people searched for",
        "back": (reverse("upkeep:organisation", args=[own.uid]), "Back to your listings"),
    }
    return render(request, "upkeep/searched.html", context)


def _improving(organisation, outcome):
    """(title, address) of the page of the listing that would help."""
    address = reverse("upkeep:edit_service", args=[organisation.uid, outcome.service, outcome.page])
    return page_of(Service, outcome.page).title, address
