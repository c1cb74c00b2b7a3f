"""The desk: what is due, reported, to ring about, and what a group told."""

import uuid

import pytest

from organisations.models import (
    Organisation,
    OrganisationAccount,
    OrganisationPhone,
)
from outbox.models import Message
from records.models import Check, Standing
from tests.factories import (
    CrisisLineFactory,
    HubFactory,
    OrganisationFactory,
    ServiceFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.filled_form import words_of
from tests.upkeep.desk import CHECKED, DESK, count, do, overdue, reported, section, to_call
from upkeep.models import CallTask


def test_a_due_record_is_confirmed_from_the_desk(manager):
    service = ServiceFactory(name="Walking group")
    overdue(service)
    page = manager.get(DESK)
    assert count(page, "due") == 1 and "Walking group" in section(page, "due")
    done = do(manager, "due", f"service_{service.uid}", "confirm", **CHECKED)
    assert done.headers["Location"] == f"{DESK}#done"
    assert count(manager.get(DESK), "due") == 0
    check = Check.objects.filter(record_uid=service.uid).first()
    assert check.note == "Rang them." and check.by == manager.user


def test_how_it_was_checked_must_be_said_and_what_was_typed_stays(manager):
    service = ServiceFactory()
    overdue(service)
    data = {"role": "the group, by phone", "note": "", "told_by": "Ann, treasurer"}
    page = do(manager, "due", f"service_{service.uid}", "confirm", **data)
    html = section(page, "due")
    assert "Say how you checked." in html and 'value="Ann, treasurer"' in html
    assert "<details" in html and " open>" in html
    assert "<title>\n    Error:" in page.content.decode() or "Error: " in words_of(page)[:200]


def test_what_a_group_says_by_phone_is_written_down_as_such(manager):
    service = ServiceFactory()
    overdue(service)
    key, data = f"service_{service.uid}", {"role": "the group, by phone", "note": "All right."}
    assert "Say who of the group told you." in words_of(do(manager, "due", key, "confirm", **data))
    do(manager, "due", key, "confirm", told_by="Ann", **data)
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Confirmed by staff for the group, by phone. Told by Ann" in history


@pytest.mark.parametrize("action", ["unconfirmed", "hide"])
def test_a_record_is_marked_or_hidden_with_a_reason(manager, client, action):
    service = ServiceFactory()
    overdue(service)
    key = f"service_{service.uid}"
    assert "Say why." in words_of(do(manager, "due", key, action))
    do(manager, "due", key, action, why="The number is dead.")
    public = client.get(service.get_absolute_url())
    if action == "hide":
        assert public.status_code == 404 and count(manager.get(DESK), "hidden") == 1
        do(manager, "hidden", key, "confirm", **CHECKED)
        assert client.get(service.get_absolute_url()).status_code == 200
    else:
        assert "Not confirmed lately" in words_of(public)
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "The number is dead." in history


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("crisis-line", CrisisLineFactory),
        ("single-point-of-access", SinglePointOfAccessFactory),
        ("hub", HubFactory),
    ],
)
def test_crisis_records_are_on_top_and_can_only_be_checked(manager, kind, make):
    record = make()
    overdue(record)
    page = manager.get(DESK)
    assert count(page, "crisis") == 1 and count(page, "due") == 0
    html = section(page, "crisis")
    assert "unconfirmed/" not in html and "hide/" not in html and "confirm/" in html
    assert page.content.decode().index('id="crisis"') < page.content.decode().index('id="reports"')
    for action in ("hide", "unconfirmed"):
        key = f"{kind}_{record.uid}"
        assert do(manager, "crisis", key, action, why="Later").status_code == 404
        do(manager, "due", key, action, why="Later")
    assert record.standing.state == Standing.State.CONFIRMED
    do(manager, "crisis", f"{kind}_{record.uid}", "confirm", **CHECKED)
    assert count(manager.get(DESK), "crisis") == 0


def test_a_crisis_line_that_nobody_ever_checked_is_there_too(manager):
    CrisisLineFactory()
    assert count(manager.get(DESK), "crisis") == 1


