"""A row added in a draft keeps the identity it got when it was first saved."""

import pytest

from hubs.models import SinglePointOfAccess
from organisations.models import Organisation
from records.models import UidModel
from services.models import Location, Service
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.conftest import address
from tests.staff.filled_form import filled

PHONE = {"phones-TOTAL_FORMS": "1", "phones-0-number": "01632 960001", "phones-0-kind": "voice"}
SESSION = {
    "sessions-TOTAL_FORMS": "1", "sessions-0-byday-day": ["TU"], "sessions-0-freq": "WEEKLY",
    "sessions-0-interval": "1", "sessions-0-opens_at": "10:00", "sessions-0-closes_at": "12:00",
    "sessions-0-bank_holidays": "unknown", "sessions-0-booking": "unknown",
}  # fmt: skip


def draft_row(record, relation):
    draft = type(record).objects.get(pk=record.pk).get_latest_revision_as_object()
    return getattr(draft, relation).get()


@pytest.mark.parametrize(
    "factory",
    [ServiceFactory, OrganisationFactory, LocationFactory, SinglePointOfAccessFactory],
)
def test_a_phone_of_a_draft_keeps_its_uid_until_it_is_published(manager, edit, factory):
    record = factory()
    edit(manager, record, **PHONE)
    first = draft_row(record, "phones").uid
    edit(manager, record, **{"phones-0-number": "01632 960002"})
    assert draft_row(record, "phones").uid == first
    edit(manager, record, "publish")
    assert record.phones.get().uid == first and record.phones.get().number == "01632 960002"


def test_a_session_of_a_draft_keeps_its_uid_when_nothing_else_is_changed(manager, edit):
    service = ServiceFactory()
    edit(manager, service, **SESSION)
    first = draft_row(service, "sessions").uid
    edit(manager, service, summary="Other words")
    edit(manager, service, "publish")
    assert service.sessions.get().uid == first


def test_saving_in_the_background_tells_the_open_page_the_uid(manager):
    service = ServiceFactory()
    url = address(service, "edit")
    data = filled(manager.get(url)) | PHONE | {"phones-0-id": ""}
    answer = manager.post(url, data, headers={"accept": "application/json"}).json()
    uid = draft_row(service, "phones").uid
    assert answer["field_updates"]["phones-0-row"] == str(uid)
    manager.post(url, data | answer["field_updates"], headers={"accept": "application/json"})
    assert draft_row(service, "phones").uid == uid


def test_the_uid_of_another_records_row_is_never_taken_over(manager, edit):
    theirs = SessionFactory()
    service = ServiceFactory()
    edit(manager, service, **SESSION, **{"sessions-0-row": str(theirs.uid)})
    assert draft_row(service, "sessions").uid != theirs.uid
    edit(manager, service, "publish", **{"sessions-0-row": str(theirs.uid)})
    assert service.sessions.get().uid != theirs.uid
    theirs.refresh_from_db()
    assert theirs.service != service


@pytest.mark.parametrize("sent", ["", "nonsense", "7f1c3a52-9d0e-4b6a-8c11-2f5e90d4b7a3", "\x00"])
def test_a_made_up_uid_is_replaced(manager, edit, sent):
    service = ServiceFactory()
    edit(manager, service, **PHONE, **{"phones-0-row": sent})
    assert str(draft_row(service, "phones").uid) != sent


def test_one_uid_sent_twice_makes_two_rows_of_their_own(manager, edit):
    service = ServiceFactory()
    edit(manager, service, **PHONE)
    first = draft_row(service, "phones").uid
    twice = {"phones-TOTAL_FORMS": "2", "phones-1-number": "01632 960002", "phones-1-kind": "voice"}
    edit(manager, service, "publish", **twice, **{"phones-1-row": str(first)})
    assert {phone.uid for phone in service.phones.all()} > {first}


def test_a_form_opened_before_the_row_was_published_does_not_double_it(manager, edit):
    service = ServiceFactory()
    edit(manager, service, **PHONE)
    stale = filled(manager.get(address(service, "edit")))
    edit(manager, service, "publish")
    uid = service.phones.get().uid
    stale |= {"phones-0-number": "01632 960003", "action-publish": "1"}
    manager.post(address(service, "edit"), stale)
    assert [(row.uid, row.number) for row in service.phones.all()] == [(uid, "01632 960003")]


@pytest.mark.parametrize("model", [Service, Organisation, Location, SinglePointOfAccess])
def test_every_row_with_a_uid_carries_it_in_its_form(model):
    formsets = model.snippet_viewset.get_edit_handler().get_form_class().formsets
    rows = [formset for formset in formsets.values() if issubclass(formset.model, UidModel)]
    assert rows and all("row" in formset.form.base_fields for formset in rows)
