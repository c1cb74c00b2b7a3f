"""Named people for tests of access: who they are and a client signed in as each."""

import copy
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from accounts.models import User
from organisations.membership import Membership, Role
from tests.staff_groups import group_of

PASSWORD = "three random words"


class Person(Client):
    """A browser and, as `.user`, who is signed in with it."""

    user = None

    def __deepcopy__(self, memo):
        """Another browser with the same cookies, so with the same session."""
        other = type(self)()
        other.cookies, other.user = copy.deepcopy((self.cookies, self.user), memo)
        return other


def visitor():
    """Somebody who only looks."""
    return Person()


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
    """As `make_staff` makes it, with the groups put back instead of made."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, is_staff=True)
        user.groups.add(group_of(role))
    return user


def signed_in(user, *, second_step=True):
    """A client with a session of `user`, as after password and (for staff) the second step."""
    if second_step and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    return _signed_in(user, [{"method": "mfa", "at": 0}] if second_step else [])


def _signed_in(user, steps):
    client = Person()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    if steps:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = steps
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
