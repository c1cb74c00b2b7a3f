"""Anybody says in one step that a public record is wrong; those who can put it right are told."""

import uuid

import pytest

from organisations.models import Membership, OrganisationAccount
from outbox.models import Message
from tests import people
from tests.factories import (
    CrisisLineFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.filled_form import words_of
from upkeep import reports
from upkeep.models import ProblemReport


@pytest.fixture
def service(db):
    organisation = OrganisationFactory(email="hello@group.example.org")
    return ServiceFactory(organisation=organisation, name="Knit and Natter")


@pytest.fixture
def manager(db):
    return people.staff("wanda@example.org", "manager")


def address(record, kind="service"):
    return f"/report/{kind}/{record.uid}/"


def send(client, record, kind="service", **data):
    given = {"uid": uuid.uuid4(), "what": "other"} | data
    return client.post(address(record, kind), given)


def to(email):
    return Message.objects.get(to=email)


def test_one_step_keeps_the_report_and_tells_group_and_manager(client, service, manager):
    answer = send(client, service, what="closed", detail="The door was locked.")
    assert answer.headers["Location"] == f"{address(service)}thank-you/"
    report = ProblemReport.objects.get()
    assert report.record == service and report.what == "closed" and report.closed_at is None
    for email in ("hello@group.example.org", "wanda@example.org"):
        assert "The door was locked." in to(email).body and "Knit and Natter" in to(email).subject


def test_every_member_is_told_and_the_public_e_mail_is_not(client, service, manager):
    for name in ("ada", "bee"):
        user = people.User.objects.create_user(f"{name}@example.org")
        Membership.objects.create(organisation=service.organisation, user=user)
    send(client, service)
    told = Message.objects.filter(kind="report.owner").values_list("to", flat=True)
    assert sorted(told) == ["ada@example.org", "bee@example.org"]


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("service", ServiceFactory),
        ("organisation", OrganisationFactory),
        ("hub", HubFactory),
        ("single-point-of-access", SinglePointOfAccessFactory),
        ("crisis-line", CrisisLineFactory),
    ],
)
def test_each_kind_of_record_leads_to_its_own_page(client, db, kind, make):
    record = make()
    shown = "/crisis/" if kind == "crisis-line" else record.get_absolute_url()
    page = client.get(shown)
    assert f'href="{address(record, kind)}"' in page.content.decode()
    assert not page.cookies
    assert client.get(address(record, kind)).status_code == 200


def test_what_is_not_public_cannot_be_reported(client, db):
    draft, place = ServiceFactory(live=False), LocationFactory()
    for path in (address(draft), address(place, "place"), address(place), "/report/x/y/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"what": "other"}).status_code == 404


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, service):
    page = send(client, service, what="", detail="Gone since May.", reply_to="not an address")
    html, words = page.content.decode(), words_of(page)
    assert "<title>Error: " in html and words.count("Choose what is wrong.") == 2
    assert words.count("Enter an e-mail address, like name@example.org.") == 2
    assert "Gone since May." in html and "not an address" in html
    assert 'href="#id_what"' in html and 'id="id_what"' in html
    assert not ProblemReport.objects.exists()


def test_too_many_words_are_told_with_how_many(client, service):
    page = send(client, service, detail="a" * 2001)
    assert "at most 2,000 letters. You wrote 2001." in words_of(page)


def test_a_second_press_makes_no_second_report_or_mail(client, service, manager):
    same = uuid.uuid4()
    first, second = (send(client, service, uid=same) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert ProblemReport.objects.count() == 1 and Message.objects.count() == 2


def test_a_program_that_fills_every_box_is_asked_again(client, service):
    page = send(client, service, home_page="https://spam.example", detail="Words of mine")
    assert "press Send once more" in words_of(page) and "Words of mine" in words_of(page)
    assert "spam.example" not in page.content.decode()
    assert not ProblemReport.objects.exists()


def test_one_browser_address_sends_so_many_and_loses_nothing(client, service):
    for _ in range(20):
        assert send(client, service).status_code == 302
    page = send(client, service, detail="The twenty-first")
    assert page.status_code == 429 and "The twenty-first" in words_of(page)
    assert ProblemReport.objects.count() == 20
    elsewhere = client.post(
        address(service), {"uid": uuid.uuid4(), "what": "other"}, REMOTE_ADDR="192.0.2.9"
    )
    assert elsewhere.status_code == 302


def test_line_breaks_make_no_header_of_a_mail(client, service, manager):
    service.name = "Tea\r\nBcc: everybody@example.org"
    service.save()
    send(client, service)
    assert all("\n" not in mail.subject for mail in Message.objects.all())
    page = send(client, service, reply_to="a@example.org\nBcc: b@example.org")
    assert page.status_code == 200 and ProblemReport.objects.count() == 1


@pytest.fixture
def refuge(service):
    hall = LocationFactory(address_1="7 Hidden Row", postcode="TS24 7ZZ", is_confidential=True)
    ServiceAtLocationFactory(service=service, location=hall)
    return service


def test_of_a_secret_place_neither_page_nor_mail_says_anything(client, refuge, manager):
    page = client.get(address(refuge))
    assert "Exit this page" in words_of(page) and "The address is wrong" not in words_of(page)
    assert page.headers["Cache-Control"].count("no-store")
    send(client, refuge, detail="I saw it at 7 Hidden Row", reply_to="ann@example.org")
    reports.close(ProblemReport.objects.get(), outcome="right", by=manager)
    mails = " ".join(f"{mail.subject} {mail.body}" for mail in Message.objects.all())
    assert Message.objects.count() == 3
    for secret in ("Hidden Row", "TS24 7ZZ", "Knit and Natter"):
        assert secret not in words_of(page).replace("About: Knit and Natter", "") + mails


def test_who_asked_to_hear_is_told_the_outcome_once_and_forgotten(client, service, manager):
    send(client, service, reply_to="ann@example.org")
    report = ProblemReport.objects.get()
    assert reports.close(report, outcome="changed", words="Thank you, Ann.", by=manager)
    assert not reports.close(report, outcome="right", by=manager)
    mail = to("ann@example.org")
    assert "We put it right" in mail.body and "Thank you, Ann." in mail.body
    report.refresh_from_db()
    assert report.reply_to == "" and report.closed_by == manager and report.outcome == "changed"


def test_the_group_never_learns_who_reported(client, service, manager):
    send(client, service, reply_to="ann@example.org")
    assert not Message.objects.filter(body__contains="ann@example.org").exists()


def test_closing_is_in_the_history_of_the_record(client, service):
    send(client, service, what="times")
    boss = people.website_manager()
    reports.close(ProblemReport.objects.get(), outcome="changed", by=boss.user)
    history = words_of(boss.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Reported problem closed" in history and "We put it right" in history


def test_the_private_e_mail_of_a_group_is_written_to_and_never_shown(client, service, manager):
    OrganisationAccount.objects.create(
        organisation=service.organisation, contact_email="kitchen@example.org"
    )
    page = client.get(address(service))
    send(client, service)
    assert Message.objects.filter(to="kitchen@example.org").count() == 1
    assert "kitchen@" not in page.content.decode()
