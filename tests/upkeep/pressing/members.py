"""Forms of the people of an organisation, about its listings."""

import uuid
from datetime import timedelta

from django.utils import timezone

from tests.factories import (
    LocationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
)
from tests.upkeep import sheets
from tests.upkeep.listings import at, filled, public
from tests.upkeep.pressing.press import EVERY_DAY, Form, a_group, form, newcomer
from tests.upkeep.sending import new_service
from upkeep.first_listing import first_service_uid


@form
def begin_a_group():
    data = {"uid": uuid.uuid4(), "name": "Knitters", "kind": "group", "summary": "We knit."}
    return Form(newcomer(), "/listings/new/", data)


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
    group, client = a_group()
    service, hall = public(ServiceFactory(organisation=group)), public(LocationFactory())
    return Form(client, at(group, "services", service.uid, "where", "add"), {"place": hall.uid})


@form
def another_service():
    group, client = a_group()
    data = {"uid": uuid.uuid4(), "seen": "", "name": "Chess", "summary": "Come and play."}
    return Form(client, at(group, "services", "new"), data)


@form
def change_of_a_page():
    group, client = a_group()
    path = at(group, "about", "name")
    return Form(client, path, {**filled(client.get(path)), "summary": "Other words."})


@form
def send_for_review():
    group, client = a_group()
    new_service(group)
    return Form(client, at(group, "send"), {"note": "Please look."})


@form
def still_right_on_own_page():
    group, client = a_group()
    return Form(client, at(group, "still-right"), {"uid": group.uid})


@form
def suggest_a_change():
    group, client = a_group()
    path = at(group, "places", public(LocationFactory()).uid, "suggest")
    return Form(client, path, {"uid": uuid.uuid4(), "detail": "The door is at the side."})


@form
def cancel_a_session():
    group, client = a_group()
    place = public(LocationFactory(kept_by=group))
    service = public(ServiceFactory(organisation=group))
    ServiceAtLocationFactory(service=service, location=place)
    session = SessionFactory(service=service, location=place, byday=EVERY_DAY, bank_holidays="open")
    tomorrow = timezone.localdate() + timedelta(days=1)
    return Form(client, at(group, "sessions", session.uid, tomorrow), {"is_cancelled": "yes"})


@form
def close_a_place():
    group, client = a_group()
    place = public(LocationFactory(kept_by=group))
    first = timezone.localdate() + timedelta(days=3)
    return Form(client, at(group, "places", place.uid, "closed"), {"first_day": first})


@form
def keep_a_sheet():
    group, client = a_group()
    sheets.provider(group, 2)
    lines = sheets.downloaded(client, group)
    lines[0]["Name"] = "Another name"
    page = sheets.send(client, group, lines)
    return Form(client, sheets.address(group, "check/"), {"digest": page.context["found"].digest})


@form
def one_number_everywhere():
    group, client = a_group()
    sheets.provider(group, 2)
    path = f"/listings/{group.uid}/contact-everywhere/"
    number = client.get(path).context["numbers"][0]
    uids = [record.uid for record in number.services]
    data = {"old": number.key, "new": "01632 960 777", "agreed": "yes", "record": uids}
    return Form(client, path, data)


@form
def closing_down():
    group, client = a_group()
    public(ServiceFactory(organisation=group))
    data = {"ends_on": timezone.localdate() + timedelta(days=3), "onward": "The library."}
    return Form(client, at(group, "closing"), data)
