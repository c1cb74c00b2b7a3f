"""The review screen: what changed in words, part or all decided, nothing overwritten silently."""

from datetime import time

import pytest
from bs4 import BeautifulSoup
from django.core import mail

from services.models import Service
from services.needs import Need
from tests import people
from tests.factories import LocationFactory, ServiceFactory, SessionFactory
from tests.staff.filled_form import filled, words_of
from tests.upkeep.sending import a_group, changed, latest, new_place, new_service
from upkeep import drafts, submissions
from upkeep.models import SubmissionItem

State = SubmissionItem.State


@pytest.fixture
def group(db):
    return a_group(name="Harbour Group", summary="As it was")


def sent(group):
    return submissions.send(group, by=group.person)


def address(submission):
    return f"/staff/desk/review/{submission.uid}/"


def form_of(client, submission):
    return filled(client.get(address(submission)), "form[novalidate]")


def post(client, submission, action, ticked=(), **more):
    """Send the form of the page as it is now, with these records ticked."""
    data = form_of(client, submission) | {"items": [str(r.uid) for r in ticked], "action": action}
    return client.post(address(submission), data | more, follow=True)


def test_what_changed_is_said_in_words_row_by_row(manager, group):
    hall, tea = LocationFactory(name="Town hall"), Need.add_root(name="Company", slug="company")
    service = ServiceFactory(organisation=group, summary="Tea for all", in_person=False)
    SessionFactory(service=service, byday="TU")
    service = Service.objects.get(pk=service.pk)
    service.phones.create(number="01632 960001")
    service.save()
    draft = Service.objects.get(pk=service.pk)
    draft.summary, draft.in_person, draft.cost = "Tea and cake for all", True, "free"
    draft.needs.set([tea])
    draft.at_locations.create(location=hall)
    sessions = list(draft.sessions.all())
    sessions[0].byday, sessions[0].opens_at = "TH", time(14)
    sessions[0].closes_at = time(15, 30)
    draft.sessions.set(sessions)
    draft.phones.set([])
    drafts.keep(draft, by=group.person, seen=None)
    page = manager.get(address(sent(group)))
    table = BeautifulSoup(page.content, "html.parser").select_one(".od-review__changes")
    rows = {
        row.th.get_text(strip=True): row.td.get_text(" ", strip=True)
        for row in table.select("tbody tr")
    }
    assert "and cake" in rows["In one sentence"] and rows["Needs"] == "Company"
    assert rows["In person"] == "No Yes" and rows["Cost"] == "Not known Free"
    assert "Added: Town hall" in rows["Places"]
    assert "Thursday, 2pm to 3:30pm" in rows["Days and times"]
    assert "Tuesday Thursday" in rows["Days and times"]
    assert "Taken out: 01632 960001" in rows["Phone numbers"]
    assert table.select_one("ins").get_text(strip=True) == "and cake"
    assert set(rows) == {
        "In one sentence", "Needs", "In person", "Cost", "Places", "Days and times",
        "Phone numbers",
    }  # fmt: skip


def test_words_that_a_group_sends_are_no_markup(manager, group):
    changed(group, by=group.person, summary="<script>alert(1)</script>")
    page = manager.get(address(sent(group))).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page.replace("<ins>", "")


def test_an_editor_looks_but_does_not_decide(group):
    editor = people.editor()
    changed(group, by=group.person, summary="New words")
    submission = sent(group)
    page = words_of(editor.get(address(submission)))
    assert "New words" in page or "words" in page
    assert "Only a website manager" in page
    data = {"action": "approve-all", f"version-{group.uid}": latest(group).pk}
    assert editor.post(address(submission), data).headers.get("Location") == "/staff/"
    assert submission.items.get().state == State.WAITING


def test_part_is_approved_and_the_rest_waits(manager, group):
    one, two = new_service(group), new_service(group)
    submission = sent(group)
    page = post(manager, submission, "approve", [one])
    assert "1 record is now public" in words_of(page)
    assert list(Service.objects.published()) == [one]
    assert "1 of 2" in words_of(page) and two in submissions_waiting(submission)


