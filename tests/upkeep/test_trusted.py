"""Trusted groups publish at once, but for the fields that always need review."""

import pytest
from wagtail.models import ModelLogEntry, WorkflowState

from organisations.models import OrganisationAccount
from services.models import Service
from tests import people
from tests.factories import LocationFactory, ServiceFactory
from tests.staff.filled_form import filled
from tests.upkeep.sending import a_group, changed, new_place, new_service
from upkeep import submissions
from upkeep.models import ReviewSettings, SubmissionItem

State = SubmissionItem.State


@pytest.fixture
def group(db):
    group = a_group(summary="As it was")
    OrganisationAccount.objects.create(organisation=group, is_trusted=True)
    return group


def send(group):
    submission = submissions.send(group, by=group.person)
    return submission, {item.record: item.state for item in submission.items.all()}


def test_a_small_change_is_public_at_once_and_logged(group):
    service = ServiceFactory(organisation=group, summary="Tea")
    changed(service, by=group.person, summary="Tea and cake")
    submission, states = send(group)
    service.refresh_from_db()
    assert service.summary == "Tea and cake" and states == {service: State.TRUSTED}
    assert submission.decided_at and not WorkflowState.objects.exists()
    entry = ModelLogEntry.objects.get(action=submissions.PUBLISHED_AT_ONCE)
    assert (entry.user, entry.object_id) == (group.person, str(service.pk))


def test_a_field_that_always_needs_review_makes_the_whole_record_wait(group):
    changed(group, by=group.person, name="Another name", summary="Other words")
    _, states = send(group)
    group.refresh_from_db()
    assert states == {group: State.WAITING} and group.summary == "As it was"


def test_one_record_waits_and_the_other_does_not(group):
    service = ServiceFactory(organisation=group)
    changed(group, by=group.person, name="Another name")
    changed(service, by=group.person, summary="New words")
    submission, states = send(group)
    assert states == {group: State.WAITING, service: State.TRUSTED}
    assert submission.decided_at is None


def test_keeping_a_place_secret_or_not_needs_review(group):
    place = LocationFactory(kept_by=group, is_confidential=True)
    changed(place, by=group.person, is_confidential=False)
    assert send(group)[1] == {place: State.WAITING}


def test_a_new_service_waits_because_its_name_is_new(group):
    service = new_service(group)
    assert send(group)[1] == {service: State.WAITING}
    assert not Service.objects.published().exists()


def test_a_service_at_a_place_that_waits_is_not_public_before_it(group):
    place = new_place(group, is_confidential=True)
    service = ServiceFactory(organisation=group)
    draft = Service.objects.get(pk=service.pk)
    draft.at_locations.create(location=place)
    draft.save_revision(user=group.person)
    assert send(group)[1] == {place: State.WAITING, service: State.WAITING}


def test_which_fields_is_a_setting(group):
    client = people.website_manager()
    url = client.get("/staff/settings/upkeep/reviewsettings/", follow=True).redirect_chain[-1][0]
    form = filled(client.get(url), "form[novalidate], main form[method=post]")
    assert "services.service.name" in form["always_review"]
    client.post(url, form | {"always_review": ["services.service.cost"]})
    assert ReviewSettings.objects.get().always_review == ["services.service.cost"]
    one, two = ServiceFactory(organisation=group), ServiceFactory(organisation=group)
    changed(one, by=group.person, name="New name")
    changed(two, by=group.person, cost="paid")
    assert send(group)[1] == {one: State.TRUSTED, two: State.WAITING}


def test_what_waited_is_replaced_by_what_is_published_at_once(group):
    changed(group, by=group.person, name="Another name")
    first, _ = send(group)
    draft = type(group).objects.get(pk=group.pk)
    draft.summary = "Only the summary"
    draft.save_revision(user=group.person)
    _, states = send(group)
    group.refresh_from_db()
    assert states == {group: State.TRUSTED} and not group.workflow_in_progress
    assert first.items.get().state == State.REPLACED
    assert group.summary == "Only the summary"


def test_what_may_not_be_public_is_refused_as_of_anybody(group):
    service = ServiceFactory(organisation=group)
    changed(service, by=group.person, exclusions="Adults")
    with pytest.raises(submissions.NotReady):
        send(group)
    service.refresh_from_db()
    assert service.exclusions == ""
