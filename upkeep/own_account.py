"""/account/: one's own name, address and second step; signing out; deleting the account."""

from smtplib import SMTPException

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.shortcuts import redirect, render

from accounts import changing_address
from accounts.second_factor import has_factor, may_be_staff
from organisations.invitations import follow
from upkeep import whom_to_ask
from upkeep.forgetting import forget, last_of
from upkeep.members import for_members
from upkeep.people_forms import AddressForm, CodeForm, DeleteForm, NameForm, posted

BACK = ("/account/", "Your account")


def _form(request, template, heading, form, status=200, **context):
    context |= {"heading": heading, "form": form, "has_errors": bool(form.errors), "back": BACK}
    return render(request, f"upkeep/{template}.html", context, status=status)


@for_members
def account(request):
    """What the account holds, and what can be done about it."""
    context = {
        "heading": "Your account",
        "memberships": request.user.memberships.select_related("organisation"),
        "has_factor": has_factor(request.user),
        "is_staff_account": may_be_staff(request.user),
        "back": ("/listings/", "Your listings"),
    }
    return render(request, "upkeep/account.html", context)


@for_members
def name(request):
    """Change one's name."""
    user = request.user
    form = NameForm(posted(request), initial={"name": user.get_full_name()})
    if form.is_valid():
        user.first_name, _, user.last_name = form.cleaned_data["name"].partition(" ")
        user.save(update_fields=["first_name", "last_name"])
        return redirect("upkeep:account")
    return _form(request, "account_name", "Your name", form)


@for_members
def address(request):
    """Type a new e-mail address. The answer does not tell whether somebody has it already."""
    if may_be_staff(request.user):
        return redirect("upkeep:account")
    form = AddressForm(posted(request))
    status = 200
    if form.is_valid():
        status = _ask(request, form)
        if status == 302:
            return redirect("upkeep:account_address_code")
    return _form(request, "account_address", "Change your e-mail address", form, status)


def _ask(request, form):
    email = form.cleaned_data["email"].lower()
    if email == request.user.email.lower():
        form.add_error("email", "This is the address you have.")
        return 200
    if not ratelimit.consume(request, action="change_email", key=email):
        form.add_error("email", "You did this too often. Wait an hour, then try again.")
        return 429
    try:
        changing_address.ask(request, email)
    except (OSError, SMTPException):
        form.add_error(None, "We could not send the e-mail now. Try again in a few minutes.")
        return 503
    return 302


@for_members
def address_code(request):
    """Type the code that came to the new address."""
    email = changing_address.asked(request)
    if email is None:
        return redirect("upkeep:account_address")
    form = CodeForm(posted(request))
    if form.is_valid():
        if _is_changed(request, email, form.cleaned_data["code"]):
            messages.success(request, f"You sign in with {email} now.")
            return redirect("upkeep:account")
        if changing_address.asked(request) is None:
            messages.error(request, "The code was wrong too often. Ask for a new one.")
            return redirect("upkeep:account_address")
        form.add_error("code", "This code is wrong. Type the newest one that we sent.")
    return _form(request, "account_code", "Type the code", form, email=email)


@transaction.atomic
def _is_changed(request, email, code):
    """Whether this is the code: then the account, and what went to its old address, has the new."""
    old = request.user.email
    if not changing_address.change(request, code):
        return False
    follow(old, email)
    whom_to_ask.follow(request.user, old, email)
    return True


@for_members
def delete(request):
    """Delete the account: what it was part of loses it, and what is known of the person goes."""
    if may_be_staff(request.user):
        return redirect("upkeep:account")
    form = DeleteForm(posted(request))
    if form.is_valid():
        user = request.user
        with transaction.atomic():  # who is signed out and still there could not send it again
            logout(request)
            forget(user)
        messages.success(request, "Your account is deleted.")
        return redirect("account_request_login_code")
    heading = "Delete your account"
    return _form(request, "account_delete", heading, form, last_of=last_of(request.user))
