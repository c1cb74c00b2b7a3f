"""A place that is made secret in the same moment in which a version of it goes public."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from organisations import people
from services.models import Location
from services.secret_places import keep_secret
from tests.factories import LocationFactory
from tests.staff.filled_form import filled
from tests.upkeep.listings import at, member
from tests.upkeep.listings import filled as fields_of
from tests.upkeep.sending import a_group, changed
from upkeep import submissions

AT_THE_SAME_TIME = pytest.mark.django_db(transaction=True)


def beside(action):
    """Begin `action` in a thread with a connection of its own; come back when it waits for ours."""
    pool = ThreadPoolExecutor(1)

    def act():
        try:
            return action()
        finally:
            connection.close()

    begun = pool.submit(act)
    while not (begun.done() or _somebody_waits()):
        wait([begun], timeout=0.05)
    return begun


def _somebody_waits():
    if connection.vendor == "sqlite":  # There whoever writes waits before it reads anything.
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)"
        )
        return cursor.fetchone()[0]


def sent_in():
    group = a_group()
    place = LocationFactory(kept_by=group)
    changed(place, by=group.person, description="A new kitchen.")
    return place, submissions.send(group, by=group.person, records=[place])


@AT_THE_SAME_TIME
def test_hiding_it_while_an_earlier_version_is_being_approved():
    place, sent = sent_in()
    with transaction.atomic():
        keep_secret(place)
        approving = beside(lambda: submissions.approve_all(sent, by=None))
    assert len(approving.result().approved) == 1
    place.refresh_from_db()
    assert place.description == "A new kitchen." and place.is_confidential


@AT_THE_SAME_TIME
def test_approving_an_earlier_version_while_it_is_being_hidden():
    place, sent = sent_in()
    with transaction.atomic():
        submissions.approve_all(sent, by=None)
        hiding = beside(lambda: keep_secret(place))
    hiding.result()
    place.refresh_from_db()
    assert place.description == "A new kitchen." and place.is_confidential


@AT_THE_SAME_TIME
def test_hiding_it_while_staff_write_and_publish_another_version():
    place = LocationFactory()
    read_before = Location.objects.get(pk=place.pk)
    read_before.description = "A new kitchen."

    def write_and_publish():
        read_before.save_revision().publish(skip_permission_checks=True)

    with transaction.atomic():
        place.is_confidential = True
        place.save_revision().publish(skip_permission_checks=True)
        writing = beside(write_and_publish)
    writing.result()
    place.refresh_from_db()
    assert place.description == "A new kitchen." and place.is_confidential


@AT_THE_SAME_TIME
def test_hiding_it_while_staff_take_it_down():
    place = LocationFactory()
    read_before = Location.objects.get(pk=place.pk)
    with transaction.atomic():
        keep_secret(place)
        unpublishing = beside(read_before.unpublish)
    unpublishing.result()
    place.refresh_from_db()
    assert not place.live and place.is_confidential


@AT_THE_SAME_TIME
def test_hiding_it_does_not_wait_for_a_decision_about_its_group_which_may_wait_for_it():
    group = a_group()
    place = LocationFactory(kept_by=group)
    client, page = member(group), at(group, "places", place.uid, "address")
    form = fields_of(client.get(page)) | {"is_confidential": "on"}
    with transaction.atomic():
        people.lock(group)
        hiding = beside(lambda: client.post(page, form).status_code)
        has_waited = not hiding.done()
    assert hiding.result() == 302
    assert not has_waited or connection.vendor == "sqlite"


@pytest.mark.django_db
def test_a_page_of_the_staff_that_was_open_before_does_not_open_it_again(manager):
    place = LocationFactory()
    edit = f"/staff/directory/places/edit/{place.pk}/"
    form = filled(manager.get(edit))
    place.is_confidential = True
    place.save_revision().publish(skip_permission_checks=True)
    page = manager.post(edit, {**form, "action-publish": "1"}, follow=True)
    assert "so it stays secret" in page.text
    assert Location.objects.get(pk=place.pk).is_confidential
    form = filled(manager.get(edit))
    del form["is_confidential"]
    manager.post(edit, {**form, "action-publish": "1"})
    assert not Location.objects.get(pk=place.pk).is_confidential
