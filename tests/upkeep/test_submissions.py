"""What is sent together waits together; what is public stays until somebody approves."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from wagtail.models import WorkflowState

from accounts.models import User
from organisations.models import OrganisationAccount
from outbox.models import Message
from services.models import Service
from tests import people
from tests.factories import LocationFactory, ServiceFactory
from tests.upkeep.sending import a_group, changed, new_place, new_service
from upkeep import submissions
from upkeep.models import Submission, SubmissionItem

State = SubmissionItem.State


@pytest.fixture
def group(db):
    return a_group(summary="As it was")


@pytest.fixture
def wanda(db):
    return people.staff("wanda@example.org", "manager")


def test_only_what_has_a_new_version_is_unsent(group):
    same, service = ServiceFactory(organisation=group), ServiceFactory(organisation=group)
    changed(service, by=group.person, summary="New words")
    place = new_place(group)
    assert submissions.unsent(group) == [place, service] and same not in submissions.unsent(group)
    submissions.send(group, by=group.person)
    assert submissions.unsent(group) == []


def test_what_was_taken_down_is_not_sent_again_by_itself(group):
    service = ServiceFactory(organisation=group)
    service.save_revision().publish()
    service.refresh_from_db()
    service.unpublish()
    assert submissions.unsent(group) == []
    changed(service, by=group.person, summary="We are back")
    assert submissions.unsent(group) == [service]


def test_sending_starts_one_review_each_and_changes_nothing_public(group):
    service = ServiceFactory(organisation=group, summary="Tea")
    changed(group, by=group.person, summary="As it will be")
    revision = changed(service, by=group.person, summary="Tea and cake")
    submission = submissions.send(group, by=group.person, note="Hello")
    assert [item.record for item in submission.items.all()] == [group, service]
    assert submission.items.last().revision == revision and submission.note == "Hello"
    service.refresh_from_db()
    assert service.summary == "Tea" and service.workflow_in_progress
    assert service.current_workflow_state.requested_by == group.person
    assert mail.outbox == []


def test_what_may_not_be_public_is_not_sent_and_says_why(group):
    good, bad = ServiceFactory(organisation=group), ServiceFactory(organisation=group)
    changed(good, by=group.person, summary="Fine")
    changed(bad, by=group.person, exclusions="Adults")
    with pytest.raises(submissions.NotReady) as refusal:
        submissions.send(group, by=group.person)
    [(record, error)] = refusal.value.reasons
    assert record == bad and "instead" in error.message_dict["alternative"][0]
    assert not Submission.objects.exists() and not WorkflowState.objects.exists()


def test_somebody_elses_record_is_not_sent(group):
    with pytest.raises(PermissionDenied):
        submissions.send(group, by=group.person, records=[ServiceFactory(live=False)])


def test_a_new_service_takes_its_organisation_and_own_place_along(db):
    group = a_group(live=False)
    place = new_place(group)
    service = new_service(group, at=place)
    other = new_service(group)
    submission = submissions.send(group, by=group.person, records=[service])
    assert [item.record for item in submission.items.all()] == [group, place, service]
    assert submissions.unsent(group) == [other]


def test_sending_the_same_again_gives_the_same_submission(group):
    changed(group, by=group.person, summary="New")
    first = submissions.send(group, by=group.person)
    assert submissions.send(group, by=group.person) == first
    assert submissions.send(group, by=group.person, records=[group]) == first
    assert WorkflowState.objects.count() == 1


def test_there_may_be_nothing_to_send(group):
    with pytest.raises(submissions.NothingToSend):
        submissions.send(group, by=group.person)


def test_a_newer_version_replaces_the_one_that_waits(group):
    changed(group, by=group.person, summary="First")
    first = submissions.send(group, by=group.person)
    revision = changed(group, by=group.person, summary="Second")
    second = submissions.send(group, by=group.person)
    first.refresh_from_db()
    assert first.items.get().state == State.REPLACED and first.decided_at
    item = second.items.get()
    assert (item.revision, item.state) == (revision, State.WAITING)
    group.refresh_from_db()
    assert group.current_workflow_task_state.revision == revision


def sent(group, *records):
    return {item.record: item for item in submissions.send(group, by=group.person).items.all()}


def test_approving_publishes_that_version_and_tells_the_group(
    group, wanda, django_capture_on_commit_callbacks
):
    changed(group, by=group.person, summary="As it will be")
    item = sent(group)[group]
    with django_capture_on_commit_callbacks(execute=True):
        item = submissions.approve(item, by=wanda)
    group.refresh_from_db()
    assert group.summary == "As it will be" and not group.workflow_in_progress
    assert (item.state, item.decided_by) == (State.APPROVED, wanda)
    assert item.submission.decided_at
    [letter] = mail.outbox
    assert letter.to == [group.person.email] and "now public" in letter.body
    assert f"/organisations/{group.uid}/" in letter.body
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_declining_gives_the_reason_and_changes_nothing(
    group, wanda, django_capture_on_commit_callbacks
):
    changed(group, by=group.person, summary="As it will be")
    item = sent(group)[group]
    with django_capture_on_commit_callbacks(execute=True):
        item = submissions.decline(item, by=wanda, reason="Please say where you meet.")
    group.refresh_from_db()
    assert group.summary == "As it was" and item.state == State.DECLINED
    assert "Please say where you meet." in mail.outbox[0].body
    assert submissions.unsent(group) == []


def test_a_reason_is_required(group, wanda):
    changed(group, by=group.person, summary="New")
    with pytest.raises(ValidationError):
        submissions.decline(sent(group)[group], by=wanda, reason=" ")


def test_after_a_refusal_a_new_version_goes_the_same_way(group, wanda):
    changed(group, by=group.person, summary="First")
    submissions.decline(sent(group)[group], by=wanda, reason="Not yet")
    changed(group, by=group.person, summary="Second")
    submissions.approve(sent(group)[group], by=wanda)
    group.refresh_from_db()
    assert group.summary == "Second" and WorkflowState.objects.count() == 1


def test_what_was_declined_may_be_sent_again_as_it_is(group, wanda):
    changed(group, by=group.person, summary="First")
    submissions.decline(sent(group)[group], by=wanda, reason="Not yet")
    again = submissions.send(group, by=group.person, records=[group], note="It is right.")
    submissions.approve(again.items.get(), by=wanda)
    group.refresh_from_db()
    assert group.summary == "First"


def test_a_service_waits_for_its_organisation_and_place(db, wanda):
    group = a_group(live=False, name="New group")
    place = new_place(group, name="New hall")
    service = new_service(group, at=place)
    items = sent(group)
    with pytest.raises(ValidationError, match="New group") as refusal:
        submissions.approve(items[service], by=wanda)
    assert "New hall" in str(refusal.value)
    for record in (group, place, service):
        submissions.approve(items[record], by=wanda)
    assert Service.objects.published().get() == service


def test_a_place_of_others_that_is_not_public_holds_a_service_back(group, wanda):
    service = new_service(group, at=LocationFactory(live=False, name="Hidden hall"))
    with pytest.raises(ValidationError, match="Hidden hall"):
        submissions.approve(sent(group)[service], by=wanda)


def test_all_are_approved_in_order_with_one_mail(db, wanda, django_capture_on_commit_callbacks):
    group = a_group(live=False)
    services = [new_service(group, at=new_place(group)) for _ in range(3)]
    submission = submissions.send(group, by=group.person)
    with django_capture_on_commit_callbacks(execute=True):
        decision = submissions.approve_all(submission, by=wanda)
    assert len(decision.approved) == 7 and not decision.refused
    assert set(Service.objects.published()) == set(services)
    assert len(mail.outbox) == 1
    submission.refresh_from_db()
    assert submission.decided_at


def test_one_that_cannot_be_public_does_not_stop_the_others(group, wanda):
    good, bad = new_service(group), new_service(group, at=LocationFactory(live=False))
    submission = submissions.send(group, by=group.person)
    decision = submissions.approve_all(submission, by=wanda)
    assert [item.record for item in decision.approved] == [good]
    [(item, words)] = decision.refused
    assert item.record == bad and "the place" in words
    submission.refresh_from_db()
    assert submission.decided_at is None


def test_an_editor_cannot_approve(group):
    changed(group, by=group.person, summary="New")
    item = sent(group)[group]
    with pytest.raises(PermissionDenied):
        submissions.approve(item, by=people.staff("eddie@example.org", "editor"))
    item.refresh_from_db()
    assert item.state == State.WAITING


def test_a_press_that_takes_too_long_leaves_the_rest_for_the_next(group, wanda):
    new_service(group), new_service(group)
    submission = submissions.send(group, by=group.person)
    versions = {item.pk: item.version_id for item in submission.items.all()}
    decision = submissions.decide(submission, by=wanda, approving=versions, seconds=-1)
    assert len(decision.left) == 2 and not decision.approved
    assert submissions.decide(submission, by=wanda, approving=versions, seconds=60).left == []


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_many_times_at_once_waits_once():
    group = a_group()
    service = new_service(group)
    submission_uids = at_once(8, lambda: submissions.send(group, by=group.person).uid)
    assert len(set(submission_uids)) == 1
    assert SubmissionItem.objects.filter(record_uid=service.uid).count() == 1
    assert WorkflowState.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_once():
    group = a_group()
    wanda = User.objects.create_superuser("wanda@example.org", people.PASSWORD)
    changed(group, by=group.person, summary="New words")
    submission = submissions.send(group, by=group.person)
    decisions = at_once(4, lambda: submissions.approve_all(submission, by=wanda))
    assert sum(len(decision.approved) for decision in decisions) == 1
    assert Message.objects.count() == 1


def at_once(times, action):
    """Do it in so many threads at the same time, each with a connection; returns the answers."""

    def once(_):
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


CANARIES = ("zanzibarish", "quetzalcoatlus")


def test_nothing_of_what_waits_or_was_declined_or_is_private_is_public(group, wanda, client):
    """Words of a draft, a refusal, a note, private notes and the account are seen nowhere."""
    secret, declined = CANARIES
    OrganisationAccount.objects.create(
        organisation=group, contact_name=secret, contact_email=f"{secret}@example.org"
    )
    group.private_notes = secret
    group.save()
    service = ServiceFactory(organisation=group, summary="Tea", private_notes=secret)
    changed(service, by=group.person, summary=f"Tea {declined}")
    item = submissions.send(group, by=group.person, note=secret).items.get()
    submissions.decline(item, by=wanda, reason=f"Not {declined}")
    changed(group, by=group.person, summary=f"Waiting {secret}")
    submissions.send(group, by=group.person)
    hidden = new_service(group, summary=secret)
    for path in (
        service.get_absolute_url(),
        service.get_absolute_url() + "?print=1",
        group.get_absolute_url(),
        f"/find/?q={service.name}",
        f"/api/find?q={service.name}",
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert not [word for word in CANARIES if word in response.content.decode().lower()], path
    for word in CANARIES:
        assert service.name not in client.get(f"/find/?q={word}").content.decode()
        assert str(service.uid) not in client.get(f"/api/find?q={word}").content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404
