"""/invitation/<signed>/: somebody who was asked to help says yes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from organisations.claims import masked
from organisations.invitations import (
    AnotherAddress,
    NotOpen,
    accept,
    can_be_accepted,
    from_link,
)


@never_cache
def invitation(request, signed):
    """Who asks for what; a button for the person it was sent to, signed in by a code."""
    found = from_link(signed)
    if found is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        return _accept(request, found)
    return _page(request, found)


def _accept(request, found):
    try:
        membership = accept(found, user=request.user)
    except (NotOpen, AnotherAddress):
        return _page(request, found)
    messages.success(request, f"You look after {found.organisation} now.")
    return redirect("upkeep:organisation", membership.organisation.uid)


def _page(request, found):
    """What stands on the page says nothing of the organisation once the invitation is over."""
    here = found.organisation.memberships.filter(user_id=request.user.pk or 0).exists()
    if here and found.accepted_at:
        return redirect("upkeep:organisation", found.organisation.uid)
    if not can_be_accepted(found):
        return render(request, "upkeep/invitation_over.html", status=410)
    is_theirs = request.user.is_authenticated and (
        request.user.email.lower() == found.email.lower()
    )
    context = {"invitation": found, "is_theirs": is_theirs, "sent_to": masked(found.email)}
    return render(request, "upkeep/invitation.html", context)
