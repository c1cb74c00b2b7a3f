"""Named people for tests of access: who they are and a client signed in as each."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts.models import User
from accounts.people import make_staff
from organisations.membership import Membership, Role

PASSWORD = "three random words"


def visitor():
    """Somebody who only looks."""
    return Client()


def ordinary_user():
    """Somebody with an account and no part in the staff: not yet anything to do here."""
    user = User.objects.create_user("olive@example.org", PASSWORD)
    return signed_in(user)


def editor():
    """Edits and submits, does not publish."""
    return signed_in(staff("eddie@example.org", "editor"))


def website_manager():
    """Does everything in the staff area; no superuser."""
    return signed_in(staff("wanda@example.org", "manager"))


def owner(organisation):
    """Looks after an organisation's listings and its people; a client, with `.user`."""
    return member(organisation, Role.OWNER)


def member(organisation, role=Role.EDITOR, email=None):
    """Edits an organisation's listings, signed in by a code, as /join/ does it."""
    email = email or f"{role}-{organisation.uid}@example.org"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    Membership.objects.update_or_create(
        organisation=organisation, user=user, defaults={"role": role}
    )
    return came_by_code(user)


def came_by_code(user):
    """A client with a session of `user` as after typing a code that was sent by e-mail."""
    return _signed_in(user, [{"method": "code", "at": time.time(), "email": user.email}])


def staff(email, role):
    user = User.objects.filter(email=email).first()
    return user or make_staff(email, role=role, password=PASSWORD)


def signed_in(user, *, second_step=True):
    """A client with a session of `user`, as after password and (for staff) the second step."""
    if second_step and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return _signed_in(user, [{"method": "mfa", "at": 0}] if second_step else [])


def _signed_in(user, steps):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    if steps:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = steps
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
