"""Editing what was sent while its group writes on; one mail for decisions made one by one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from tests.staff.filled_form import words_of
from tests.upkeep.sending import a_group, changed, new_service
from tests.upkeep.test_review import address, edited, post, sent, workflow
from upkeep import drafts, submissions
from upkeep.review_mail import tell_late


@pytest.fixture
def group(db):
    return a_group(name="Harbour Group", summary="As it was")


def test_what_was_sent_is_edited_and_what_the_group_wrote_since_is_kept(manager, group):
    changed(group, by=group.person, summary="First wrods", alternate_name="The Harbor")
    submission = sent(group)
    changed(group, by=group.person, summary="Not sent yet")
    form = manager.get(f"{address(submission)}{group.uid}/edit/", follow=True)
    assert "First wrods" in form.content.decode() and "Not sent yet" not in form.content.decode()
    response = edited(
        manager, submission, group, summary="First words", alternate_name="The Harbour"
    )
    assert response["Location"] == address(submission)
    page = words_of(manager.get(address(submission)))
    assert "Changed by staff" in page and "has not sent it yet" in page
    newest = drafts.newest(type(group).objects.get(pk=group.pk))
    assert (newest.summary, newest.alternate_name) == ("Not sent yet", "The Harbour")
    edited(manager, submission, group, summary="First of all words")
    post(manager, submission, "approve-all")
    group.refresh_from_db()
    assert (group.summary, group.alternate_name) == ("First of all words", "The Harbour")
    assert drafts.newest(group).summary == "Not sent yet" and submissions.unsent(group) == [group]
    assert drafts.saved_by(group) == group.person


def mails():
    return Message.objects.filter(kind="reviewed")


def test_decisions_in_the_records_own_views_are_told_in_one_mail(manager, group):
    changed(group, by=group.person, summary="First words")
    service = new_service(group, name="Rowing")
    submission = sent(group)
    workflow(manager, group, "approve")
    assert not mails().exists()
    state = service.current_workflow_state.current_task_state
    manager.post(
        f"/staff/directory/services/workflow/action/{service.pk}/reject/{state.pk}/",
        {"comment": "When is it?"},
    )
    body = mails().get().body
    assert "Harbour Group" in body and "When is it?" in body
    assert not submission.items.filter(told_at=None).exists()


def test_half_a_decision_is_told_after_a_while_and_once(manager, group):
    changed(group, by=group.person, summary="First words")
    new_service(group, name="Rowing")
    sent(group)
    workflow(manager, group, "approve")
    now = timezone.now()
    tell_late(now)
    assert not mails().exists()
    assert tell_late(now + timedelta(minutes=31)) == {"decisions": 1}
    assert tell_late(now + timedelta(minutes=40)) == {} and mails().count() == 1
