"""A secret address: it stays secret, and nobody but its keeper reads it behind the sign-in either."""

import pytest

from services.models import Location, Service
from tests.factories import LocationFactory, ServiceAtLocationFactory, SessionFactory
from tests.upkeep.listings import at, filled, group_with_service, member, public
from tests.upkeep.sending import a_group, changed, new_place
from upkeep import drafts, submissions

pytestmark = pytest.mark.django_db


def hide(group, place):
    page = at(group, "places", place.uid, "address")
    client = member(group)
    client.post(page, filled(client.get(page)) | {"is_confidential": "on"})


def test_approving_what_was_sent_before_does_not_open_a_place_that_is_secret_since():
    group = a_group()
    place = LocationFactory(kept_by=group)
    changed(place, by=group.person, description="A new kitchen.")
    sent = submissions.send(group, by=group.person, records=[place])
    hide(group, place)
    submissions.approve_all(sent, by=None)
    place.refresh_from_db()
    assert place.description == "A new kitchen."
    assert place.is_confidential


def test_nor_does_it_open_a_place_that_was_never_public():
    group = a_group()
    place = new_place(group)
    sent = submissions.send(group, by=group.person, records=[place])
    hide(group, place)
    submissions.approve_all(sent, by=None)
    place = Location.objects.get(pk=place.pk)
    assert place.live and place.is_confidential


def test_what_staff_made_secret_is_not_opened_by_an_older_version():
    group = a_group()
    place = LocationFactory(kept_by=group)
    older = changed(place, by=group.person, description="A new kitchen.")
    place.is_confidential = True
    place.save_revision().publish(skip_permission_checks=True)
    older.refresh_from_db()
    assert older.as_object().is_confidential


def test_somebody_who_works_for_both_cannot_choose_the_secret_place_of_one_for_the_other():
    refuge, (other, service) = a_group(), group_with_service()
    secret = LocationFactory(kept_by=refuge, is_confidential=True, postcode="TS24 8AY")
    both = member(refuge)
    member(other)
    add = at(other, "services", service.uid, "where", "add")
    both.post(add, {"place": str(secret.uid), "postcode": "TS24 8AY"})
    assert not drafts.newest(Service.objects.get(pk=service.pk)).at_locations.exists()


def test_others_no_longer_read_the_name_of_a_place_that_its_keeper_made_secret():
    organisation, service = group_with_service()
    place = public(LocationFactory(kept_by=a_group(), name="Rowan House"))
    ServiceAtLocationFactory(service=service, location=place)
    SessionFactory(service=service, location=place)
    service = public(service)
    Location.objects.filter(pk=place.pk).update(is_confidential=True)
    client = member(organisation)
    for page in ("", "where/", "when/"):
        shown = client.get(at(organisation, "services", service.uid) + page).text
        assert "Confidential address" in shown and "Rowan House" not in shown
    assert "Rowan House" not in client.get(at(organisation)).text
