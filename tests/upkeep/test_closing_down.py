"""A group that closes: one form ends its services, says where to go, and goes for review as one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations.models import OrganisationAccount, Role
from services.models import Service
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory
from tests.upkeep.listings import at, filled, group_with_service, public, words
from tests.upkeep.sending import with_review
from upkeep.drafts import newest
from upkeep.models import Submission

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 3, 31)


@pytest.fixture
def group():
    with_review()
    organisation, _ = group_with_service(name="Knitting")
    return organisation


def closes(client, organisation, **answers):
    page = client.get(at(organisation, "closing"))
    return client.post(at(organisation, "closing"), filled(page) | {"ends_on": LAST_DAY} | answers)


def named(name):
    return Service.objects.get(name=name)


def test_all_that_goes_on_ends_and_goes_for_review_as_one(group):
    cafe = public(ServiceFactory(name="Youth café"))
    soon = date(2026, 12, 24)
    public(ServiceFactory(name="Carols", organisation=group, ends_on=soon, onward="The church."))
    public(ServiceFactory(name="Long over", organisation=group, status="defunct"))
    public(
        ServiceFactory(name="Next year", organisation=group, starts_on=LAST_DAY.replace(year=2028))
    )
    ServiceFactory(name="A draft", organisation=group, live=False)
    client = people.owner(group)
    answer = closes(client, group, onward="Ring the library.", onward_service=cafe.uid)
    assert answer.status_code == 302
    submission = Submission.objects.get()
    assert submission.note == "The group is closing. Its last day is 31 March 2027."
    assert {item.record.name for item in submission.items.all()} == {"Knitting", "Next year"}
    knitting = newest(named("Knitting"))
    assert (knitting.ends_on, knitting.onward) == (LAST_DAY, "Ring the library.")
    assert knitting.onward_service == cafe and named("Knitting").ends_on is None
    assert newest(named("Next year")).status == "defunct"
    assert newest(named("Carols")).ends_on == soon
    assert closes(client, group).status_code == 302 and Submission.objects.count() == 1
    assert "Knitting (last day 31 March 2027)" in words(client.get(at(group, "closing")))


def test_a_trusted_group_ends_at_once_and_its_page_leads_on(group):
    OrganisationAccount.objects.create(organisation=group, is_trusted=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    closes(people.owner(group), group, ends_on=yesterday, onward="Ring the library.")
    knitting = named("Knitting")
    assert knitting.ends_on == yesterday
    page = people.visitor().get(group.get_absolute_url()).text
    assert "has ended" in page and knitting.get_absolute_url() in page


def test_who_is_sent_there_by_others_is_said_before(group):
    knitting = named("Knitting")
    told = {"exclusions": "Over 18s", "alternative_service": knitting}
    ServiceFactory(name="Pier", organisation=OrganisationFactory(name="Harbour"), **told)
    ServiceFactory(name="Sewing", organisation=group, **told)
    said = words(people.owner(group).get(at(group, "closing")))
    assert "Pier (Harbour). It names nothing else." in said and "Sewing (" not in said


def test_it_is_asked_of_owners_with_a_day_and_not_to_what_closes_too(group):
    own = public(ServiceFactory(name="Sewing", organisation=group))
    editor, owner = people.member(group), people.member(group, Role.OWNER)
    assert editor.get(at(group, "closing")).status_code == 404
    assert "We are closing" not in editor.get(at(group)).text
    assert "We are closing" in owner.get(at(group)).text
    page = closes(owner, group, ends_on="", onward_service=own.uid)
    assert "Answer this: What is your last day?" in page.text
    assert "Choose one that is listed." in page.text and not Submission.objects.exists()
    page = closes(owner, group, ends_on="", look="sewing", look_now="1")
    assert "nothing called “sewing”" in page.text and "There is a problem" not in page.text
    assert not Submission.objects.exists()
