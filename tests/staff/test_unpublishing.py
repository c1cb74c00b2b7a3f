"""Before a service is hidden or ends, staff read who sends people to it."""

from services.models import Service
from tests.factories import OrganisationFactory, ServiceFactory
from tests.staff.filled_form import words_of
from tests.staff.test_checks import bulk, said

WORDS = "“Chess” (Pier) sends people here and names nothing else."


def only_way_on():
    service = ServiceFactory()
    pier = OrganisationFactory(name="Pier")
    told = {"exclusions": "Over 18s", "alternative_service": service, "organisation": pier}
    ServiceFactory(name="Chess", **told)
    ServiceFactory(name="Draughts", live=False, **told)
    return service


def test_who_names_a_service_is_said_before_it_is_unpublished(manager):
    service = only_way_on()
    page = manager.get(f"/staff/directory/services/unpublish/{service.pk}/")
    assert WORDS in words_of(page) and "Draughts" not in words_of(page)
    page, _ = bulk(manager, "unpublish", service)
    assert WORDS in words_of(page)
    assert not Service.objects.get(pk=service.pk).live


def test_who_names_a_service_is_said_when_it_ends(manager, edit):
    service = only_way_on()
    assert WORDS not in said(edit(manager, service, "publish", summary="Still here."))
    assert WORDS in said(edit(manager, service, "publish", status="defunct"))
