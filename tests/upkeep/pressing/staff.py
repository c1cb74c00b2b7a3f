"""Forms of the staff: the desk and the review."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from organisations import claims
from services.models import Location
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceFactory,
)
from tests.upkeep.listings import public
from tests.upkeep.pressing.press import Form, a_group, desk, form, manager, newcomer, overdue
from tests.upkeep.sending import changed
from upkeep import reports, submissions
from upkeep.models import CallTask


def _sent_in():
    group, _ = a_group()
    changed(group, by=group.person, summary="New words")
    submission = submissions.send(group, by=group.person)
    item = submission.items.get()
    return submission, {"seen": f"{item.pk}:{item.version_id}"}


@form
def approve_on_the_desk():
    submission, data = _sent_in()
    return desk("submissions", submission.uid, "approve", **data)


@form
def decline_on_the_desk():
    submission, data = _sent_in()
    return desk("submissions", submission.uid, "decline", reason="Not clear.", **data)


@form
def approve_in_the_review():
    submission, _ = _sent_in()
    item = submission.items.get()
    data = {"action": "approve-all", f"version-{item.record_uid}": item.version_id}
    return Form(manager(), reverse("upkeep_review:review", args=[submission.uid]), data)


@form
def approve_a_claim():
    group, _ = a_group()
    claim = claims.start(group, user=newcomer().user, words="I run it.")
    return desk("claims", claim.uid, "approve")


@form
def decline_a_claim():
    group, _ = a_group()
    claim = claims.start(group, user=newcomer().user, words="I run it.")
    return desk("claims", claim.uid, "decline", reason="Not known there.")


@form
def outcome_of_a_call():
    service = public(ServiceFactory())
    CallTask.objects.create(
        record=service, record_uid=service.uid, why="no_answer", made_at=timezone.now()
    )
    return desk("calls", service.uid, "called", answer="right", told_by="Ann")


@form
def call_that_nobody_answered():
    called = outcome_of_a_call()
    return Form(called.client, called.path, {"from": "desk", "answer": "nobody"})


@form
def close_a_report():
    service = public(ServiceFactory())
    told = reports.keep(service, uid=uuid.uuid4(), what="times", reply_to="r@example.org")
    return desk("reports", told.uid, "close", outcome="changed", words="Thank you.")


@form
def confirm_on_the_desk():
    service = overdue(public(ServiceFactory()))
    data = {"role": "the website manager", "note": "Rang them"}
    return desk("due", f"service_{service.uid}", "confirm", **data)


@form
def hide_on_the_desk():
    service = overdue(public(ServiceFactory()))
    return desk("due", f"service_{service.uid}", "hide", why="Nobody answers.")


@form
def invite_an_owner():
    group = public(OrganisationFactory())
    return desk("orphaned", group.uid, "invite", email="owner@example.org")


TOLD = {"told_by": "Ann", "how": "the group, by phone"}


@form
def enter_for_a_group():
    data = {"uid": uuid.uuid4(), "name": f"Group of {Location.objects.count()}", "is_new": "on"}
    return Form(manager(), "/staff/desk/for-a-group/", {**data, **TOLD})


@form
def told_about_a_record():
    client, service = manager(), public(ServiceFactory())
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
    return Form(manager(), "/staff/desk/closed-on/", data)


def _of_a_group(**data):
    group, _ = a_group()
    return group, Form(manager(), reverse("upkeep_desk:group", args=[group.uid]), data)


@form
def trust_a_group():
    _, pressed = _of_a_group(form="account", is_trusted="on", contact_name="Ann")
    return pressed


@form
def remove_somebody_of_a_group():
    group, pressed = _of_a_group(action="remove")
    pressed.data["row"] = group.memberships.first().uid
    return pressed
