"""Who sends people to a service that ends, closes or is hidden is told once, and sees it as due."""

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from outbox.models import Message
from outbox.sending import send_due
from records.models import Standing
from services.models import Service
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory
from tests.upkeep.listings import at, public, words
from tests.upkeep.sending import a_group, changed
from tests.upkeep.test_reminders_killed import Killed, killer
from upkeep import submissions
from upkeep.models import WayGone
from upkeep.ways_on import tell_of_ways_gone

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe():
    return public(ServiceFactory(name="Youth café", organisation=OrganisationFactory(name="Pier")))


@pytest.fixture
def group(cafe):
    """A group with an owner, whose Knitting sends people to the café."""
    organisation = a_group(name="Harbour")
    told = {"exclusions": "Under 18s", "alternative_service": cafe}
    organisation.knitting = public(
        ServiceFactory(name="Knitting", organisation=organisation, **told)
    )
    return organisation


def due():
    """Do what is due; the mails that went by it."""
    before = len(mail.outbox)
    tell_of_ways_gone(timezone.now())
    send_due()
    return mail.outbox[before:]


def ends(service, **fields):
    Service.objects.filter(pk=service.pk).update(**(fields or {"status": "defunct"}))


def test_the_owner_is_told_once_with_a_link_and_again_only_when_it_happens_anew(group, cafe):
    assert due() == []
    ends(cafe)
    (sent,) = due()
    assert sent.to == [group.person.email]
    assert (
        "Knitting, Harbour" in sent.body and "Youth café, Pier. This service has ended" in sent.body
    )
    assert at(group, "services", group.knitting.uid, "who") in sent.body
    assert due() == []
    ends(cafe, status="active")
    assert due() == []
    ends(cafe, ends_on=timezone.localdate())
    assert len(due()) == 1


@pytest.mark.parametrize("hide", ["by a timer", "its group", "by staff"])
def test_what_is_shown_to_nobody_is_not_named(group, cafe, hide):
    if hide == "by staff":
        cafe.unpublish()
    else:
        record = cafe if hide == "by a timer" else cafe.organisation
        Standing.objects.create(record_uid=record.uid, state=Standing.State.HIDDEN)
    (sent,) = due()
    assert "A listing that is no longer shown." in sent.body and "café" not in sent.body
    page = words(people.came_by_code(group.person).get(at(group)))
    assert "Knitting sends people to: A listing that is no longer shown." in page


def test_what_is_due_stands_on_the_page_of_listings_until_another_is_named(group, cafe):
    client = people.came_by_code(group.person)
    assert "Please name another place" not in client.get(at(group)).text
    ends(cafe, status="temporarily closed")
    page = client.get(at(group)).text
    assert "Please name another place" in page and "Closed for now" in page
    assert at(group, "services", group.knitting.uid, "who") in page
    changed(group.knitting, by=group.person, alternative_service=None, alternative="Ring 111")
    assert "Please name another place" not in client.get(at(group)).text


def test_killed_at_any_write_each_group_is_told_once(group, cafe):
    other = a_group(name="Hut")
    public(ServiceFactory(organisation=other, onward_service=cafe))
    ends(cafe)
    for after in range(1, 9):
        try:
            with connection.execute_wrapper(killer(after)):
                tell_of_ways_gone(timezone.now())
        except Killed:
            pass
    tell_of_ways_gone(timezone.now())
    told = Message.objects.filter(kind="way-on").values_list("to", flat=True)
    assert sorted(told) == sorted([group.person.email, other.person.email])
    assert WayGone.objects.count() == 2


def test_what_ends_with_it_and_who_looks_after_nothing(group, cafe):
    today = timezone.localdate()
    ends(group.knitting, ends_on=today)
    ends(cafe, ends_on=today)
    assert due() == []
    lonely = OrganisationFactory(name="Lonely", email="hello@lonely.example.org")
    public(ServiceFactory(organisation=lonely, onward_service=cafe))
    (sent,) = due()
    assert sent.to == ["hello@lonely.example.org"] and f"/claim/{lonely.uid}/" in sent.body


def test_the_reviewer_reads_who_is_sent_to_what_a_change_would_end(group, cafe):
    runs_it = a_group(name="Quay")
    Service.objects.filter(pk=cafe.pk).update(organisation=runs_it)
    changed(cafe, by=runs_it.person, status="defunct")
    submission = submissions.send(runs_it, by=runs_it.person)
    review = f"/staff/desk/review/{submission.uid}/"
    page = words(people.signed_in(people.staff("wanda@example.org", "manager")).get(review))
    assert "“Knitting” (Harbour) sends people here and names nothing else." in page
    changed(cafe, by=runs_it.person, status="active", summary="Come in.")
    again = submissions.send(runs_it, by=runs_it.person)
    page = people.signed_in(people.staff("wim@example.org", "manager"))
    assert "Knitting" not in page.get(f"/staff/desk/review/{again.uid}/").text
