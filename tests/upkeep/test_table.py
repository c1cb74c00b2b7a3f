"""Many services without a spreadsheet: the table of forms, and one number changed everywhere."""

import pytest

from organisations.models import OrganisationPhone
from services.models import Service
from tests import people
from tests.factories import OrganisationFactory, ServiceFactory
from tests.upkeep import sheets
from upkeep.drafts import newest
from upkeep.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    organisation = OrganisationFactory(name="Anchor")
    return organisation, sheets.provider(organisation), people.member(organisation)


def address(organisation, end="table/"):
    return f"/listings/{organisation.uid}/{end}"


def form_of(page):
    """What the browser would send from the page of the table as it is."""
    answer = {"page": page.context["page"].number}
    for row in page.context["rows"]:
        answer[f"{row.service.uid}-seen"] = row.seen or ""
        answer |= {cell.name: cell.value for cell in row.cells}
    return answer


def save(client, organisation, **typed):
    page = client.get(address(organisation))
    return client.post(address(organisation), form_of(page) | typed, follow=True)


def test_changed_rows_become_drafts_and_the_others_are_left_alone(own):
    organisation, services, client = own
    one, other, _ = services
    page = save(client, organisation, **{f"{one.uid}-cost": "free", f"{one.uid}-phones": "116 123"})
    assert "Saved: 1 service." in page.text
    one.refresh_from_db()
    assert one.cost == "unknown" and newest(one).cost == "free"
    assert [phone.number for phone in newest(one).phones.all()] == ["116 123"]
    other.refresh_from_db()
    assert other.latest_revision_id is None


def test_an_error_keeps_everything_back_and_nothing_typed_is_lost(own):
    organisation, services, client = own
    one, other, _ = services
    typed = {f"{one.uid}-phones": "ring me", f"{other.uid}-summary": "Tea & talk."}
    page = save(client, organisation, **typed)
    assert page.text.index("There is a problem") < page.text.index("<h1")
    assert f'href="#id_{one.uid}-phones"' in page.text and 'value="ring me"' in page.text
    assert 'value="Tea &amp; talk."' in page.text and "Error: " in page.text
    assert not Service.objects.filter(latest_revision__isnull=False).exists()


def test_somebody_elses_newer_words_are_shown_before_they_are_replaced(own):
    organisation, (one, *_), client = own
    began = form_of(client.get(address(organisation)))
    save(client, organisation, **{f"{one.uid}-summary": "Theirs."})
    mine = began | {f"{one.uid}-summary": "Mine."}
    page = client.post(address(organisation), mine)
    assert "Theirs." in page.text and 'value="Mine."' in page.text
    assert newest(Service.objects.get(pk=one.pk)).summary == "Theirs."
    client.post(address(organisation), form_of(page))
    assert newest(Service.objects.get(pk=one.pk)).summary == "Mine."


def test_an_old_form_undoes_nothing_that_it_did_not_touch(own):
    organisation, (one, *_), client = own
    began = form_of(client.get(address(organisation)))
    save(client, organisation, **{f"{one.uid}-summary": "Theirs."})
    client.post(address(organisation), began | {f"{one.uid}-cost": "free"})
    version = newest(Service.objects.get(pk=one.pk))
    assert (version.summary, version.cost) == ("Theirs.", "free")


def test_twenty_are_on_a_page_and_the_next_comes_after_saving(own):
    organisation, _, client = own
    for number in range(20):
        ServiceFactory(organisation=organisation, name=f"More {number}")
    page = client.get(address(organisation))
    assert len(page.context["rows"]) == 20
    page = client.post(address(organisation), form_of(page) | {"then": "next"}, follow=True)
    assert len(page.context["rows"]) == 3 and "Nothing was changed." in page.text


def test_only_ones_own_services_are_there_or_taken(own):
    organisation, _, client = own
    theirs = ServiceFactory(name="Not yours")
    page = save(
        client, organisation, **{f"{theirs.uid}-seen": "", f"{theirs.uid}-name": "Mine now"}
    )
    assert "Not yours" not in page.text
    theirs.refresh_from_db()
    assert theirs.name == "Not yours" and theirs.latest_revision_id is None
    assert client.get(address(theirs.organisation)).status_code == 404


EVERYWHERE = "contact-everywhere/"


def test_a_number_changes_on_all_that_show_it_and_is_sent_as_one(own):
    organisation, services, client = own
    OrganisationPhone.objects.create(organisation=organisation, number="01632 960001")
    page = client.get(address(organisation, EVERYWHERE))
    assert "On 3 of your services and 1 other page of yours" in page.text
    answer = {"old": "01632960001", "new": "01632 960 777"}
    page = client.post(address(organisation, EVERYWHERE), answer)
    assert "This number is on 4 of your listings." in page.text
    assert not Submission.objects.exists()
    chosen = [services[0].uid, services[1].uid, organisation.uid]
    agreed = answer | {"agreed": "yes", "record": [str(uid) for uid in chosen]}
    page = client.post(address(organisation, EVERYWHERE), agreed, follow=True)
    assert "Changed on 3 listings." in page.text
    assert {item.record_uid for item in Submission.objects.get().items.all()} == set(chosen)
    phones = [newest(Service.objects.get(pk=s.pk)).phones.get() for s in services]
    assert [p.number for p in phones] == ["01632 960 777"] * 2 + ["+44 (0)1632 960 001"]
    assert phones[0].description == "Office"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"old": "01632960001", "new": ""}, "Type the new number."),
        ({"old": "01632960001", "new": "soon"}, "Enter a phone number"),
        ({"old": "999", "new": "01632 960 777"}, "Choose the number that has changed."),
    ],
)
def test_what_is_missing_is_asked_for_in_words(own, answer, words):
    organisation, _, client = own
    page = client.post(address(organisation, EVERYWHERE), answer)
    assert page.text.count(words) == 2 and "Error: " in page.text
    assert not Submission.objects.exists()


def test_services_without_a_contact_of_their_own_are_counted(own):
    organisation, _, client = own
    ServiceFactory(organisation=organisation)
    page = client.get(address(organisation, EVERYWHERE))
    assert "1 of your services has no contact of its own" in page.text
