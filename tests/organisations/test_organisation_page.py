"""The page of an organisation: the same for every kind, and all it offers."""

import pytest

from organisations.models import OrganisationPhone
from services.models import Need
from tests.factories import OrganisationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def page_of(client, organisation, query=""):
    response = client.get(f"{organisation.get_absolute_url()}{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_says_who_they_are_and_how_to_reach_them(client):
    parent = OrganisationFactory(name="The federation")
    organisation = OrganisationFactory(
        kind="faith",
        email="hello@example.org",
        website="https://example.org/",
        parent_organisation=parent,
    )
    OrganisationPhone.objects.create(organisation=organisation, number="01632 960001")
    page = page_of(client, organisation)
    for words in ("Faith group", "hello@example.org", 'href="tel:01632960001"', "The federation"):
        assert words in page
    assert organisation.name in page_of(client, parent)


def test_a_draft_parent_is_not_named(client):
    organisation = OrganisationFactory(
        parent_organisation=OrganisationFactory(name="Draft parent", live=False)
    )
    assert "Draft parent" not in page_of(client, organisation)


def test_sixty_services_come_in_pages(client):
    organisation = OrganisationFactory()
    for number in range(60):
        ServiceFactory(organisation=organisation, name=f"Course {number:02}")
    first, last = page_of(client, organisation), page_of(client, organisation, "?page=3")
    assert "What they offer (60)" in first
    assert "Course 00" in first and "Course 20" not in first
    assert "Course 59" in last
    assert "Course 59" in page_of(client, organisation, "?print=1")
    assert "Course 59" in page_of(client, organisation, "?page=999")


def test_what_has_ended_is_not_offered(client):
    organisation = OrganisationFactory()
    assert "No services are listed" in page_of(client, organisation)
    old = ServiceFactory(organisation=organisation, name="Old course", status="defunct")
    page = page_of(client, organisation)
    assert "What they offer (0)" in page and "All that was listed here has ended." in page
    assert old.get_absolute_url() in page.split("has ended.")[1]
    ServiceFactory(organisation=organisation, name="New course")
    page = page_of(client, organisation)
    assert "What they offer (1)" in page and "Old course" not in page


def test_an_organisation_for_survivors_has_a_way_out_and_a_neutral_title(client):
    organisation = OrganisationFactory(name="Leave him now", summary="For women who flee")
    service = ServiceFactory(organisation=organisation)
    service.needs.set([Need.add_root(slug="abuse-x", name="Abuse", sensitive=True)])
    service.save()
    page = page_of(client, organisation)
    head = page.split("</head>")[0].split("ld+json")[0]
    assert "Exit this page" in page
    assert "Leave him" not in head and "flee" not in head
