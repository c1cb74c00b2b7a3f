"""What a group does before something is sent: changes of its own records, kept as drafts."""

from wagtail.models import Revision

from accounts.models import User
from organisations.models import Membership, Role
from services.models import Location, Service
from tests.factories import LocationFactory, OrganisationFactory, ServiceFactory
from tests.staff_groups import group_of
from upkeep import drafts


def a_group(**fields):
    """A public organisation with an owner, who is its attribute `person`."""
    with_review()
    organisation = OrganisationFactory(**fields)
    organisation.person = User.objects.create_user(f"owner{organisation.pk}@example.org")
    Membership.objects.create(organisation=organisation, user=organisation.person, role=Role.OWNER)
    return organisation


def with_review():
    """The staff groups and their review."""
    group_of("manager")


def changed(record, *, by, **fields):
    """Save a draft of `record` with these fields changed; returns the Revision."""
    record.refresh_from_db()
    draft = drafts.newest(record)
    for name, value in fields.items():
        setattr(draft, name, value)
    return drafts.keep(draft, by=by, seen=record.latest_revision_id)


def new_service(organisation, *, at=None, **fields):
    """A service that was never public, as its own people's form keeps it."""
    service = ServiceFactory.build(organisation=organisation, live=False, **fields)
    service.save()
    service = Service.objects.get(pk=service.pk)
    if at:
        service.at_locations.create(location=at)
        service.save()
    drafts.keep(service, by=organisation.person, seen=None)
    return Service.objects.get(pk=service.pk)


def new_place(organisation, **fields):
    """A place that was never public, kept by the organisation."""
    place = LocationFactory(kept_by=organisation, live=False, **fields)
    drafts.keep(place, by=organisation.person, seen=None)
    return Location.objects.get(pk=place.pk)


def latest(record):
    return Revision.objects.get(pk=type(record).objects.get(pk=record.pk).latest_revision_id)
