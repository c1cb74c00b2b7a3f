"""Every form that makes something, ready to be sent, and sending it many times at once."""

import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier

from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from accounts.models import User
from organisations import claims, invitations
from organisations.models import Membership, Role
from outbox.models import Message
from records.models import confirm
from services.models import Location
from tests import people
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.upkeep import sheets
from tests.upkeep.listings import at, filled, public
from tests.upkeep.sending import changed, new_service, with_review
from upkeep import reports, submissions
from upkeep.first_listing import first_service_uid
from upkeep.models import CallTask
from upkeep.reminders import remind

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
    _manager()


def _group():
    group = public(OrganisationFactory())
    group.person = User.objects.create_user(f"o{User.objects.count()}@example.org")
    Membership.objects.create(organisation=group, user=group.person, role=Role.OWNER)
    return group, people.came_by_code(group.person)


def _manager():
    return people.signed_in(people.staff("manager@example.org", "manager"))


def _newcomer():
    return people.came_by_code(User.objects.create_user(f"n{User.objects.count()}@example.org"))


def _overdue(record):
    confirm(record, role="the website manager", at=timezone.now() - timedelta(days=190))
    return record


def _desk(section, key, action, **data):
    return Form(_manager(), f"/staff/desk/{section}/{key}/{action}/", {"from": "desk", **data})


# What anybody sends


@form
def report():
    path = f"/report/service/{ServiceFactory().uid}/"
    return Form(people.visitor(), path, {"uid": uuid.uuid4(), "what": "times", "detail": "Wrong."})


@form
def still_right_by_mail():
    service = _overdue(ServiceFactory(organisation=OrganisationFactory(email="g@example.org")))
    remind()
    body = Message.objects.filter(kind="still-right").latest("pk").body
    path = re.search(r"https?://[^/]+(/still-right/\S+)", body)[1]
    return Form(people.visitor(), path, {"record": service.uid})


@form
def ask_for_a_code():
    client = people.visitor()
    client.get("/join/")
    return Form(client, "/join/", {"email": f"new{User.objects.count()}@example.org"})


@form
def type_the_code():
    client = people.visitor()
    client.post("/join/", {"email": f"code{User.objects.count()}@example.org"})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    return Form(client, "/join/code/", {"code": code})


# What the people of an organisation send


@form
def begin_a_group():
    data = {"uid": uuid.uuid4(), "name": "Knitters", "kind": "group", "summary": "We knit."}
    return Form(_newcomer(), "/listings/new/", data)


@form
def first_service():
    begun = begin_a_group()
    begun.client.post(begun.path, begun.data)
    data = {"seen": "", "name": "Knitting", "summary": "Come and knit."}
    return Form(begun.client, f"/listings/new/{begun.data['uid']}/service/", data)


@form
def first_place():
    first = first_service()
    first.client.post(first.path, first.data)
    group = uuid.UUID(first.path.split("/")[3])
    service = first_service_uid(type("Its", (), {"uid": group}))
    path = f"/listings/{group}/services/{service}/where/new/"
    data = {"uid": uuid.uuid4(), "name": "Our hut", "postcode": "TS24 8AY", "step_free": "yes"}
    return Form(first.client, path, data)


@form
def known_place():
    group, client = _group()
    service, hall = public(ServiceFactory(organisation=group)), public(LocationFactory())
    return Form(client, at(group, "services", service.uid, "where", "add"), {"place": hall.uid})


@form
def another_service():
    group, client = _group()
    data = {"uid": uuid.uuid4(), "seen": "", "name": "Chess", "summary": "Come and play."}
    return Form(client, at(group, "services", "new"), data)


@form
def change_of_a_page():
    group, client = _group()
    path = at(group, "about", "name")
    return Form(client, path, {**filled(client.get(path)), "summary": "Other words."})


@form
def send_for_review():
    group, client = _group()
    new_service(group)
    return Form(client, at(group, "send"), {"note": "Please look."})


@form
def still_right_on_own_page():
    group, client = _group()
    return Form(client, at(group, "still-right"), {"uid": group.uid})


@form
def suggest_a_change():
    group, client = _group()
    path = at(group, "places", public(LocationFactory()).uid, "suggest")
    return Form(client, path, {"uid": uuid.uuid4(), "detail": "The door is at the side."})


@form
def cancel_a_session():
    group, client = _group()
    place = public(LocationFactory(kept_by=group))
    service = public(ServiceFactory(organisation=group))
    ServiceAtLocationFactory(service=service, location=place)
    session = SessionFactory(service=service, location=place, byday=EVERY_DAY, bank_holidays="open")
    tomorrow = timezone.localdate() + timedelta(days=1)
    return Form(client, at(group, "sessions", session.uid, tomorrow), {"is_cancelled": "yes"})


@form
def close_a_place():
    group, client = _group()
    place = public(LocationFactory(kept_by=group))
    first = timezone.localdate() + timedelta(days=3)
    return Form(client, at(group, "places", place.uid, "closed"), {"first_day": first})


@form
def keep_a_sheet():
    group, client = _group()
    sheets.provider(group, 2)
    lines = sheets.downloaded(client, group)
    lines[0]["Name"] = "Another name"
    page = sheets.send(client, group, lines)
    return Form(client, sheets.address(group, "check/"), {"digest": page.context["found"].digest})


