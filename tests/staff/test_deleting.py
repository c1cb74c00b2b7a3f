"""What others name is never deleted: the page says who names it, and offers to unpublish."""

import pytest
from django.urls import reverse

from hubs.models import AccessRoute
from organisations.models import Community
from places.models import Area
from services.models import Audience, Language, Service
from services.needs import Need
from tests.factories import (
    AreaFactory,
    CrisisLineFactory,
    HubFactory,
    LocationFactory,
    OrganisationFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    SessionFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.conftest import address
from tests.staff.filled_form import words_of


def bulk(client, *things):
    model = type(things[0])._meta
    url = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, "delete"])
    return f"{url}?next=/staff/&" + "&".join(f"id={thing.pk}" for thing in things)


def alternative_of_an_exclusion():
    other = ServiceFactory(name="The other one", live=False)
    ServiceFactory(name="Names it", exclusions="Adults", alternative_service=other)
    return other, "Names it"


def organisation_with_a_service():
    return ServiceFactory(name="Names it", organisation__live=False).organisation, "Names it"


def organisation_with_a_branch():
    head = OrganisationFactory(live=False)
    OrganisationFactory(name="Names it", parent_organisation=head)
    return head, "Names it"


def place_of_a_service():
    row = ServiceAtLocationFactory(service__name="Names it", location__live=False)
    return row.location, "Names it"


def place_of_a_session():
    place = LocationFactory(live=False)
    SessionFactory(service__name="Names it", location=place)
    return place, "Names it"


def place_of_a_hub():
    return HubFactory(name="Names it", location__live=False).location, "Names it"


def service_of_a_crisis_line():
    service = ServiceFactory(live=False)
    CrisisLineFactory(name="Names it", service=service)
    return service, "Names it"


def service_of_a_front_door():
    service = ServiceFactory(live=False)
    SinglePointOfAccessFactory(name="Names it", service=service)
    return service, "Names it"


def need_in_use():
    need = Need.add_root(name="Company", slug="company")
    service = ServiceFactory(name="Names it")
    service.needs.add(need)
    service.save()
    return need, "Names it"


def need_in_a_draft():
    need = Need.add_root(name="Company", slug="company")
    service = ServiceFactory(name="Names it")
    service.needs.add(need)
    service.save_revision()
    return need, "Names it"


def word_in_use(model, field, **own):
    word = model.objects.create(**own)
    service = ServiceFactory(name="Names it")
    getattr(service, field).add(word)
    service.save()
    return word, "Names it"


def area_of_a_way_in():
    area = AreaFactory()
    door = SinglePointOfAccessFactory(name="Names it")
    AccessRoute.objects.create(access_point=door, referrer="gp", how="Ring us.", area=area)
    return area, "Names it"


def area_with_parts():
    area = AreaFactory()
    AreaFactory(code="ward", name="Names it", kind=Area.Kind.WARD, parent=area)
    return area, "Names it"


NAMED = {
    "alternative": alternative_of_an_exclusion,
    "organisation of a service": organisation_with_a_service,
    "organisation with a branch": organisation_with_a_branch,
    "place of a service": place_of_a_service,
    "place of a session": place_of_a_session,
    "place of a hub": place_of_a_hub,
    "service of a crisis line": service_of_a_crisis_line,
    "service of a front door": service_of_a_front_door,
    "need": need_in_use,
    "need in a draft": need_in_a_draft,
    "audience": lambda: word_in_use(Audience, "audiences", name="Carers", slug="carers"),
    "community": lambda: word_in_use(Community, "serves", name="Women", slug="women"),
    "language": lambda: word_in_use(Language, "languages", name="Polish", code="pol"),
    "area of a way in": area_of_a_way_in,
    "area with parts": area_with_parts,
}


@pytest.mark.parametrize("make", NAMED.values(), ids=NAMED)
def test_what_is_named_stays_and_the_page_says_by_whom(manager, make):
    thing, naming = make()
    for send in (manager.get, manager.post):
        page = send(address(thing, "delete"))
        assert page.status_code == 403 and naming in words_of(page)
    page = manager.get(bulk(manager, thing))
    assert page.status_code == 200 and naming in words_of(page)
    assert manager.post(bulk(manager, thing)).status_code in (200, 302)
    assert type(thing).objects.filter(pk=thing.pk).exists()


@pytest.mark.parametrize(
    "factory",
    [ServiceFactory, OrganisationFactory, LocationFactory, HubFactory,
     SinglePointOfAccessFactory, CrisisLineFactory],
)  # fmt: skip
def test_what_is_public_is_unpublished_instead(manager, factory):
    record = factory()
    page = manager.post(address(record, "delete"))
    assert page.status_code == 403
    assert f'href="{address(record, "unpublish")}"' in page.content.decode()
    assert address(record, "unpublish") in manager.get(bulk(manager, record)).content.decode()
    manager.post(bulk(manager, record))
    assert type(record).objects.filter(pk=record.pk).exists()


def test_of_several_only_those_that_nothing_names_are_deleted(manager):
    named, _ = alternative_of_an_exclusion()
    alone = ServiceFactory(live=False)
    manager.post(bulk(manager, named, alone))
    assert set(Service.objects.filter(live=False)) == {named}


@pytest.mark.parametrize(
    "factory",
    [ServiceFactory, OrganisationFactory, LocationFactory, HubFactory,
     SinglePointOfAccessFactory, CrisisLineFactory],
)  # fmt: skip
def test_a_draft_that_nothing_names_is_deleted(manager, factory):
    record = factory(live=False)
    assert manager.post(address(record, "delete")).status_code == 302
    assert not type(record).objects.filter(pk=record.pk).exists()


def test_a_need_that_nothing_uses_is_deleted(manager):
    need = Need.add_root(name="Company", slug="company")
    manager.post(address(need, "delete"))
    assert not Need.objects.exists()
