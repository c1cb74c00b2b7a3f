"""Pages of one's own listings are private, and one's own."""

import pytest
from django.conf import settings
from django.urls import reverse

from organisations.models import Membership
from tests import people
from tests.factories import OrganisationFactory

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


def test_no_copy_stays_in_the_browser():
    assert "no-store" in people.ordinary_user().get("/listings/")["Cache-Control"]