def test_a_report_is_closed_and_its_sender_told(manager):
    service = ServiceFactory(name="Choir")
    report = reported(service, detail="Moved to Tuesday", reply_to="ann@example.org")
    page = manager.get(DESK)
    assert "Moved to Tuesday" in section(page, "reports")
    assert "ann@example.org" not in page.content.decode()
    assert "Choose what came of it." in words_of(do(manager, "reports", report.uid, "close"))
    do(manager, "reports", report.uid, "close", outcome="changed", words="Thank you.")
    assert "Thank you." in Message.objects.get(to="ann@example.org").body
    assert count(manager.get(DESK), "reports") == 0


def test_a_report_of_a_record_that_has_gone_can_be_closed(manager):
    service = ServiceFactory(live=False)
    report = reported(service)
    service.delete()
    assert "A record that has gone" in section(manager.get(DESK), "reports")
    do(manager, "reports", report.uid, "close", outcome="nothing")
    assert count(manager.get(DESK), "reports") == 0


def test_a_call_shows_the_numbers_and_confirms_what_was_said(manager):
    service = ServiceFactory()
    organisation = service.organisation
    OrganisationPhone.objects.create(organisation=organisation, number="01632 960001")
    OrganisationAccount.objects.create(organisation=organisation, contact_phone="07700 900002")
    to_call(service)
    html = section(manager.get(DESK), "calls")
    assert "01632 960001" in html and "07700 900002" in html
    data = {"answer": "right", "note": "Friendly."}
    assert "Say who told you." in words_of(do(manager, "calls", service.uid, "called", **data))
    do(manager, "calls", service.uid, "called", told_by="Ann", **data)
    task = CallTask.objects.get()
    assert task.done_by == manager.user and "Told by Ann. Friendly." in task.note
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Rang up. They say it is all right." in history


def test_a_call_that_nobody_answered_stays_with_its_note(manager):
    service = ServiceFactory()
    to_call(service)
    do(manager, "calls", service.uid, "called", answer="nobody", note="Try after six")
    html = section(manager.get(DESK), "calls")
    assert count(manager.get(DESK), "calls") == 1 and "Try after six" in html
    assert service.standing.checked_at is None


TOLD = {"told_by": "Ann, treasurer", "how": "the group, by phone", "note": "Nice chat"}


def test_staff_enter_for_a_group_that_is_offline(manager):
    same = {"uid": uuid.uuid4(), "name": "Sewing Bee", "contact_phone": "01632 960123"}
    assert "Say who told you." in words_of(manager.post(f"{DESK}for-a-group/", same))
    for _ in range(2):
        answer = manager.post(f"{DESK}for-a-group/", same | TOLD)
    organisation = Organisation.objects.get(name="Sewing Bee")
    assert not organisation.live and organisation.account.contact_phone == "01632 960123"
    assert answer.headers["Location"].endswith(f"/edit/{organisation.pk}/")
    assert manager.get(answer.headers["Location"]).status_code == 200
    history = words_of(manager.get(f"/staff/directory/organisations/history/{organisation.pk}/"))
    assert "Entered by staff for the group, by phone. Told by Ann, treasurer." in history


def test_a_group_that_may_be_listed_is_shown_before_it_is_entered_again(manager):
    OrganisationFactory(name="Sewing Bee")
    same = TOLD | {"uid": uuid.uuid4(), "name": "Sewing Bee"}
    assert "It may be listed already." in words_of(manager.post(f"{DESK}for-a-group/", same))
    assert Organisation.objects.count() == 1
    manager.post(f"{DESK}for-a-group/", same | {"is_new": "on"})
    assert Organisation.objects.count() == 2


def test_what_a_group_told_about_a_record_confirms_it_if_all_is_right(manager, editor):
    service = ServiceFactory()
    path = f"{DESK}told/service/{service.uid}/"
    manager.post(path, TOLD)
    assert service.standing.checked_at is None
    editor.post(path, TOLD | {"is_right": "on"})
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert history.count("Entered by staff for the group, by phone.") == 2
    assert "The group told us" in manager.get("/staff/directory/services/").content.decode()
