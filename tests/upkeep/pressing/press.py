"""Every form that makes something, ready to be sent, and sending it many times at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier

from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from accounts.models import User
from organisations.models import Membership, Role
from records.models import confirm
from tests import people
from tests.factories import (
    OrganisationFactory,
)
from tests.upkeep.listings import public
from tests.upkeep.sending import with_review
from upkeep.models import CallTask

#: What signing in and showing a page write by themselves.
NOT_COUNTED = {"sessions.Session", "axes.AccessFailureLog"}
FORMS = {}
#: So many senders press together: more than a web server has threads.
AT_ONCE = 8
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


@dataclass
class Form:
    """A form as somebody is about to send it."""

    client: Client
    path: str
    data: dict = field(default_factory=dict)


def form(make):
    """Name a function that sets up things of its own and returns a Form."""
    FORMS[make.__name__] = make
    return make


def pressed(one, times):
    """What is there more of after the form was sent so many times at once, and the answers.

    Each sender has a connection of its own, and all begin together.
    """
    before, mails = rows(), len(mail.outbox)
    at_once = min(times, AT_ONCE)
    ready = Barrier(at_once)

    def press(number):
        client = Client(raise_request_exception=False)
        client.cookies.update(one.client.cookies)
        try:
            if number < at_once:
                ready.wait()
            return client.post(one.path, one.data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        answers = Counter(pool.map(press, range(times)))
    grown = rows()
    grown.subtract(before)
    grown["mails that went"] = len(mail.outbox) - mails
    return {name: more for name, more in grown.items() if more}, answers


def rows():
    """How many rows each table has."""
    models = [m for m in apps.get_models() if m._meta.label not in NOT_COUNTED and m._meta.managed]
    tables = (connection.ops.quote_name(m._meta.db_table) for m in models)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {t})" for t in tables))
        counted = Counter(
            dict(zip((m._meta.label for m in models), cursor.fetchone(), strict=True))
        )
    notes = CallTask.objects.values_list("note", flat=True)
    counted["lines about calls"] = sum(len(note.splitlines()) for note in notes)
    return counted


def trunk():
    """What a site begins with, which is gone after a test with real transactions; and its staff."""
    Locale.objects.get_or_create(language_code="en-gb")
    if not Page.objects.exists():
        Page.add_root(title="Root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    with_review()
    manager()


def a_group():
    group = public(OrganisationFactory())
    group.person = User.objects.create_user(f"o{User.objects.count()}@example.org")
    Membership.objects.create(organisation=group, user=group.person, role=Role.OWNER)
    return group, people.came_by_code(group.person)


def manager():
    return people.signed_in(people.staff("manager@example.org", "manager"))


def newcomer():
    return people.came_by_code(User.objects.create_user(f"n{User.objects.count()}@example.org"))


def overdue(record):
    confirm(record, role="the website manager", at=timezone.now() - timedelta(days=190))
    return record


def desk(section, key, action, **data):
    return Form(manager(), f"/staff/desk/{section}/{key}/{action}/", {"from": "desk", **data})
