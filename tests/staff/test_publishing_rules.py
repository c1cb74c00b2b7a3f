"""What stands in the way of publishing is said beside the field, and nothing typed is lost."""

import pytest
from wagtail.models import Revision

from tests.factories import (
    CrisisLineFactory,
    ServiceFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.conftest import address
from tests.staff.filled_form import errors_beside, filled, words_of

BROKEN = [
    (ServiceFactory, {"exclusions": "People under 18"}, "alternative", "where they can go instead"),
    (ServiceFactory, {"wait": "Six weeks"}, "wait_checked_on", "on which day"),
    (CrisisLineFactory, {"source_page": ""}, "source_page", "public page"),
    (CrisisLineFactory, {"source_checked_on": ""}, "source_checked_on", "which day you saw it"),
    (CrisisLineFactory, {"owner_role": ""}, "owner_role", "which role"),
    (SinglePointOfAccessFactory, {"response_time": "4 hours"}, "response_time_source", "published"),
    (
        SinglePointOfAccessFactory,
        {"response_time": "4 hours", "response_time_source": "https://example.org/"},
        "response_time_checked_on",
        "when you saw it",
    ),
]
NAMES = [f"{factory._meta.model.__name__}-{field}" for factory, _, field, _ in BROKEN]


@pytest.mark.parametrize(("factory", "changes", "field", "words"), BROKEN, ids=NAMES)
def test_the_reason_stands_beside_the_field(manager, edit, factory, changes, field, words):
    record = factory()
    response = edit(manager, record, "publish", **changes)
    assert response.status_code == 200
    assert words in errors_beside(response, field)
    kept = filled(response)
    assert {name: kept[name] for name in changes} == changes


@pytest.mark.parametrize(("factory", "changes", "field", "words"), BROKEN, ids=NAMES)
def test_a_half_finished_draft_of_a_live_record_saves(
    manager, edit, factory, changes, field, words
):
    record = factory()
    response = edit(manager, record, **changes)
    assert response.status_code == 302
    record.refresh_from_db()
    assert record.has_unpublished_changes
    draft = record.get_latest_revision_as_object()
    name, value = next(iter(changes.items()))
    assert (getattr(draft, name) or "") == value


def test_submitting_for_review_is_judged_as_publishing_is(editor, edit):
    service = ServiceFactory()
    response = edit(editor, service, "submit", exclusions="Adults")
    assert "where they can go instead" in errors_beside(response, "alternative")
    assert not service.workflow_in_progress


def test_a_new_record_saves_with_little_more_than_a_name(manager):
    url = "/staff/directory/crisis-lines/add/"
    response = manager.post(url, filled(manager.get(url)) | {"name": "A line"})
    assert response.status_code == 302
    assert not CrisisLineFactory._meta.model.objects.get(name="A line").live


def test_a_new_record_is_not_published_unfinished(manager):
    url = "/staff/directory/crisis-lines/add/"
    data = filled(manager.get(url)) | {"name": "A line", "action-publish": "1"}
    response = manager.post(url, data)
    assert "which role" in errors_beside(response, "owner_role")
    assert not CrisisLineFactory._meta.model.objects.exists()


def test_publishing_in_the_future_is_judged_now(manager, edit):
    service = ServiceFactory()
    response = edit(manager, service, "publish", exclusions="Adults", go_live_at="2099-01-01 09:00")
    assert "where they can go instead" in errors_beside(response, "alternative")
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_ages_in_the_wrong_order_are_said_beside_the_field(manager, edit):
    response = edit(manager, ServiceFactory(), minimum_age="30", maximum_age="18")
    assert "below the youngest" in errors_beside(response, "maximum_age")


def test_everything_that_is_wrong_is_said_at_once(manager, edit):
    wrong = {"minimum_age": "30", "maximum_age": "18", "exclusions": "Adults", "wait": "Long"}
    response = edit(manager, ServiceFactory(), "publish", **wrong)
    assert "below the youngest" in errors_beside(response, "maximum_age")
    assert "where they can go instead" in errors_beside(response, "alternative")
    assert "on which day" in errors_beside(response, "wait_checked_on").lower()


def test_approving_what_may_not_be_public_says_why_and_approves_nothing(manager, editor, edit):
    service = ServiceFactory()
    edit(editor, service, "submit", summary="Reviewed words")
    service.refresh_from_db()
    draft = service.get_latest_revision_as_object()
    draft.exclusions = "Adults"
    draft.save_revision()
    state = service.current_workflow_state.current_task_state
    url = f"/staff/directory/services/workflow/action/{service.pk}/approve/{state.pk}/"
    response = manager.post(url, follow=True)
    assert "where they can go instead" in words_of(response)
    service.refresh_from_db()
    assert service.summary != "Reviewed words" and service.workflow_in_progress


def test_approving_publishes_what_an_editor_wrote(manager, editor, edit):
    service = ServiceFactory()
    edit(editor, service, "submit", summary="Reviewed words")
    state = service.current_workflow_state.current_task_state
    manager.post(f"/staff/directory/services/workflow/action/{service.pk}/approve/{state.pk}/")
    service.refresh_from_db()
    assert service.live and service.summary == "Reviewed words"


def test_an_editor_cannot_publish(editor, edit):
    service = ServiceFactory(summary="As it was")
    edit(editor, service, "publish", summary="Sneaked in")
    service.refresh_from_db()
    assert service.summary == "As it was"


def test_reverting_to_an_unfinished_version_is_refused_with_the_reason(manager, edit):
    service = ServiceFactory()
    edit(manager, service, exclusions="Adults")
    old = service.revisions.latest("created_at")
    edit(manager, service, exclusions="")
    url = f"/staff/directory/services/history/{service.pk}/revisions/{old.pk}/revert/"
    data = filled(manager.get(url)) | {"action-publish": "1"}
    assert "where they can go instead" in errors_beside(manager.post(url, data), "alternative")


def test_the_address_of_the_form_is_the_records(db):
    service = ServiceFactory()
    assert address(service, "edit") == f"/staff/directory/services/edit/{service.pk}/"


def test_what_is_published_but_out_of_sight_is_said(manager, edit):
    service = ServiceFactory(organisation__live=False)
    response = edit(manager, service, "publish", summary="For you")
    assert "people do not see it yet" in words_of(manager.get(response.url))
    seen = ServiceFactory()
    response = edit(manager, seen, "publish", summary="For you")
    assert "people do not see it yet" not in words_of(manager.get(response.url))
