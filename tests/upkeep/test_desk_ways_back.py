"""The desk: each record in one place, every action told where its row stood, and undone."""

import uuid
from datetime import timedelta

from django.utils import timezone

from organisations.models import Invitation, OrganisationAccount
from outbox.models import Message
from records.models import Check, Standing, confirm
from tests import people
from tests.factories import HubFactory, LocationFactory, OrganisationFactory, ServiceFactory
from tests.upkeep.desk import (
    CHECKED,
    DESK,
    count,
    do,
    group_with_owner,
    overdue,
    section,
    sent_in,
    to_call,
)
from upkeep import reports
from upkeep.likely_pairs import look_for_pairs
from upkeep.models import CallTask, KeptByStaff


def undo(client):
    return client.post(f"{DESK}undo/", {"undo": client.session["desk-undo"]["id"]})


def test_each_record_stands_in_one_section_and_is_counted_once(manager):
    hub, service = HubFactory(), ServiceFactory(name="Choir")
    for record in (hub, service):
        overdue(record)
        to_call(record)
    page = manager.get(DESK)
    numbers = [count(page, slug) for slug in ("crisis", "calls", "due", "hidden")]
    assert numbers == [1, 1, 0, 0] and "Choir" in section(page, "calls")


def test_what_was_done_is_said_where_its_row_stood_and_can_be_undone(manager):
    first, second = ServiceFactory(name="First"), ServiceFactory(name="Second")
    overdue(first, days=20)
    overdue(second)
    before = first.standing
    do(manager, "due", f"service_{first.uid}", "confirm", next=f"service_{second.uid}", **CHECKED)
    html = section(manager.get(DESK), "due")
    assert html.index("is confirmed") < html.index("<h3>Second") and ">Undo<" in html
    token = {"undo": html.split('name="undo" value="')[1].split('"')[0]}
    manager.post(f"{DESK}undo/", token)
    assert first.standing.due_at == before.due_at and count(manager.get(DESK), "due") == 2
    assert Check.objects.filter(record_uid=first.uid).count() == 1
    manager.post(f"{DESK}undo/", token)
    assert first.standing.due_at == before.due_at


def test_what_somebody_went_on_from_is_not_undone(manager):
    service = ServiceFactory()
    overdue(service)
    do(manager, "due", f"service_{service.uid}", "hide", why="Dead number")
    confirm(service, role="the group itself")
    undo(manager)
    assert "Something has changed since." in manager.session["desk-done"]["words"]
    assert service.standing.state == Standing.State.CONFIRMED


def test_a_call_and_a_report_are_open_again_after_undo(manager):
    service = ServiceFactory()
    to_call(service)
    do(manager, "calls", service.uid, "called", answer="no_number")
    undo(manager)
    assert CallTask.objects.filter(done_at=None, note="").count() == 1
    report = reports.keep(service, uid=uuid.uuid4(), what="other")
    do(manager, "reports", report.uid, "close", outcome="right")
    undo(manager)
    report.refresh_from_db()
    assert report.closed_at is None and report.outcome == ""


def test_the_team_keeps_what_nobody_looks_after_and_gives_it_up(manager):
    organisation = OrganisationFactory(name="Lonely Club")
    do(manager, "orphaned", organisation.uid, "rang", said="No answer, try Monday")
    assert "No answer, try Monday" in section(manager.get(DESK), "orphaned")
    do(manager, "orphaned", organisation.uid, "keep")
    page = manager.get(DESK)
    assert (count(page, "orphaned"), count(page, "kept")) == (0, 1)
    undo(manager)
    assert not KeptByStaff.objects.exists()
    do(manager, "orphaned", organisation.uid, "hide", why="It has closed")
    assert count(manager.get(DESK), "hidden") == 1


def test_pairs_are_kept_found_again_on_change_and_true_after_a_dismissal(manager):
    web = {"name": "Anchor Trust", "website": "https://anchor.example.org"}
    one, two = OrganisationFactory(**web), OrganisationFactory(**web)
    assert look_for_pairs()["organisation"] == 1 and look_for_pairs() == {}
    do(manager, "duplicates", f"{one.uid}_{two.uid}", "different")
    assert count(manager.get(DESK), "duplicates") == 0
    OrganisationFactory(**web)
    look_for_pairs()
    assert count(manager.get(DESK), "duplicates") == 2
    one.live = False
    one.save()
    assert count(manager.get(DESK), "duplicates") == 1


def bounced(record, to):
    return Message.objects.create(
        key="k", kind="news", to=to, subject="News", body="x", about=record.uid, state="bounced"
    )


def test_an_address_is_put_right_from_the_row_of_its_mail(manager):
    service = ServiceFactory()
    account = OrganisationAccount.objects.create(
        organisation=service.organisation, contact_email="old@example.org"
    )
    message = bounced(service, "old@example.org")
    to_call(service)
    CallTask.objects.update(why=CallTask.Why.BOUNCED)
    page = manager.get(DESK)
    assert (count(page, "mail"), count(page, "calls")) == (1, 0)
    wrong = do(manager, "mail", message.uid, "correct", email="old@example.org")
    assert "the address that did not work" in section(wrong, "mail")
    do(manager, "mail", message.uid, "correct", email="new@example.org")
    account.refresh_from_db()
    message.refresh_from_db()
    assert account.contact_email == message.to == "new@example.org"
    page = manager.get(DESK)
    assert (count(page, "mail"), count(page, "calls")) == (0, 0)


def test_an_account_is_never_given_another_address_but_the_new_one_is_invited(manager):
    service = ServiceFactory()
    owner = people.owner(service.organisation).user
    message = bounced(service, owner.email)
    do(manager, "mail", message.uid, "correct", email="new@example.org")
    owner.refresh_from_db()
    assert owner.email != "new@example.org"
    assert Invitation.objects.get().email == "new@example.org"


def test_a_due_record_whose_change_waits_for_review_is_not_to_check_too(manager):
    service, _ = sent_in(*reversed(group_with_owner()))
    Standing.objects.update_or_create(
        record_uid=service.uid, defaults={"due_at": timezone.now() - timedelta(days=1)}
    )
    page = manager.get(DESK)
    assert (count(page, "submissions"), count(page, "due")) == (1, 0)


def test_the_keeper_sees_what_was_suggested_and_what_came_of_it(manager):
    place = LocationFactory(name="Long Hall", kept_by=OrganisationFactory())
    keeper = people.owner(place.kept_by)
    report = reports.keep(
        place, uid=uuid.uuid4(), what="address", detail="The door is on Low Lane",
        reply_to="asker@example.org",
    )  # fmt: skip
    page = keeper.get(f"/listings/{place.kept_by.uid}/").content.decode()
    assert "Long Hall" in page and "Low Lane" in page and "asker@" not in page
    do(manager, "reports", report.uid, "close", outcome="changed")
    assert "done: We put it right" in keeper.get(f"/listings/{place.kept_by.uid}/").content.decode()
    assert "We put it right" in Message.objects.get(to="asker@example.org").body
