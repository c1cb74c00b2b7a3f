"""Forms that anybody may send."""

import re
import uuid

from django.core import mail

from accounts.models import User
from outbox.models import Message
from tests import people
from tests.factories import (
    OrganisationFactory,
    ServiceFactory,
)
from tests.upkeep.pressing.press import (
    Form,
    form,
    overdue,
)
from upkeep.reminders import remind


@form
def report():
    path = f"/report/service/{ServiceFactory().uid}/"
    return Form(people.visitor(), path, {"uid": uuid.uuid4(), "what": "times", "detail": "Wrong."})


@form
def still_right_by_mail():
    service = overdue(ServiceFactory(organisation=OrganisationFactory(email="g@example.org")))
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