@form
def one_number_everywhere():
    group, client = _group()
    sheets.provider(group, 2)
    path = f"/listings/{group.uid}/contact-everywhere/"
    number = client.get(path).context["numbers"][0]
    uids = [record.uid for record in number.services]
    data = {"old": number.key, "new": "01632 960 777", "agreed": "yes", "record": uids}
    return Form(client, path, data)


# People


@form
def invite():
    group, client = _group()
    return Form(client, at(group, "people", "invite"), {"email": "b@example.org", "role": "editor"})


@form
def accept_an_invitation():
    group, _ = _group()
    client = _newcomer()
    asked = invitations.invite(group, email=client.user.email, role=Role.EDITOR, by=group.person)
    return Form(client, invitations.path_of(asked))


@form
def remove_a_person():
    group, client = _group()
    other = Membership.objects.create(organisation=group, user=_newcomer().user)
    return Form(client, at(group, "people", other.uid, "remove"))


@form
def leave():
    group, _ = _group()
    client = _newcomer()
    Membership.objects.create(organisation=group, user=client.user)
    return Form(client, at(group, "people", "leave"))


@form
def claim_in_words():
    group, _ = _group()
    return Form(_newcomer(), f"/claim/{group.uid}/", {"words": "I run it."})


@form
def claim_by_a_code():
    group = public(OrganisationFactory(email="hello@example.org"))
    return Form(_newcomer(), f"/claim/{group.uid}/send-code/")


@form
def type_the_code_of_a_claim():
    asked = claim_by_a_code()
    asked.client.post(asked.path)
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    return Form(asked.client, asked.path.replace("send-code", "code"), {"code": code})


@form
def answer_a_claim():
    group, client = _group()
    claim = claims.start(group, user=_newcomer().user, words="I run it.")
    return Form(client, at(group, "people", "claims", claim.uid), {"answer": "editor"})


@form
def delete_an_account():
    _, client = _group()
    return Form(client, "/account/delete/", {"sure": "on"})


# What staff send


def _sent_in():
    group, _ = _group()
    changed(group, by=group.person, summary="New words")
    submission = submissions.send(group, by=group.person)
    item = submission.items.get()
    return submission, {"seen": f"{item.pk}:{item.version_id}"}


@form
def approve_on_the_desk():
    submission, data = _sent_in()
    return _desk("submissions", submission.uid, "approve", **data)


@form
def decline_on_the_desk():
    submission, data = _sent_in()
    return _desk("submissions", submission.uid, "decline", reason="Not clear.", **data)


@form
def approve_in_the_review():
    submission, _ = _sent_in()
    item = submission.items.get()
    data = {"action": "approve-all", f"version-{item.record_uid}": item.version_id}
    return Form(_manager(), reverse("upkeep_review:review", args=[submission.uid]), data)


@form
def approve_a_claim():
    group, _ = _group()
    claim = claims.start(group, user=_newcomer().user, words="I run it.")
    return _desk("claims", claim.uid, "approve")


@form
def decline_a_claim():
    group, _ = _group()
    claim = claims.start(group, user=_newcomer().user, words="I run it.")
    return _desk("claims", claim.uid, "decline", reason="Not known there.")


@form
def outcome_of_a_call():
    service = public(ServiceFactory())
    CallTask.objects.create(
        record=service, record_uid=service.uid, why="no_answer", made_at=timezone.now()
    )
    return _desk("calls", service.uid, "called", answer="right", told_by="Ann")


@form
def call_that_nobody_answered():
    called = outcome_of_a_call()
    return Form(called.client, called.path, {"from": "desk", "answer": "nobody"})


@form
def close_a_report():
    service = public(ServiceFactory())
    told = reports.keep(service, uid=uuid.uuid4(), what="times", reply_to="r@example.org")
    return _desk("reports", told.uid, "close", outcome="changed", words="Thank you.")


@form
def confirm_on_the_desk():
    service = _overdue(public(ServiceFactory()))
    data = {"role": "the website manager", "note": "Rang them"}
    return _desk("due", f"service_{service.uid}", "confirm", **data)


@form
def hide_on_the_desk():
    service = _overdue(public(ServiceFactory()))
    return _desk("due", f"service_{service.uid}", "hide", why="Nobody answers.")


@form
def invite_an_owner():
    group = public(OrganisationFactory())
    return _desk("orphaned", group.uid, "invite", email="owner@example.org")


TOLD = {"told_by": "Ann", "how": "the group, by phone"}


@form
def enter_for_a_group():
    data = {"uid": uuid.uuid4(), "name": f"Group of {Location.objects.count()}", "is_new": "on"}
    return Form(_manager(), "/staff/desk/for-a-group/", {**data, **TOLD})


@form
def told_about_a_record():
    client, service = _manager(), public(ServiceFactory())
    path = f"/staff/desk/told/service/{service.uid}/"
    shown = client.get(path).context["form"]
    uids = {name: shown[name].value() for name in shown.fields if name == "uid"}
    return Form(client, path, {**TOLD, **uids, "is_right": "on"})


@form
def close_many_places():
    places = [public(LocationFactory()) for _ in range(2)]
    day = timezone.localdate() + timedelta(days=4)
    data = {"uid": uuid.uuid4(), "places": [place.pk for place in places], "first_day": day}
    data["step"] = "close"
    return Form(_manager(), "/staff/desk/closed-on/", data)
