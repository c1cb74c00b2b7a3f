"""What every page for the people of an organisation has in common.

Signed in, or to the sign-in page; somebody else's, unknown or gone: 404. No copy stays in the
browser. Who sent a form that is no longer theirs to send gets back what they typed.
"""

import uuid
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, render, resolve_url

from organisations.permissions import own_organisation
from records.private_pages import keep_private
from services.models import Location, Service
from upkeep import words_kept


def for_members(view):
    """Decorate a view of signed-in people: private, and kind to those who have been removed.

    Whoever is signed out by now signs in, and gets back what they had typed into a form.
    """

    @words_kept.may_be_sent_again
    @wraps(view)
    def private(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return _sign_in(request)
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            response = _no_longer(request)
        return keep_private(response)

    return private


def _sign_in(request):
    if request.method == "POST":
        return words_kept.ask_to_sign_in(request)
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def _no_longer(request):
    """The answer to a form that may not be sent (any more): the person's own words, nothing else."""
    context = {"typed": words_kept.words_of(request.POST)}
    return render(request, "upkeep/listings_gone.html", context, status=404)


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
