"""Drafts of live records stay private, with all their rows, until they are published."""

from bs4 import BeautifulSoup
from wagtail.log_actions import log

from services.needs import Need
from tests.factories import ServiceFactory, SessionFactory
from tests.staff.filled_form import words_of


def live_service():
    service = ServiceFactory(summary="As it is")
    service.phones.create(number="01632 960001")
    service.save()
    SessionFactory(service=service)
    return type(service).objects.get(pk=service.pk)


def test_a_draft_changes_neither_the_record_nor_its_rows(manager, edit):
    service, need = live_service(), Need.add_root(name="Company", slug="company")
    response = edit(
        manager,
        service,
        summary="As it will be",
        needs=str(need.pk),
        **{"phones-0-number": "01632 960999", "sessions-0-byday-day": ["TH"]},
    )
    assert response.status_code == 302
    public = type(service).objects.get(pk=service.pk)
    assert public.summary == "As it is" and not public.needs.exists()
    assert public.phones.get().number == "01632 960001"
    assert public.sessions.get().byday == "TU"
    draft = public.get_latest_revision_as_object()
    assert draft.summary == "As it will be" and draft.sessions.get().byday == "TH"
    assert draft.phones.get().number == "01632 960999" and need in draft.needs.all()


def test_the_public_page_and_finder_know_nothing_of_a_draft(manager, edit, client):
    service = live_service()
    edit(manager, service, summary="Zanzibarish draft words")
    assert "Zanzibarish" not in client.get(service.get_absolute_url()).content.decode()
    assert "Zanzibarish" not in client.get("/find/", {"q": "zanzibarish"}).content.decode().replace(
        'value="zanzibarish"', ""
    )


def test_publishing_makes_the_rows_public_and_keeps_who_they_are(manager, edit):
    service = live_service()
    session, phone = service.sessions.get(), service.phones.get()
    edit(manager, service, "publish", **{"sessions-0-byday-day": ["TH"]})
    assert service.sessions.get().uid == session.uid
    assert service.sessions.get().byday == "TH" and service.phones.get().uid == phone.uid


def test_a_rejected_draft_changes_nothing(manager, editor, edit):
    service = live_service()
    edit(editor, service, "submit", summary="Not to be")
    state = service.current_workflow_state.current_task_state
    url = f"/staff/directory/services/workflow/action/{service.pk}/reject/{state.pk}/"
    manager.post(url, {"comment": "Please say what it costs."})
    service.refresh_from_db()
    assert service.summary == "As it is"
    assert not service.workflow_in_progress


def test_versions_are_compared_row_by_row(manager, edit):
    service = live_service()
    edit(manager, service, summary="As it will be", **{"phones-0-number": "01632 960999"})
    url = f"/staff/directory/services/history/{service.pk}/revisions/compare/live...latest/"
    form = manager.get(f"/staff/directory/services/edit/{service.pk}/").content.decode()
    assert f'href="{url}"' in form and "Compare with what is public" in form
    page = words_of(manager.get(url))
    assert "960001 960999" in page and "As it is will be" in page


def history_of(client, service):
    page = client.get(f"/staff/directory/services/history/{service.pk}/")
    return BeautifulSoup(page.content, "html.parser")


def test_each_version_is_compared_with_the_one_before_by_a_visible_link(manager, edit):
    service = live_service()
    for summary in ("One", "Two", "Three"):
        edit(manager, service, summary=summary)
    links = [a for a in history_of(manager, service).select("td a") if a.text.startswith("Compare")]
    visible = [
        link for link in links if not link.find_parent(attrs={"data-controller": "w-dropdown"})
    ]
    assert len(visible) == 2
    page = words_of(manager.get(visible[0]["href"]))
    assert "Two Three" in page


def test_the_draft_that_waits_is_named_once_and_no_more_when_it_is_published(manager, edit):
    service = live_service()
    edit(manager, service, summary="One")
    service.refresh_from_db()
    log(service, "wagtail.edit", user=manager.user, revision=service.latest_revision,
        content_changed=True)  # fmt: skip
    assert history_of(manager, service).get_text().count("Current draft") == 1
    edit(manager, service, "publish")
    history = history_of(manager, service).get_text()
    assert "Current draft" not in history and history.count("Live version") == 1


def test_a_preview_shows_the_draft_as_the_public_would_see_it(manager):
    from tests.staff.filled_form import filled

    service = live_service()
    url = f"/staff/directory/services/preview/{service.pk}/"
    data = filled(manager.get(f"/staff/directory/services/edit/{service.pk}/"))
    assert manager.post(url, data | {"summary": "Words in preview"}).json()["is_valid"]
    page = manager.get(url)
    assert "Words in preview" in page.content.decode()
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    service.refresh_from_db()
    assert service.summary == "As it is"