def submissions_waiting(submission):
    return [item.record for item in submission.items.filter(state=State.WAITING)]


def test_all_is_approved_with_one_press_and_told_in_one_mail(
    manager, django_capture_on_commit_callbacks
):
    group = a_group(live=False)
    new_service(group, at=new_place(group))
    with django_capture_on_commit_callbacks(execute=True):
        page = post(manager, sent(group), "approve-all")
    assert "3 records are now public" in words_of(page) and "All of it is decided" in words_of(page)
    assert len(mail.outbox) == 1


def test_declining_asks_for_the_reason_beside_its_field_and_keeps_the_ticks(manager, group):
    service = new_service(group)
    submission = sent(group)
    page = post(manager, submission, "decline", [service])
    soup = BeautifulSoup(page.content, "html.parser")
    assert "Say why" in soup.select_one("#reason-error").text
    assert soup.select_one("#reason")["aria-describedby"].endswith("reason-error")
    assert soup.select_one(f"#tick-{service.uid}").has_attr("checked")
    assert soup.title.text.strip().startswith("Error:")


def test_nothing_ticked_is_said(manager, group):
    new_service(group)
    assert "Tick the records" in words_of(post(manager, sent(group), "approve"))


def test_a_reason_reaches_the_group_and_its_listings(
    manager, group, django_capture_on_commit_callbacks
):
    service = new_service(group)
    submission = sent(group)
    with django_capture_on_commit_callbacks(execute=True):
        post(manager, submission, "decline", [service], reason="Which door is it?")
    assert "Which door is it?" in mail.outbox[0].body
    [outcome] = submissions.outcomes(group)
    assert (outcome.record, outcome.state, outcome.reason) == (
        service,
        State.DECLINED,
        "Which door is it?",
    )


def test_a_newer_version_sent_meanwhile_is_neither_published_nor_lost(manager, group):
    changed(group, by=group.person, summary="First words")
    first = sent(group)
    data = form_of(manager, first) | {"action": "approve-all"}
    changed(group, by=group.person, summary="Second words")
    second = sent(group)
    page = manager.post(address(first), data, follow=True)
    assert "has changed since you opened this page" in words_of(page)
    assert f'href="{address(second)}"' in page.content.decode()
    group.refresh_from_db()
    assert group.summary == "As it was" and second.items.get().state == State.WAITING


def test_a_newer_draft_not_sent_is_named_and_stays_a_draft(manager, group):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    changed(group, by=group.person, summary="Second words")
    assert "has not sent it" in words_of(manager.get(address(submission)))
    post(manager, submission, "approve-all")
    group.refresh_from_db()
    assert group.summary == "First words" and group.has_unpublished_changes
    assert drafts.newest(group).summary == "Second words" and submissions.unsent(group) == [group]


def edited(client, submission, record, action=None, **changes):
    """Change a record by way of the review page, as staff do; returns the response."""
    url = f"{address(submission)}{record.uid}/edit/"
    form = client.get(url, follow=True)
    data = filled(form) | changes | ({f"action-{action}": action} if action else {})
    return client.post(form.redirect_chain[-1][0], data)


def test_the_reviewer_edits_first_and_comes_back(
    manager, group, django_capture_on_commit_callbacks
):
    changed(group, by=group.person, summary="First wrods")
    submission = sent(group)
    response = edited(manager, submission, group, summary="First words")
    assert response["Location"] == address(submission)
    assert "Changed by staff" in words_of(manager.get(address(submission)))
    with django_capture_on_commit_callbacks(execute=True):
        post(manager, submission, "approve-all")
    group.refresh_from_db()
    assert group.summary == "First words"
    assert "We changed: In one sentence" in mail.outbox[0].body
    item = submission.items.get()
    assert item.changed_fields == ["In one sentence"] and item.decided_by == manager.user


def test_a_draft_saved_by_itself_while_typing_leads_nowhere(manager, group):
    changed(group, by=group.person, summary="First wrods")
    submission = sent(group)
    form = manager.get(f"{address(submission)}{group.uid}/edit/", follow=True)
    url, data = form.redirect_chain[-1][0], filled(form) | {"summary": "First words"}
    assert manager.post(url, data, headers={"accept": "application/json"}).status_code == 200
    assert manager.post(url, data)["Location"] == address(submission)


