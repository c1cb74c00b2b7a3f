"""Naming another service or organisation: type, look, choose; reviewed like any other change."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Revision

from organisations.models import Organisation, OrganisationAccount
from services.models import Service
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory
from tests.upkeep import sheets
from tests.upkeep.listings import at, filled, group_with_service, public, words
from tests.upkeep.sending import with_review
from upkeep import submissions
from upkeep.drafts import newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    """(client, service, the address of one of its pages by slug)."""
    organisation, service = group_with_service(name="Knit and natter")
    client = people.member(organisation)
    return client, service, lambda slug: at(organisation, "services", service.uid, slug)


@pytest.fixture
def cafe():
    harbour = public(OrganisationFactory(name="Harbour"))
    return public(ServiceFactory(name="Youth café", organisation=harbour))


def now(service):
    return newest(Service.objects.get(pk=service.pk))


def offered(page):
    """The labels from which one can choose."""
    form = page.context["form"]
    return [label for _, label in form.fields[form.naming].choices]


def test_another_groups_service_is_looked_for_chosen_reviewed_and_shown(own, cafe):
    client, service, page_of = own
    page = client.get(page_of("who"))
    assert offered(page) == ["None"]
    sent = filled(page) | {"exclusions": "Over 18s", "look": "youth", "look_now": "1"}
    page = client.post(page_of("who"), sent)
    assert offered(page) == ["None", "Youth café (Harbour)"]
    assert "1 found for “youth”" in page.text and page.context["form"]["exclusions"].value()
    assert not Revision.objects.for_instance(service).exclude(pk=service.live_revision_id).exists()
    sent = filled(page) | {"alternative_service": str(cafe.uid)}
    assert client.post(page_of("who"), sent).status_code == 302
    assert now(service).alternative_service == cafe
    assert "Youth café (Harbour)" in words(
        client.get(at(service.organisation, "services", service.uid))
    )
    public_page = f"/services/{service.uid}/"
    assert "Youth café" not in client.get(public_page).text
    with_review()
    (item,) = submissions.send(service.organisation, by=client.user).items.all()
    submissions.approve(item, by=people.staff("wanda@example.org", "manager"))
    assert f"/services/{cafe.uid}/" in client.get(public_page).text


def test_enter_in_the_box_of_words_looks_and_saves_nothing(own, cafe):
    client, _, page_of = own
    sent = filled(client.get(page_of("who"))) | {"look": "yuoth caffe", "looked": ""}
    page = client.post(page_of("who"), sent)
    assert page.status_code == 200 and "Youth café (Harbour)" in offered(page)
    sent = filled(page) | {"look": "zebra", "look_now": "1"}
    assert "nothing called “zebra”" in client.post(page_of("who"), sent).text


def test_what_is_not_public_or_is_over_or_itself_is_neither_offered_nor_taken(own):
    client, service, page_of = own
    hidden = ServiceFactory(name="Quiet draft", live=False)
    over = ServiceFactory(name="Quiet end", status="defunct")
    service.name = "Quiet me"
    service.save()
    page = client.get(page_of("who"))
    sent = filled(page) | {"look": "quiet", "look_now": "1"}
    assert offered(client.post(page_of("who"), sent)) == ["None"]
    for other in (hidden, over, service):
        sent = filled(page) | {"alternative_service": str(other.uid)}
        answer = client.post(page_of("who"), sent)
        assert "Choose one that is listed." in answer.text


def test_what_was_chosen_and_is_no_longer_listed_stays_and_is_not_named(own, cafe):
    client, service, page_of = own
    service.exclusions, service.alternative_service = "Over 18s", cafe
    service.save()
    Service.objects.filter(pk=cafe.pk).update(live=False)
    page = client.get(page_of("who"))
    assert "Youth café" not in page.text and "It is no longer listed." in page.text
    assert client.post(page_of("who"), filled(page)).status_code == 302
    assert now(service).alternative_service_id == cafe.pk


def test_check_08_who_cannot_use_it_needs_where_they_can_go_beside_the_field(own):
    client, service, page_of = own
    sent = filled(client.get(page_of("who"))) | {"exclusions": "Under 18s"}
    page = client.post(page_of("who"), sent)
    error = page.context["form"].errors["alternative"]
    assert "Say where they can go instead." in error[0]
    beside = page.text.split('for="id_alternative"')[1].split("<textarea")[0]
    assert error[0] in beside and "There is a problem" in page.text
    assert not now(service).exclusions


def test_who_would_be_left_without_a_way_on_is_said_where_a_service_ends(own):
    client, service, page_of = own
    assert "send people here" not in words(client.get(page_of("running")))
    told = {"exclusions": "Over 18s", "alternative_service": service}
    ServiceFactory(name="Only us", organisation=OrganisationFactory(name="Pier"), **told)
    ServiceFactory(name="And a line", alternative="Or ring 111", **told)
    ServiceFactory(name="A draft", live=False, **told)
    said = words(client.get(page_of("running")))
    assert "2 listings send people here" in said and "A draft" not in said
    assert "Only us (Pier). It names nothing else." in said
    assert "And a line" in said and said.count("names nothing else") == 1


def test_a_larger_organisation_is_looked_for_and_always_reviewed():
    organisation, _ = group_with_service()
    larger = public(OrganisationFactory(name="Tees Federation"))
    branch = public(OrganisationFactory(name="Tees Juniors", parent_organisation=organisation))
    client, address = people.member(organisation), at(organisation, "about", "part-of")
    with_review()
    OrganisationAccount.objects.create(organisation=organisation, is_trusted=True)
    page = client.post(address, filled(client.get(address)) | {"look": "tees", "look_now": "1"})
    assert offered(page) == ["None", "Tees Federation"]
    refused = client.post(address, filled(page) | {"parent_organisation": str(branch.uid)})
    assert "Choose one that is listed." in refused.text
    client.post(address, filled(page) | {"parent_organisation": str(larger.uid)})
    submission = submissions.send(organisation, by=client.user)
    assert submission.items.get().state == "waiting"
    assert Organisation.objects.get(pk=organisation.pk).parent_organisation is None


def test_no_organisation_is_a_part_of_its_own_part():
    one = OrganisationFactory()
    two = OrganisationFactory(parent_organisation=OrganisationFactory(parent_organisation=one))
    one.parent_organisation = two
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    assert "parent_organisation" in refused.value.message_dict


def test_the_sheet_says_who_sends_people_to_what_it_ends_or_leaves_out(own):
    client, service, _ = own
    other = ServiceFactory(name="Other", organisation=service.organisation)
    for ending in (service, other):
        ServiceFactory(name=f"Names {ending}", exclusions="Some", alternative_service=ending)
    rows = sheets.downloaded(client, service.organisation)
    (row,) = [row for row in rows if row["Reference"] == str(service.uid)]
    said = words(sheets.send(client, service.organisation, [row | {"Running": "Ended"}]))
    assert "One listing sends people here." in said and f"Names {service} (" in said
    assert "People are sent there by: Names Other (" in said
