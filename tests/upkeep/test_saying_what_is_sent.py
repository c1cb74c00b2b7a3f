"""Pages ask people to send only what is not sent, and say what waits for staff."""

import pytest

from tests import people
from tests.factories import ServiceFactory
from tests.upkeep.listings import at, words
from tests.upkeep.sending import a_group, changed, new_service
from upkeep import submissions
from upkeep.first_listing import first_service_uid
from upkeep.models import FirstListing

pytestmark = pytest.mark.django_db


def test_what_was_sent_is_not_asked_for_again():
    group = a_group()
    client, service = people.came_by_code(group.person), ServiceFactory(organisation=group)
    page = lambda *rest: words(client.get(at(group, *rest)))  # noqa: E731
    assert "Send your changes" not in page("services", service.uid)
    changed(service, by=group.person, summary="New words")
    assert "Send your changes" in page("services", service.uid)
    submissions.send(group, by=group.person)
    said = page("services", service.uid)
    assert "It waits for our staff" in said and "Send your changes" not in said
    said = page("send")
    assert "There is nothing new to send" in said and f"we tell you by e-mail: {service}" in said
    changed(service, by=group.person, summary="Newer words")
    said = page("services", service.uid)
    assert "What you sent before waits for our staff" in said and "Send your changes" in said


def test_the_task_list_says_that_all_is_sent():
    group = a_group()
    new_service(group, uid=first_service_uid(group))
    FirstListing.objects.create(organisation=group, done=["service"])
    client = people.came_by_code(group.person)
    tasks = f"/listings/new/{group.uid}/"
    assert "Check your answers and send" in words(client.get(tasks))
    assert client.post(f"{tasks}check/").status_code == 302
    said = words(client.get(tasks))
    assert "You sent this on" in said and "answers and send" not in said
    said = words(client.get(f"{tasks}check/"))
    assert "All of this is sent." in said and "A note to our staff" not in said
