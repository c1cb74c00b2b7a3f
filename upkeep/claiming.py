"""/claim/<uid>/: "this listing is ours", by a code to its address or by asking people."""

from smtplib import SMTPException

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from organisations import claims, people
from organisations.models import Claim, Organisation
from upkeep.members import for_members
from upkeep.people_forms import ClaimWordsForm, CodeForm, posted


@for_members
def claim(request, organisation_uid):
    """Choose a way to show that it is yours, or see that we are looking at it."""
    organisation = get_object_or_404(claims.claimable(), uid=organisation_uid)
    if _is_kept(organisation) and organisation.memberships.filter(user=request.user).exists():
        return redirect("upkeep:organisation", organisation.uid)
    form = ClaimWordsForm(posted(request))
    if form.is_valid() and _started(request, organisation, form):
        return redirect("upkeep:claim", organisation.uid)
    return _page(request, organisation, form)


def _is_kept(organisation):
    """Whether it has an owner. Where the last one has gone, its editors may ask to be one."""
    return people.owners(organisation).exists()


def _page(request, organisation, form, status=200):
    waiting = claims.waiting_claim(organisation, request.user)
    context = {
        "organisation": organisation,
        "heading": f"Is {organisation} yours?",
        "form": form,
        "has_errors": bool(form.errors),
        "claim": waiting if waiting and waiting.words else None,
        "has_owners": _is_kept(organisation),
        "takes_a_code": claims.takes_a_code(organisation),
        "address": claims.address_on_record(organisation)[1],
        "back": _back(organisation),
    }
    return render(request, "upkeep/claim.html", context, status=status)


def _back(organisation):
    """(address, label): its page, or where a timer has hidden that, one's own listings."""
    if Organisation.objects.published().filter(pk=organisation.pk).exists():
        return organisation.get_absolute_url(), str(organisation)
    return reverse("upkeep:listings"), "Your listings"


def _started(request, organisation, form):
    try:
        claims.start(organisation, user=request.user, words=form.cleaned_data["words"])
    except ValidationError as error:
        form.add_error("words", error)
        return False
    messages.success(request, "Thank you. We have told the people who decide.")
    return True


@require_POST
@for_members
def send_code(request, organisation_uid):
    """Send a code to the address on the record, and go on to where it is typed."""
    organisation = get_object_or_404(claims.claimable(), uid=organisation_uid)
    form = ClaimWordsForm()
    if not ratelimit.consume(request, action="claim_code", key=str(organisation.uid)):
        messages.error(request, "Too many codes were asked for. Try again tomorrow, or tell us.")
        return _page(request, organisation, form, status=429)
    try:
        claims.send_code(organisation, user=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return _page(request, organisation, form, status=429)
    except ValueError:
        return _page(request, organisation, form)
    except (OSError, SMTPException):
        messages.error(request, "We could not send the e-mail now. Try again in a few minutes.")
        return _page(request, organisation, form, status=503)
    return redirect("upkeep:claim_code", organisation.uid)


@for_members
def code(request, organisation_uid):
    """Type the code that came to the address on the record."""
    organisation = get_object_or_404(claims.claimable(), uid=organisation_uid)
    waiting = claims.waiting_claim(organisation, request.user)
    if waiting is None or not claims.code_is_open(waiting):
        return redirect("upkeep:claim", organisation.uid)
    if not claims.takes_a_code(organisation):
        messages.error(
            request, "Somebody else looks after it by now. Tell us how you belong to it."
        )
        return redirect("upkeep:claim", organisation.uid)
    form = CodeForm(posted(request))
    if form.is_valid():
        if claims.try_code(waiting, form.cleaned_data["code"]):
            messages.success(request, f"You look after {organisation} now.")
            return redirect("upkeep:organisation", organisation.uid)
        waiting.refresh_from_db()
        if waiting.state == Claim.State.APPROVED:  # the same code, sent twice
            return redirect("upkeep:organisation", organisation.uid)
        if not claims.code_is_open(waiting):
            messages.error(request, "The code was wrong too often. Ask for a new one.")
            return redirect("upkeep:claim", organisation.uid)
        form.add_error("code", "This code is wrong. Type the newest one that we sent.")
    context = {
        "organisation": organisation,
        "heading": "Type the code",
        "form": form,
        "has_errors": bool(form.errors),
        "address": claims.address_on_record(organisation)[1],
        "back": (f"/claim/{organisation.uid}/", "Other ways"),
    }
    return render(request, "upkeep/claim_code.html", context)


@require_POST
@for_members
def withdraw(request, organisation_uid):
    """Its person does not want it any more."""
    organisation = get_object_or_404(claims.claimable(), uid=organisation_uid)
    if waiting := claims.waiting_claim(organisation, request.user):
        claims.withdraw(waiting)
        messages.success(request, "We stopped looking at it.")
    return redirect(_back(organisation)[0])
