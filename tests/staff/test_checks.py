"""Confirming, bulk actions, deleting: what staff do to records besides editing."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from wagtail.models import ModelLogEntry

from records.models import Check
from services.models import Service
from services.needs import Need
from tests.factories import (
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)
from tests.staff.filled_form import words_of


def bulk(client, action, *services, **data):
    ids = "&".join(f"id={service.pk}" for service in services)
    url = f"/staff/bulk/services/service/{action}/?{ids}&next=/staff/directory/services/"
    return client.get(url), client.post(url, data)


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


CHECKED = {"role": "the website manager", "checked_on": "2026-11-01", "note": "Rang them."}


def test_confirming_writes_down_when_and_by_what_role(manager):
    service = ServiceFactory()
    manager.post(f"/staff/directory/services/confirm/{service.pk}/", CHECKED)
    standing = service.standing
    assert standing.checked_at.date() == date(2026, 11, 1)
    assert standing.checked_by_role == "the website manager"
    check = Check.objects.get(record_uid=service.uid)
    assert check.by == manager.user and check.note == "Rang them."
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Confirmed as checked" in history


def test_a_check_in_the_future_is_refused_beside_the_field(manager):
    service = ServiceFactory()
    data = CHECKED | {"checked_on": "2999-01-01"}
    page = manager.post(f"/staff/directory/services/confirm/{service.pk}/", data)
    assert "in the future" in words_of(page)
    assert service.standing.checked_at is None


def test_an_editor_confirms_as_an_editor(editor):
    service = ServiceFactory()
    url = f"/staff/directory/services/confirm/{service.pk}/"
    editor.post(url, CHECKED)
    assert service.standing.checked_at is None
    editor.post(url, CHECKED | {"role": "an editor"})
    assert service.standing.checked_by_role == "an editor"


def test_many_are_confirmed_at_once(manager):
    services = [ServiceFactory(), ServiceFactory()]
    draft = ServiceFactory(live=False)
    page, done = bulk(manager, "confirm", *services, draft, **CHECKED)
    assert all(service.name in words_of(page) for service in services)
    assert "Confirmed: 2." in said(done) and draft.name in said(done)
    assert all(service.standing.checked_at for service in services)


def test_many_are_published_and_the_unfit_named_with_their_reason(manager):
    good = ServiceFactory(live=False)
    bad = ServiceFactory(live=False, name="Adults only", exclusions="Under 18")
    _, done = bulk(manager, "publish", good, bad)
    assert Service.objects.filter(live=True).get() == good
    assert "Published: 1." in said(done)
    assert "Adults only" in said(done) and "Where they can go instead:" in said(done)


def test_many_are_unpublished(manager):
    services = [ServiceFactory(), ServiceFactory()]
    bulk(manager, "unpublish", *services)
    assert not Service.objects.filter(live=True).exists()


def test_an_editor_publishes_and_unpublishes_nothing(editor):
    live, draft = ServiceFactory(), ServiceFactory(live=False)
    for action in ("publish", "unpublish", "delete"):
        bulk(editor, action, live, draft)
    live.refresh_from_db()
    draft.refresh_from_db()
    assert live.live and not draft.live


def test_what_is_locked_is_not_published(manager):
    service = ServiceFactory(live=False)
    service.locked, service.locked_by = True, None
    service.save()
    _, done = bulk(manager, "publish", service)
    service.refresh_from_db()
    assert not service.live and "locked" in said(done)


@pytest.fixture
def debt(db):
    need = Need.add_root(name="Debt", slug="debt", listing_phrases="debt advice\nmoney advice")
    Need.add_root(name="Food", slug="food", listing_phrases="food parcels")
    return need


def test_suggested_needs_are_shown_with_their_words_and_accepted(manager, debt):
    service = ServiceFactory(summary="Free debt advice on Mondays.")
    page, _ = bulk(manager, "accept_needs", service)
    assert "Debt, because of “debt advice”" in words_of(page)
    assert list(Service.objects.get(pk=service.pk).needs.all()) == [debt]


def test_a_declined_need_is_not_suggested_again(manager, debt):
    service = ServiceFactory(summary="Free debt advice on Mondays.")
    service.declined_needs.add(debt)
    service.save()
    bulk(manager, "accept_needs", service)
    assert not Service.objects.get(pk=service.pk).needs.exists()


def test_accepting_needs_publishes_no_other_change(manager, debt):
    service = ServiceFactory(summary="Free debt advice on Mondays.")
    draft = service.get_latest_revision_as_object()
    draft.alert = "Not public yet"
    draft.save_revision()
    bulk(manager, "accept_needs", service)
    public = Service.objects.get(pk=service.pk)
    assert public.alert == "" and not public.needs.exists()
    assert list(public.get_latest_revision_as_object().needs.all()) == [debt]


def test_an_editor_accepts_needs_as_a_draft(editor, debt):
    service = ServiceFactory(summary="Free debt advice on Mondays.")
    bulk(editor, "accept_needs", service)
    public = Service.objects.get(pk=service.pk)
    assert not public.needs.exists() and public.has_unpublished_changes


def test_what_was_public_is_not_deleted_but_unpublished(manager):
    service = ServiceFactory()
    url = f"/staff/directory/services/delete/{service.pk}/"
    page = manager.get(url)
    assert page.status_code == 403 and "Unpublish it instead" in words_of(page)
    manager.post(url)
    bulk(manager, "delete", service)
    assert Service.objects.filter(pk=service.pk).exists()


def test_what_was_never_public_may_be_deleted(manager):
    service = ServiceFactory(live=False)
    manager.post(f"/staff/directory/services/delete/{service.pk}/")
    assert not Service.objects.exists()
    assert ModelLogEntry.objects.filter(action="wagtail.delete").exists()


def test_a_place_that_only_a_draft_names_stays(manager):
    hall = LocationFactory(live=False)
    service = ServiceFactory()
    draft = service.get_latest_revision_as_object()
    draft.at_locations = [ServiceAtLocationFactory.build(service=draft, location=hall)]
    draft.save_revision()
    assert manager.get(f"/staff/directory/places/delete/{hall.pk}/").status_code == 403


def test_an_organisation_with_services_stays(manager):
    organisation = OrganisationFactory(live=False)
    ServiceFactory(organisation=organisation, live=False)
    url = f"/staff/directory/organisations/delete/{organisation.pk}/"
    assert manager.post(url).status_code == 403
