"""Making accounts for staff, and inviting their owners to set a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.starter import EDITORS, MANAGERS, make_groups

#: What a person of staff may be, by the word for it on the command line.
ROLES = {"manager": MANAGERS, "editor": EDITORS}


def make_staff(email, *, role="manager", name="", password=None):
    """Make an account for staff, or add the role to one that is there; returns the User.

    Without a password none works until its owner sets one: see `set_password_link`.
    """
    make_groups()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, password)
    elif password:
        user.set_password(password)
    if name:
        user.first_name, _, user.last_name = name.partition(" ")
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=ROLES[role]))
    return user


def set_password_link(user):
    """A whole address at which the owner of the account sets a password, good for one use."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uidb36, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def invite(user):
    """Send the owner of a new account the link to set a password."""
    context = {"user": user, "link": set_password_link(user)}
    send_mail(
        "Set your password",
        render_to_string("accounts/email/invitation.txt", context),
        None,
        [user.email],
    )
