"""The people of the demonstration: accounts that nobody needs a password for, on this machine.

All of this refuses to work outside the demonstration settings.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.people import make_staff


@dataclass(frozen=True)
class Person:
    """Somebody fictional: who, in which role, and what they come to do."""

    email: str
    name: str
    role: str
    title: str
    does: str


PEOPLE = [
    Person(
        "moira@open-door.example.org",
        "Moira Quill",
        "manager",
        "Website manager",
        "Edits and publishes everything, reviews changes, confirms records.",
    ),
    Person(
        "dev@open-door.example.org",
        "Dev Marlow",
        "editor",
        "Editor",
        "Writes and changes records, and submits them for review.",
    ),
]


def only_in_demonstration():
    """Raise ImproperlyConfigured anywhere but in the demonstration settings."""
    if not getattr(settings, "DEMONSTRATION", False):
        raise ImproperlyConfigured("Demonstration people exist in the demonstration only.")


def make_people():
    """Make the accounts and the secret of the entry; returns the Users. Safe to run again."""
    only_in_demonstration()
    secret()
    return [_make(person) for person in PEOPLE]


def _make(person):
    user = make_staff(person.email, role=person.role, name=person.name)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())
    return user


def secret_path():
    return Path(settings.VAR_DIR) / "demonstration-secret"


def secret():
    """The secret of the entry link, made once and readable by this machine's user only."""
    only_in_demonstration()
    path = secret_path()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def is_secret(given):
    only_in_demonstration()
    return constant_time_compare(given, secret())


def enter(request, email):
    """Sign in as one of the people, second step included; returns the User or None."""
    only_in_demonstration()
    if email not in {person.email for person in PEOPLE}:
        return None
    user = User.objects.filter(email=email).first()
    if user:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        record_authentication(request, user, "mfa", type="demonstration")
    return user


def describe():
    """Lines for `make demo` to print: where staff work, and how to enter as each person."""
    only_in_demonstration()
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    link = base + reverse("demonstration:enter", args=[secret()])
    return [
        f"Staff area:     {base}/staff/",
        f"Enter as staff: {link}",
        *(f"                {person.title}: {person.name}" for person in PEOPLE),
        f"Mail it sends:  {base}{reverse('demonstration:mail')} (after you entered)",
    ]
