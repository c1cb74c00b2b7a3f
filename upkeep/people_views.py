"""/listings/<uid>/people/: who looks after an organisation, and who is asked to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from organisations import claims, people
from organisations.invitations import (
    invite,
    open_invitations,
    somebody_stands_behind,
    withdraw,
)
from organisations.membership import Claim, Role
from organisations.permissions import is_owner, own_organisation, owned_organisation
from upkeep.members import for_members
from upkeep.people_forms import NOBODY, DecideForm, InviteForm, LeaveForm, RoleForm, posted
from upkeep.whom_to_ask import is_asked


def _render(request, template, organisation, heading, **context):
    """A page about the people of an organisation, with the way back to them."""
    form = context.get("form")
    context |= {
        "organisation": organisation,
        "heading": heading,
        "has_errors": bool(form and form.errors),
        "back": (f"/listings/{organisation.uid}/people/", "People"),
    }
    return render(request, f"upkeep/{template}.html", context)


def _to_people(organisation):
    return redirect("upkeep:people", organisation.uid)


@for_members
def people_page(request, organisation_uid):
    """All people of the organisation; its owners also see who was asked and who wants to join."""
    organisation = own_organisation(request.user, organisation_uid)
    owner = is_owner(request.user, organisation)
    memberships = organisation.memberships.select_related("user")
    context = {
        "organisation": organisation,
        "heading": f"People of {organisation}",
        "memberships": memberships.order_by("-role", "since"),
        "is_owner": owner,
        "has_owner": owner or people.owners(organisation).exists(),
        "invitations": _invitations(organisation) if owner else [],
        "claims": claims.to_decide().filter(organisation=organisation) if owner else [],
        "back": (f"/listings/{organisation.uid}/", str(organisation)),
    }
    return render(request, "upkeep/people.html", context)


def _invitations(organisation):
    """[(invitation, whether it can be accepted)]: not where who asked is no owner any more."""
    found = open_invitations(organisation).select_related("by", "organisation")
    return [(invitation, somebody_stands_behind(invitation)) for invitation in found]


@for_members
def invite_page(request, organisation_uid):
    """Ask somebody by e-mail. The answer is the same whether or not they have an account."""
    organisation = owned_organisation(request.user, organisation_uid)
    form = InviteForm(posted(request))
    if form.is_valid() and _invited(request, organisation, form):
        messages.success(request, f"We sent an invitation to {form.cleaned_data['email']}.")
        return _to_people(organisation)
    return _render(request, "people_invite", organisation, "Invite somebody", form=form)


def _invited(request, organisation, form):
    try:
        invite(organisation, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("email", error)
        return False
    return True


@require_POST
@for_members
def withdraw_invitation(request, organisation_uid, uid):
    """Take an invitation back."""
    organisation = owned_organisation(request.user, organisation_uid)
    withdraw(get_object_or_404(organisation.invitations, uid=uid), by=request.user)
    messages.success(request, "The invitation is taken back. Its link opens nothing any more.")
    return _to_people(organisation)


@for_members
def person(request, organisation_uid, uid):
    """Change somebody's role."""
    organisation = owned_organisation(request.user, organisation_uid)
    membership = get_object_or_404(organisation.memberships, uid=uid)
    form = RoleForm(posted(request), initial={"role": membership.role})
    if form.is_valid():
        try:
            people.change_role(membership, form.cleaned_data["role"], by=request.user)
        except people.LastOwner:
            form.add_error(
                "role", "You need one owner at least. Make somebody else an owner first."
            )
        else:
            messages.success(request, f"{membership.user} is changed.")
            return _to_people(organisation)
    context = {"membership": membership, "form": form, "is_self": membership.user == request.user}
    return _render(request, "people_person", organisation, str(membership.user), **context)


@require_POST
@for_members
def remove_person(request, organisation_uid, uid):
    """Take somebody else out at once: their next page is 404."""
    organisation = owned_organisation(request.user, organisation_uid)
    others = organisation.memberships.exclude(user=request.user)
    membership = get_object_or_404(others, uid=uid)
    people.remove(membership, by=request.user)
    messages.success(request, f"{membership.user} can no longer change your listings.")
    return _to_people(organisation)


@for_members
def leave(request, organisation_uid):
    """Leave oneself. The last owner hands over, or says that nobody will look after it."""
    organisation = own_organisation(request.user, organisation_uid)
    membership = get_object_or_404(organisation.memberships, user=request.user)
    others = organisation.memberships.exclude(pk=membership.pk).filter(user__is_active=True)
    is_last = people.is_last_owner(membership)
    form = LeaveForm(posted(request), others=others) if is_last else None
    if request.method == "POST" and (not is_last or form.is_valid()):
        try:
            people.leave(membership, instead=_instead(form, others))
        except people.LastOwner:  # the other owner left a moment ago
            return redirect("upkeep:leave", organisation.uid)
        messages.success(request, f"You no longer look after {organisation}.")
        return redirect("upkeep:listings")
    context = {
        "form": form,
        "is_last": is_last,
        "others": others,
        "is_asked": is_asked(organisation, request.user),
    }
    return _render(request, "people_leave", organisation, f"Leave {organisation}", **context)


def _instead(form, others):
    """Who takes over: a membership, NOBODY, or None where that is not asked."""
    chosen = form and form.cleaned_data["instead"]
    return chosen if chosen in (None, NOBODY) else others.get(uid=chosen)


@for_members
def decide_claim(request, organisation_uid, uid):
    """An owner says whether somebody belongs here."""
    organisation = owned_organisation(request.user, organisation_uid)
    claim = get_object_or_404(organisation.claims, uid=uid, state=Claim.State.WAITING)
    form = DecideForm(posted(request))
    if form.is_valid():
        _answer(claim, form.cleaned_data["answer"], by=request.user)
        messages.success(request, "Thank you. We have told them.")
        return _to_people(organisation)
    return _render(
        request, "people_claim", organisation, "Do you know them?", form=form, claim=claim
    )


def _answer(claim, answer, *, by):
    if answer in Role.values:
        claims.approve(claim, by=by, role=answer)
    else:
        claims.decline(claim, by=by, reason="The people who look after the listing said no.")
