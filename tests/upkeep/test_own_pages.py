"""Pages of one's own listings are private, and one's own."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import Membership
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory
from tests.upkeep.listings import at, group_with_service, member

pytestmark = pytest.mark.django_db


def test_visitors_are_asked_to_sign_in():
    assert (
        people.visitor().get("/listings/").url == f"{reverse(settings.LOGIN_URL)}?next=/listings/"
    )


def test_somebody_sees_their_own_organisation_and_no_other():
    client = people.ordinary_user()
    own, other = OrganisationFactory(name="Knit and natter"), OrganisationFactory(name="Archers")
    Membership.objects.create(organisation=own, user=client.user)
    page = client.get("/listings/", follow=True)
    assert own.name in page.text and other.name not in page.text


def test_who_has_one_group_can_sign_out_and_list_another():
    organisation, _ = group_with_service()
    client, account = member(organisation), reverse("upkeep:account")
    assert f'href="{account}"' in client.get("/listings/", follow=True).text
    page = client.get(account).text
    assert reverse("account_logout") in page and reverse("upkeep:first_begin") in page


def test_no_copy_stays_in_the_browser():
    assert "no-store" in people.ordinary_user().get("/listings/")["Cache-Control"]


def test_pages_about_all_listings_ask_the_database_as_often_for_two_as_for_five():
    organisation, first = group_with_service()
    client, asked = member(organisation), []
    for service in [first, *ServiceFactory.create_batch(4, organisation=organisation)]:
        service.phones.create(number="01632 960001")
        service.save_revision()
        if service.pk in (first.pk + 1, first.pk + 4):
            for page in ("", "contact-everywhere/"):
                with CaptureQueriesContext(connection) as queries:
                    client.get(at(organisation) + page)
                asked.append(len(queries))
    assert asked[2] <= asked[0] and asked[3] <= asked[1]
