"""Named people for tests of access: who they are and a client signed in as each."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts.models import User
from accounts.people import make_staff

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


def staff(email, role):
    user = User.objects.filter(email=email).first()
    return user or make_staff(email, role=role, password=PASSWORD)


def signed_in(user, *, second_step=True):
    """A client with a session of `user`, as after password and (for staff) the second step."""
    if second_step and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    if second_step:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
