"""A person's name or own number is public only by their tick, and gone at once when they take it away."""

import json

import pytest
from wagtail.models import ModelLogEntry

from accounts.models import User
from organisations.models import Organisation, OrganisationAccount
from tests import people
from tests.upkeep.listings import at, filled, group_with_service, member, public
from upkeep import consent, drafts
from upkeep.forgetting import forget
from upkeep.models import Consent, ProblemReport

pytestmark = pytest.mark.django_db
OLIVE = {
    "contact_name": "Olive Quill",
    "contact_phone": "01632 960123",
    "contact_email": "o@example.org",
}


@pytest.fixture
def organisation():
    return group_with_service()[0]


def ask(client, organisation, **answers):
    address = at(organisation, "about", "private")
    sent = filled(client.get(address))
    sent.pop("show_name", None)
    sent.pop("show_phone", None)
    return client.post(address, sent | answers)


def everything_kept(organisation):
    """All that the database holds of the record: its row's contacts and every version."""
    row = Organisation.objects.get(pk=organisation.pk)
    versions = [revision.content for revision in row.revisions.all()]
    return json.dumps([versions, list(row.contacts.values("name", "phone"))], default=str)


def test_whom_we_may_ask_is_private(organisation):
    ask(member(organisation), organisation, **OLIVE)
    assert OrganisationAccount.objects.get().contact_name == "Olive Quill"
    assert "Olive" not in everything_kept(organisation)
    assert not Organisation.objects.get(pk=organisation.pk).has_unpublished_changes


def test_a_tick_makes_the_name_public_after_review_and_is_written_down(organisation):
    ask(member(organisation), organisation, show_name="on", **OLIVE)
    public(drafts.newest(Organisation.objects.get(pk=organisation.pk)))
    page = people.visitor().get(f"/organisations/{organisation.uid}/").text
    assert "Olive Quill" in page and "01632 960123" not in page
    assert Consent.objects.get().given_by.email == "olive@example.org"


def test_taking_the_tick_away_removes_it_from_everywhere_at_once(organisation):
    client = member(organisation)
    ask(client, organisation, show_name="on", show_phone="on", **OLIVE)
    public(drafts.newest(Organisation.objects.get(pk=organisation.pk)))
    ask(client, organisation)
    kept = everything_kept(organisation)
    assert "Olive" not in kept and "960123" not in kept
    assert "Olive" not in people.visitor().get(f"/organisations/{organisation.uid}/").text
    assert ModelLogEntry.objects.filter(action=consent.WITHDRAWN).exists()
    assert Consent.objects.get().withdrawn_at


def test_the_number_can_be_taken_back_alone(organisation):
    client = member(organisation)
    ask(client, organisation, show_name="on", show_phone="on", **OLIVE)
    public(drafts.newest(Organisation.objects.get(pk=organisation.pk)))
    ask(client, organisation, show_name="on")
    kept = everything_kept(organisation)
    assert "Olive" in kept and "960123" not in kept


def test_a_tick_without_a_name_asks_for_it(organisation):
    page = ask(member(organisation), organisation, show_name="on", contact_name="")
    assert "Give the name that everybody may see." in page.text


def contact(**more):
    return {"contacts-0-row": "", "contacts-0-name": "Olive Quill", **more}


def test_another_person_is_named_only_with_their_agreement(organisation):
    client, address = member(organisation), at(organisation, "about", "people-to-ask")
    seen = {"seen": client.get(address).context["seen"]}
    assert "Ask the person first" in client.post(address, seen | contact()).text
    agreed = contact(**{"contacts-0-agreed": "on"})
    assert client.post(address, seen | agreed).status_code == 302
    assert Consent.objects.count() == 1


def test_a_person_taken_out_is_gone_from_all_versions(organisation):
    client, address = member(organisation), at(organisation, "about", "people-to-ask")
    seen = {"seen": client.get(address).context["seen"]}
    client.post(address, seen | contact(**{"contacts-0-agreed": "on"}))
    public(drafts.newest(Organisation.objects.get(pk=organisation.pk)))
    sent = filled(client.get(address))
    del sent["contacts-0-agreed"]
    client.post(address, sent)
    assert "Olive" not in everything_kept(organisation)


def test_deleting_the_account_takes_its_person_out_of_whom_we_may_ask(organisation):
    client = member(organisation)
    ask(client, organisation, show_name="on", **OLIVE | {"contact_email": "olive@example.org"})
    public(drafts.newest(Organisation.objects.get(pk=organisation.pk)))
    report = ProblemReport.objects.create(
        record=organisation, record_uid=organisation.uid, reply_to="Olive@example.org"
    )
    forget(User.objects.get(email="olive@example.org"))
    account = OrganisationAccount.objects.get()
    assert (account.contact_name, account.contact_email, account.contact_phone) == ("", "", "")
    assert "Olive" not in everything_kept(organisation)
    report.refresh_from_db()
    assert report.reply_to == ""
