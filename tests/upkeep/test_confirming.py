"""The link of a reminder: shows what is public, changes nothing until a button is pressed."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.core import mail, signing
from django.test import Client

from organisations.models import Membership
from outbox.sending import send_due
from records.models import Check, Standing, confirm
from tests import people
from tests.factories import (
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)
from upkeep.models import CallTask
from upkeep.reminders import remind
from upkeep.still_right_links import GOOD_FOR, SALT, digest, link

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_start(time_machine):
    time_machine.move_to(START, tick=False)


@pytest.fixture
def organisation():
    made = OrganisationFactory(name="Knitters of Hart", email="group@example.org")
    confirm(made, role="the website manager")
    return made


@pytest.fixture
def service(organisation):
    made = ServiceFactory(organisation=organisation, name="Knit and natter", cost="free")
    return overdue(made)


def overdue(record):
    confirm(record, role="the website manager", at=START - timedelta(days=200))
    return record


def links():
    """The paths of all links in the mails that go now, in order."""
    mail.outbox.clear()
    remind()
    send_due()
    words = "\n".join(sent.body for sent in mail.outbox)
    return re.findall(r"/still-right/\S+", words)


def press(client, path, *records):
    return client.post(path, {"record": [str(record.uid) for record in records]}, follow=True)


def test_looking_changes_nothing(service):
    (path,) = links()
    before = Standing.objects.get(record_uid=service.uid)
    for _ in range(3):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
    after = Standing.objects.get(record_uid=service.uid)
    assert (after.checked_at, after.state) == (before.checked_at, before.state)
    assert Check.objects.filter(record_uid=service.uid).count() == 1


def test_the_page_shows_what_the_public_sees(service):
    place = LocationFactory(name="Town Hall")
    ServiceAtLocationFactory(service=service, location=place)
    SessionFactory(service=service, location=place)
    service.phones.create(number="01632 960 001")
    service.routes.create(referrer="self", how="Just come in.")
    service.save()
    page = Client().get(links()[0]).content.decode()
    for words in ("Knit and natter", "Town Hall", "10am", "01632 960 001", "Free", "Just come in."):
        assert words in page


def test_one_press_confirms_for_the_group_itself(service):
    (path,) = links()
    page = press(Client(), path, service).content.decode()
    standing = service.standing
    assert standing.checked_by_role == "the group itself" and standing.checked_at == START
    assert standing.due_at == START + timedelta(days=180)
    assert "already confirmed on 2 November 2026 by the group itself" in page


def test_the_form_works_with_the_check_against_forged_forms(service):
    (path,) = links()
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    data = {"csrfmiddlewaretoken": token, "record": str(service.uid)}
    assert client.post(path, {"record": str(service.uid)}).status_code == 403
    assert client.post(path, data).status_code == 302


def test_pressed_twice_it_is_one_check(service):
    (path,) = links()
    press(Client(), path, service)
    press(Client(), path, service)
    assert Check.objects.filter(record_uid=service.uid).count() == 2


def test_a_link_used_after_staff_checked_says_who_did(service):
    (path,) = links()
    confirm(service, role="the website manager")
    page = Client().get(path).content.decode()
    assert "already confirmed on 2 November 2026 by the website manager" in page
    assert "Yes, this is still right" not in page


def test_one_link_for_all_and_each_can_be_left_out(organisation, service):
    other = overdue(ServiceFactory(organisation=organisation, name="Crochet"))
    every, first, _second = links()
    page = Client().get(every).content.decode()
    assert "Knit and natter" in page and "Crochet" in page
    assert ("Knit and natter" in Client().get(first).content.decode()) != (
        "Crochet" in Client().get(first).content.decode()
    )
    press(Client(), every, other)
    assert other.standing.checked_at == START and service.standing.checked_at < START


def test_a_link_for_one_does_not_answer_for_another(organisation, service):
    other = overdue(ServiceFactory(organisation=organisation, name="Crochet"))
    _, first, second = links()
    stranger = overdue(ServiceFactory())
    for path in (first, second):
        press(Client(), path, stranger)
    assert stranger.standing.checked_at < START
    page = Client().get(first).content.decode()
    shown, hidden = (service, other) if "Knit and natter" in page else (other, service)
    press(Client(), first, service, other)
    assert shown.standing.checked_at == START and hidden.standing.checked_at < START


@pytest.mark.parametrize("spoil", [str.upper, lambda s: s[:-1], lambda s: "x" + s, lambda s: "1"])
def test_a_forged_link_is_not_there(service, spoil):
    signed = links()[0].removeprefix("/still-right/").rstrip("/")
    for client in (Client().get, Client().post):
        assert client(f"/still-right/{spoil(signed)}/").status_code == 404


@pytest.mark.parametrize("parts", [[], ["", "", ""], ["zz", "yy", 7], {"a": 1}, None, [1, 2, 3, 4]])
def test_signed_nonsense_is_not_there_either(parts):
    signed = signing.dumps(parts, salt=SALT)
    assert Client().get(f"/still-right/{signed}/").status_code == 404


def test_signed_for_something_else_it_is_not_there(service):
    parts = signing.loads(links()[0].split("/")[2], salt=SALT)
    assert Client().get(f"/still-right/{signing.dumps(parts)}/").status_code == 404


def test_an_old_link_changes_nothing_and_sends_a_new_one_once_a_day(service, time_machine):
    (path,) = links()
    time_machine.move_to(START + GOOD_FOR + timedelta(minutes=1), tick=False)
    mail.outbox.clear()
    assert "too old" in Client().get(path).content.decode()
    for _ in range(3):
        page = press(Client(), path, service).content.decode()
    assert "Look in your e-mail" in page and service.standing.checked_at < START
    send_due()
    (sent,) = mail.outbox
    assert sent.to == ["group@example.org"]
    new = re.search(r"/still-right/\S+", sent.body)[0]
    press(Client(), new, service)
    assert service.standing.checked_by_role == "the group itself"


def test_it_works_no_more_when_other_people_look_after_it(organisation, service):
    (path,) = links()
    Membership.objects.create(organisation=organisation, user=people.ordinary_user().user)
    assert Client().get(path).status_code == 404
    press(Client(), path, service)
    assert service.standing.checked_at < START


def test_it_works_no_more_after_a_change_of_e_mail(organisation, service):
    (path,) = links()
    organisation.email = "new@example.org"
    organisation.save()
    page = Client().get(path)
    assert page.status_code == 404 and "does not work any more" in page.content.decode()


def test_it_works_no_more_for_what_was_withdrawn(service):
    (path,) = links()
    service.unpublish()
    assert Client().get(path).status_code == 404


def test_what_was_hidden_is_shown_again_by_the_link_in_its_mail(service, time_machine):
    for day in (0, 14, 28, 88):
        time_machine.move_to(START + timedelta(days=day), tick=False)
        found = links()
    assert service.standing.state == "hidden"
    assert Client().get(service.get_absolute_url()).status_code == 404
    assert "Hidden" in Client().get(found[0]).content.decode()
    press(Client(), found[0], service)
    assert Client().get(service.get_absolute_url()).status_code == 200
    assert not CallTask.objects.filter(done_at=None).exists()


def test_the_page_is_private_and_tells_no_other_site_its_address(service):
    response = Client().get(links()[0])
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_something_has_changed_leads_through_signing_in_to_the_edit_page(organisation, service):
    people.owner(organisation)
    page = Client().get(links()[0]).content.decode()
    there = f"%2Flistings%2F{organisation.uid}%2Fservices%2F{service.uid}%2F"
    assert f"/join/?next={there}" in page


def test_where_nobody_looks_after_it_yet_something_has_changed_leads_to_claiming_it(service):
    path = links()[0]
    changed = re.search(r'href="/join/\?next=([^"]+)"[^>]*>Something', Client().get(path).text)[1]
    client = people.ordinary_user()
    assert client.get(unquote(changed)).status_code == 200


def test_a_hub_is_written_by_staff_so_something_has_changed_tells_them(organisation):
    hub = overdue(HubFactory(organisation=organisation))
    page = Client().get(links()[0]).text
    assert f'href="/report/hub/{hub.uid}/"' in page and "/join/?next" not in page


def test_a_secret_address_stays_secret(organisation):
    place = overdue(LocationFactory(kept_by=organisation, name="Rose House", is_confidential=True))
    ServiceAtLocationFactory(service=ServiceFactory(organisation=organisation), location=place)
    (path,) = links()
    assert "Kept secret" in Client().get(path).content.decode()
    assert not re.search("Rose|Example Street|TS24", Client().get(path).content.decode())


@pytest.mark.parametrize("factory", [HubFactory, SinglePointOfAccessFactory])
def test_hubs_and_front_doors_are_confirmed_the_same_way(organisation, factory):
    record = overdue(factory(organisation=organisation))
    (path,) = links()
    assert str(record) in Client().get(path).content.decode()
    press(Client(), path, record)
    assert record.standing.checked_by_role == "the group itself"


def test_the_address_cannot_be_read_from_a_link(service):
    (path,) = links()
    assert digest("group@example.org") in str(signing.loads(path.split("/")[2], salt=SALT))
    assert "group" not in str(signing.loads(path.split("/")[2], salt=SALT))


def test_a_link_for_an_address_that_was_never_written_to_is_worth_nothing(service):
    from outbox.models import Message

    links()
    message = Message.objects.get()
    made_up = link(message.uid, "mallory@example.org")
    assert Client().get("/still-right/" + made_up.split("/still-right/")[1]).status_code == 404
