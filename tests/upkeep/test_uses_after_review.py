"""Wagtail's index of what uses what, after a review: brought up to date once for all, and whole."""

import pytest
from django.core.management import call_command
from wagtail.models import ReferenceIndex
from wagtail.signals import published

from services.models import Service
from services.needs import Need
from tests.factories import LocationFactory, ServiceAtLocationFactory, ServiceFactory
from tests.upkeep.sending import a_group, new_place, new_service
from upkeep import drafts, submissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """A new service at a new place, and a public one that goes to another place for another need."""
    group = a_group()
    new_service(group, at=new_place(group))
    service = ServiceFactory(organisation=group)
    ServiceAtLocationFactory(service=service)
    draft = drafts.newest(service)
    draft.at_locations = [ServiceAtLocationFactory.build(location=LocationFactory())]
    draft.needs.set([Need.add_root(name="Company", slug="company")])
    drafts.keep(draft, by=group.person, seen=None)
    return submissions.send(group, by=group.person)


def index():
    fields = ("base_content_type", "object_id", "to_content_type", "to_object_id", "content_path")
    return set(ReferenceIndex.objects.values_list(*fields))


def test_after_approving_it_is_as_if_it_were_made_anew(sent):
    assert len(submissions.approve_all(sent, by=None).approved) == 3
    found = index()
    call_command("rebuild_references_index", verbosity=0)
    assert found == index()


def test_a_press_that_is_cut_off_leaves_nothing_public_and_nothing_in_it(sent):
    before = index()

    def die(instance, **kwargs):
        if isinstance(instance, Service):
            raise SystemExit

    published.connect(die)
    try:
        with pytest.raises(SystemExit):
            submissions.approve_all(sent, by=None)
    finally:
        published.disconnect(die)
    assert not Service.objects.filter(last_published_at__isnull=False).exists()
    assert index() == before
