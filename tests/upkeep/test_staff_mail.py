"""Mail to website managers: what waits, once a day; crisis records at once; no private words."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from records.models import confirm
from tests import people
from tests.factories import CrisisLineFactory, HubFactory, ServiceFactory
from upkeep import reports
from upkeep.models import StaffMail
from upkeep.staff_mail import tell_of_crisis_records, tell_what_waits

pytestmark = pytest.mark.django_db

MORNING = timezone.make_aware(datetime(2030, 5, 1, 7, 5))


@pytest.fixture
def manager():
    return people.website_manager().user


def mail(kind):
    return Message.objects.filter(kind=kind).order_by("pk")


def test_the_daily_mail_has_counts_and_links_and_is_written_once_a_day(manager):
    service = ServiceFactory(name="Quiet room for Ann")
    report = {"uid": service.uid, "what": "other", "detail": "My neighbour Bob"}
    reports.keep(service, reply_to="bob@example.org", **report)
    assert tell_what_waits(MORNING - timedelta(hours=1)) == 0
    for _ in range(2):
        tell_what_waits(MORNING)
    tell_what_waits(MORNING + timedelta(hours=5))
    (one,) = mail("desk.daily")
    assert one.to == manager.email and "1  Reported problems" in one.body
    assert "/staff/desk/#reports" in one.body and "/staff/account/" in one.body
    for private in ("Ann", "Bob", "bob@"):
        assert private not in one.subject + one.body
    assert tell_what_waits(MORNING + timedelta(days=1)) == 1


def test_an_empty_desk_and_a_person_who_wants_none_get_no_mail(manager):
    assert tell_what_waits(MORNING) == 0
    confirm(ServiceFactory(), role="an editor", at=MORNING - timedelta(days=999))
    StaffMail.objects.create(user=manager, daily=False)
    assert tell_what_waits(MORNING) == 0


def test_crisis_records_that_come_due_are_told_at_once_and_once(manager):
    now = timezone.now()
    confirm(CrisisLineFactory(name="Night line"), role="x", at=now - timedelta(days=31))
    hub = HubFactory()
    confirm(hub, role="x", at=now - timedelta(days=89))
    assert [tell_of_crisis_records(now) for _ in range(2)] == [1, 0]
    assert "Night line" not in mail("desk.crisis").get().body
    later = now + timedelta(days=2)
    assert [tell_of_crisis_records(later) for _ in range(2)] == [1, 0]
    confirm(hub, role="x", at=later)
    assert tell_of_crisis_records(later + timedelta(days=91)) == 1


def test_where_nobody_wants_the_crisis_mail_the_team_gets_it(manager):
    StaffMail.objects.create(user=manager, crisis=False)
    confirm(CrisisLineFactory(), role="x", at=timezone.now() - timedelta(days=31))
    tell_of_crisis_records(timezone.now())
    assert mail("desk.crisis").count() == 1


def test_each_manager_chooses_in_their_own_account():
    client = people.website_manager()
    page = client.get("/staff/account/")
    assert "E-mail about the desk" in page.content.decode()
    assert not StaffMail.objects.exists()
    assert "E-mail about the desk" not in people.editor().get("/staff/account/").content.decode()
