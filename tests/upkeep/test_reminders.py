"""Who looks after a record is asked whether it is still right; what nobody answers is marked, then hidden."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from organisations.models import Membership, OrganisationAccount
from outbox.sending import send_due
from records.models import Check, FreshnessSettings, confirm
from search import find
from search.request import SearchRequest
from services.models import Service
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
from tests.upkeep.checked import START, checked, due_service, group, state
from upkeep.due import due
from upkeep.models import CallTask, Reminder, Submission, SubmissionItem
from upkeep.reminders import _Run

pytestmark = pytest.mark.django_db


def test_asked_twice_then_marked_with_a_call_then_hidden(days):
    service = due_service(name="Knit and natter")
    days(0)
    assert [m.to for m in mail.outbox] == [["group@example.org"]]
    assert "Knit and natter" in mail.outbox[0].body
    days(13)
    assert len(mail.outbox) == 1
    days(14)
    assert len(mail.outbox) == 2 and mail.outbox[1].subject.startswith("We ask again")
    days(27)
    assert state(service) == "confirmed" and not CallTask.objects.exists()
    days(28)
    assert state(service) == "unconfirmed"
    assert CallTask.objects.get().why == CallTask.Why.NO_ANSWER
    days(87)
    assert state(service) == "unconfirmed"
    days(88)
    assert state(service) == "hidden"
    assert not type(service).objects.published().filter(pk=service.pk).exists()
    assert len(mail.outbox) == 3 and "Not shown any more" in mail.outbox[2].subject
    days(150)
    assert len(mail.outbox) == 3


def test_what_is_not_confirmed_lately_ranks_lower_and_says_so(days):
    for number in range(2):
        due_service(group(f"g{number}@example.org"), name="Chess club")
    days(0, run=False)
    first, second = (hit.uid for hit in find(SearchRequest(q="chess")).hits)
    confirm(Service.objects.get(uid=second), role="the website manager")
    for day in (0, 14, 28):
        days(day)
    hits = find(SearchRequest(q="chess")).hits
    assert [(hit.uid, hit.is_unconfirmed) for hit in hits] == [(second, False), (first, True)]


def test_nothing_is_done_twice_however_often_it_runs(days):
    due_service()
    for day in (0, 0, 14, 14, 28, 28, 88, 88):
        days(day)
    assert len(mail.outbox) == 3
    assert Reminder.objects.count() == 3 and CallTask.objects.count() == 1


def test_two_runs_that_looked_at_the_same_moment_write_once(days):
    service = due_service()
    days(0, run=False)
    runs = [_Run(START), _Run(START)]
    for run in runs:
        run.look(due())
    for run in runs:
        for together in list(run.companies()):
            run.write_to(together)
    send_due()
    assert len(mail.outbox) == 1 and Reminder.objects.get().record == service


def test_a_run_that_looked_before_the_answer_came_marks_nothing(days):
    service = due_service()
    days(0)
    days(14)
    days(28, run=False)
    late = _Run(START + timedelta(days=28))
    late.look(due())
    confirm(service, role="the group itself")
    for item, step in late.steps:
        late.act(item, step)
    assert state(service) == "confirmed" and not CallTask.objects.filter(done_at=None).exists()


def test_one_mail_names_all_that_is_due_with_a_link_for_each_and_one_for_all(days):
    organisation = group()
    for number in range(60):
        due_service(organisation, name=f"Class {number}.")
    days(0)
    (sent,) = mail.outbox
    assert all(f"Class {number}." in sent.body for number in range(60))
    assert len(set(re.findall(r"http\S+/still-right/\S+/", sent.body))) == 61


def test_what_is_due_soon_is_asked_in_the_same_mail(days):
    organisation = group()
    due_service(organisation, name="First")
    checked(ServiceFactory(organisation=organisation, name="Next week"), 175)
    checked(ServiceFactory(organisation=organisation, name="In spring"), 40)
    days(0)
    days(7)
    (sent,) = mail.outbox
    assert "Next week" in sent.body and "In spring" not in sent.body


def test_every_member_is_asked_and_gets_one_mail_for_all_their_groups(days):
    first, second = group("a@example.org"), group("b@example.org")
    ann, ben = people.ordinary_user().user, people.staff("ben@example.org", "editor")
    Membership.objects.create(organisation=first, user=ann)
    Membership.objects.create(organisation=first, user=ben)
    Membership.objects.create(organisation=second, user=ben)
    due_service(first, name="Walks")
    due_service(second, name="Talks")
    days(0)
    words = {sent.to[0]: sent.body for sent in mail.outbox}
    assert set(words) == {ann.email, ben.email} and len(mail.outbox) == 2
    assert "Walks" in words[ann.email] and "Talks" not in words[ann.email]
    assert "Walks" in words[ben.email] and "Talks" in words[ben.email]


def test_the_private_address_is_used_before_the_public_one(days):
    organisation = group()
    OrganisationAccount.objects.create(organisation=organisation, contact_email="me@example.org")
    due_service(organisation)
    days(0)
    assert mail.outbox[0].to == ["me@example.org"]


def test_an_answer_ends_it_and_the_call_is_off_the_list(days):
    service = due_service()
    for day in (0, 14, 28):
        days(day)
    confirm(service, role="the group itself")
    assert state(service) == "confirmed" and not CallTask.objects.filter(done_at=None).exists()
    days(100)
    assert len(mail.outbox) == 2


def test_a_staff_check_shows_what_was_hidden_at_once(days):
    service = due_service()
    for day in (0, 14, 28, 88):
        days(day)
    confirm(service, role="the website manager")
    assert type(service).objects.published().filter(pk=service.pk).exists()


def test_a_new_round_begins_when_it_is_due_again(days):
    service = due_service()
    days(0)
    confirm(service, role="the group itself")
    days(179)
    assert len(mail.outbox) == 1
    days(180)
    assert len(mail.outbox) == 2 and not mail.outbox[1].subject.startswith("We ask again")


@pytest.mark.parametrize("factory", [CrisisLineFactory, HubFactory, SinglePointOfAccessFactory])
@pytest.mark.parametrize("email", ["", "hub@example.org"])
def test_crisis_lines_hubs_and_front_doors_stay_as_they_are(days, factory, email):
    owner = {} if factory is CrisisLineFactory else {"organisation": group(email)}
    record = checked(factory(**owner), 95)
    for day in range(0, 300, 14):
        days(day)
    assert state(record) == "confirmed"
    assert type(record).objects.published().filter(pk=record.pk).exists()
    assert CallTask.objects.filter(record_uid=record.uid).count() == 1


def test_the_place_of_a_hub_is_not_hidden_under_it(days):
    place = checked(LocationFactory(kept_by=group()), 200)
    hub = HubFactory(location=place)
    for day in (0, 14, 28, 88, 120):
        days(day)
    assert state(place) == "unconfirmed"
    assert type(hub).objects.published().filter(pk=hub.pk).exists()


def test_nothing_that_is_right_is_hidden_with_its_group_or_its_place(days):
    organisation = checked(OrganisationFactory(email="group@example.org"), 180)
    place = checked(LocationFactory(kept_by=organisation), 180)
    service = checked(ServiceFactory(organisation=organisation), 0)
    ServiceAtLocationFactory(service=service, location=place)
    for day in (0, 14, 28, 88, 100):
        days(day)
    assert state(organisation) == state(place) == "unconfirmed"
    assert type(service).objects.published().filter(pk=service.pk).exists()
    for day in (190, 210, 230, 300, 301):
        days(day)
    assert state(organisation) == state(place) == state(service) == "hidden"


def test_what_nobody_looks_after_is_called_about_and_then_goes_the_same_way(days):
    service = due_service(group(email=""))
    days(0)
    assert mail.outbox == [] and CallTask.objects.get().why == CallTask.Why.NO_OWNER
    days(27)
    assert state(service) == "confirmed"
    days(28)
    assert state(service) == "unconfirmed"
    days(88)
    assert state(service) == "hidden"
    assert CallTask.objects.count() == 1


def test_calls_about_what_nobody_looks_after_come_a_few_at_a_time_but_safety_always(days):
    organisation = group(email="")
    for _ in range(30):
        due_service(organisation)
    line = checked(CrisisLineFactory(), 31)
    days(0)
    assert CallTask.objects.filter(record_uid=line.uid).exists()
    assert CallTask.objects.count() == 20
    CallTask.objects.all().update(done_at=timezone.now())
    days(1)
    assert CallTask.objects.filter(done_at=None).count() == 11


def test_mails_after_a_big_import_are_spread_over_days(days):
    FreshnessSettings.objects.create(pk=1, most_mails_a_day=3)
    for number in range(8):
        due_service(group(email=f"group{number}@example.org"))
    for day, total in ((0, 3), (0, 3), (1, 6), (2, 8)):
        days(day)
        assert len(mail.outbox) == total


def test_what_was_never_checked_is_due_an_interval_after_it_was_published(days):
    service = ServiceFactory(organisation=group())
    days(179)
    assert mail.outbox == []
    confirm(service.organisation, role="the group itself")
    days(180)
    assert len(mail.outbox) == 1 and "never checked" in mail.outbox[0].body


def test_staff_set_the_numbers(days):
    FreshnessSettings.objects.create(
        pk=1, check_days=30, second_after_days=2, unconfirmed_after_days=3, hidden_after_days=4
    )
    service = checked(ServiceFactory(organisation=group()), 30)
    for day, expected in ((0, "confirmed"), (2, "confirmed"), (5, "unconfirmed"), (9, "hidden")):
        days(day)
        assert state(service) == expected


def sent_in(record, state):
    submission = Submission.objects.create(organisation=record.organisation)
    return SubmissionItem.objects.create(
        submission=submission, record=record, record_uid=record.uid, state=state
    )


def test_while_a_change_waits_for_staff_nobody_is_asked_again(days):
    service = due_service()
    days(0)
    item = sent_in(service, "waiting")
    days(60)
    assert len(mail.outbox) == 1 and state(service) == "confirmed"
    item.state = "declined"
    item.save()
    days(61)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("published", ["approved", "trusted"])
def test_a_change_sent_in_answer_counts_as_a_check(days, published):
    service = due_service()
    days(0)
    days(3, run=False)
    sent_in(service, published)
    days(5)
    days(5)
    assert service.standing.checked_at == START + timedelta(days=3)
    assert service.standing.checked_by_role == "the group itself"
    assert Check.objects.filter(record_uid=service.uid).count() == 2


def test_what_a_group_wrote_itself_is_checked_from_its_first_day(days):
    service = ServiceFactory(organisation=group())
    days(0, run=False)
    sent_in(service, "approved")
    days(1)
    assert service.standing.checked_at == START


def test_one_thing_put_right_in_between_is_no_check(days):
    service = checked(ServiceFactory(organisation=group()), 30)
    days(0, run=False)
    sent_in(service, "approved")
    days(1)
    assert service.standing.checked_at == START - timedelta(days=30)


def test_drafts_and_what_is_over_are_not_asked_about(days):
    due_service(live=False)
    due_service(ends_on=START.date() - timedelta(days=1))
    due_service(group(live=False))
    checked(LocationFactory(kept_by=group()), 200)
    days(0)
    assert mail.outbox == []


def test_a_mail_names_nothing_that_should_stay_secret(days):
    place = checked(LocationFactory(kept_by=group(), name="Rose House", is_confidential=True), 200)
    ServiceAtLocationFactory(service=checked(ServiceFactory(name="Safe beds"), 0), location=place)
    days(0)
    (sent,) = mail.outbox
    assert not re.search("Rose|Example Street|TS24", sent.subject + sent.body)