def test_the_preview_is_of_the_version_that_waits(manager, group):
    service = new_service(group, summary="Come and see")
    page = BeautifulSoup(manager.get(address(sent(group))).content, "html.parser")
    link = next(a for a in page.select("a") if a.text.startswith("See it as the public will"))
    assert "Come and see" in words_of(manager.get(link["href"]))
    assert service.name in link.text


def test_what_one_reviewer_changed_the_other_does_not_approve_unseen(manager, group):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    data = form_of(manager, submission) | {"action": "approve-all"}
    other = people.signed_in(people.staff("will@example.org", "manager"))
    edited(other, submission, group, summary="Other words")
    page = manager.post(address(submission), data, follow=True)
    assert "has changed since" in words_of(page)
    group.refresh_from_db()
    assert group.summary == "As it was"


def workflow(client, record, action, **data):
    state = record.current_workflow_state.current_task_state
    client.post(
        f"/staff/directory/organisations/workflow/action/{record.pk}/{action}/{state.pk}/", data
    )


def test_approving_in_the_records_own_view_is_the_same(
    manager, group, django_capture_on_commit_callbacks
):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    changed(group, by=group.person, summary="Not sent")
    with django_capture_on_commit_callbacks(execute=True):
        workflow(manager, group, "approve")
    item = submission.items.get()
    assert (item.state, item.decided_by) == (State.APPROVED, manager.user)
    group.refresh_from_db()
    assert group.summary == "First words" and len(mail.outbox) == 1
    assert drafts.newest(group).summary == "Not sent"


def test_rejecting_in_the_records_own_view_is_the_same(manager, group):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    workflow(manager, group, "reject", comment="Too short")
    item = submission.items.get()
    assert (item.state, item.reason) == (State.DECLINED, "Too short")
    assert item.decided_by == manager.user


def test_publishing_from_the_edit_form_is_an_approval(manager, group):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    edited(manager, submission, group, "publish", summary="Better words")
    item = submission.items.get()
    assert (item.state, item.decided_by) == (State.APPROVED, manager.user)
    assert item.changed_fields == ["In one sentence"]


def test_stopping_the_review_gives_it_back(manager, group):
    changed(group, by=group.person, summary="First words")
    submission = sent(group)
    group.current_workflow_state.cancel(user=manager.user)
    item = submission.items.get()
    assert item.state == State.DECLINED and "stopped" in item.reason


def test_wagtails_own_review_of_what_staff_submit_is_as_before(manager, group):
    service = ServiceFactory(organisation=group)
    draft = drafts.newest(service)
    draft.summary = "By staff"
    draft.save_revision(user=manager.user)
    service.refresh_from_db()
    service.get_workflow().start(service, people.staff("eddie@example.org", "editor"))
    assert mail.outbox and mail.outbox[0].to == [manager.user.email]


def test_many_at_once_take_as_many_queries_as_few(manager, group, django_assert_max_num_queries):
    hall = LocationFactory()

    def page_of(count):
        for number in range(count):
            service = new_service(group, at=hall, summary=f"Number {number}")
        submission = sent(group)
        manager.get(address(submission))
        with django_assert_max_num_queries(110) as captured:
            page = manager.get(address(submission))
        assert words_of(page).count("All it says") == count
        assert service.name in words_of(page)
        return len(captured)

    assert abs(page_of(20) - page_of(2)) <= 2


def test_what_is_deleted_waits_no_more(manager, group):
    service = new_service(group)
    submission = sent(group)
    service.delete()
    submission.refresh_from_db()
    assert submission.decided_at and submissions.outcomes(group) == []
    assert "deleted before anybody decided" in words_of(manager.get(address(submission)))


def test_an_unknown_submission_is_not_there(manager):
    unknown = "/staff/desk/review/00000000-0000-4000-8000-000000000000/"
    assert manager.get(unknown).status_code == 404
