"""What every page for the people of an organisation has in common.

Signed in, or to the sign-in page; somebody else's, unknown or gone: 404. No copy stays in the
browser. Who sent a form that is no longer theirs to send gets back what they typed.
"""

import uuid
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from organisations.permissions import own_organisation
from services.models import Location, Service

#: Inputs that carry no words of the person: hidden ones, boxes and choices.
WORDLESS = {
    "csrfmiddlewaretoken", "seen", "began", "uid", "row", "later", "add", "look_now", "kind",
    "days", "often", "booking", "bank_holidays", "referrer", "status", "cost", "location", "needs",
    "place", "is_cancelled", "languages", "audiences", "serves", "led_by", "coverage",
}  # fmt: skip
BARE_ANSWERS = {"on", "yes", "no", "unknown"}


def for_members(view):
    """Decorate a view of signed-in people: private, and kind to those who have been removed."""

    @wraps(view)
    def private(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            response = _no_longer(request)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return login_required(private)


def _no_longer(request):
    """The answer to a form that may not be sent (any more): the person's own words, nothing else."""
    typed = [
        text.strip()
        for name, texts in request.POST.lists()
        if name.rpartition("-")[2] not in WORDLESS
        for text in texts
        if text.strip() and text not in BARE_ANSWERS
    ]
    return render(request, "upkeep/listings_gone.html", {"typed": typed}, status=404)


def own_service(user, organisation_uid, uid):
    """(organisation, service) where both are the user's own; raises Http404 otherwise."""
    organisation = own_organisation(user, organisation_uid)
    return organisation, get_object_or_404(Service, organisation=organisation, uid=uid)


def own_place(user, organisation_uid, uid):
    """(organisation, place) where the place is kept by the user's organisation; else Http404."""
    organisation = own_organisation(user, organisation_uid)
    return organisation, get_object_or_404(Location, kept_by=organisation, uid=uid)


def uid_or_404(text):
    """The UUID that a form sent as `text`; raises Http404 for anything that is none."""
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        raise Http404 from None
