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
from demonstration.loader import SOURCE
from organisations.models import Membership, Organisation


@dataclass(frozen=True)
class Person:
    """Somebody fictional: who, in which role, and what they come to do.

    `organisation` is the key of the demonstration organisation whose listings they keep; people
    without one are staff.
    """

    email: str
    name: str
    role: str
    title: str
    does: str
    organisation: str = ""


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
    Person(
        "nell@croftknitters.example.org",
        "Nell Purvis",
        "owner",
        "Keeps the listing of a small group",
        "Runs Croft Terrace Knitters with three friends, and keeps its one listing from a phone.",
        "c-headland-knitters",
    ),
    Person(
        "ravi@anchorlight.example.org",
        "Ravi Sandhu",
        "owner",
        "Keeps the listings of a large provider",
        "Looks after the sixty services of Anchorlight, in a table or as a spreadsheet.",
        "anchorlight",
    ),
]
STAFF = [person for person in PEOPLE if not person.organisation]


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
    return make_member(person) if person.organisation else _make_staff(person)


def make_member(person):
    """The User of somebody with an account like everybody's, and their part in an organisation that is there."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        first, _, last = person.name.partition(" ")
        user = User.objects.create_user(person.email, first_name=first, last_name=last)
    for organisation in Organisation.objects.filter(source=SOURCE, source_id=person.organisation):
        Membership.objects.get_or_create(
            organisation=organisation, user=user, defaults={"role": person.role}
        )
    return user


def _make_staff(person):
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
    """Sign in as one of the people, staff with their second step; returns the Person or None."""
    only_in_demonstration()
    person = next((person for person in PEOPLE if person.email == email), None)
    user = User.objects.filter(email=email).first()
    if person is None or user is None:
        return None
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if not person.organisation:
        record_authentication(request, user, "mfa", type="demonstration")
    return person


def describe():
    """Lines for `make demo` to print: where staff work, and how to enter as each person."""
    only_in_demonstration()
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    link = base + reverse("demonstration:enter", args=[secret()])
    return [
        f"Staff area:     {base}/staff/",
        f"Enter as:       {link}",
        *(f"                {person.title}: {person.name}" for person in PEOPLE),
        f"Mail it sends:  {base}{reverse('demonstration:mail')} (after you entered)",
    ]
