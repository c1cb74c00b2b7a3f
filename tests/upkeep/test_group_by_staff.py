"""What website managers do about a group: its people, whom to ask, and trust."""

import pytest
from wagtail.models import ModelLogEntry

from organisations.models import OrganisationAccount
from services.models import Service
from tests import people
from tests.factories import OrganisationFactory
from tests.upkeep.desk import DESK, sent_in
from tests.upkeep.listings import public, words
from tests.upkeep.sending import with_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    """(organisation, its owner, its editor, the address of its page for staff)."""
    organisation = public(OrganisationFactory(name="Knit and natter"))
    owner, editor = people.owner(organisation).user, people.member(organisation).user
    return organisation, owner, editor, f"{DESK}group/{organisation.uid}/"


def account_data(page, **changes):
    """What a browser sends back of the private form, with what was shown and these changes."""
    form = page.context["forms"]["account"]
    typed = {field.html_name: "on" if field.value() is True else field.value() for field in form}
    sent = dict(form.shown) | typed | changes | {"form": "account"}
    return {name: value for name, value in sent.items() if value}


def history(organisation):
    found = ModelLogEntry.objects.filter(object_id=str(organisation.pk))
    return " ".join(str(entry.message) for entry in found)


def test_a_trusted_group_publishes_at_once_and_one_that_is_not_waits(manager, group):
    organisation, owner, _, address = group
    with_review()
    for trusted, alert in (("on", "Room 2"), ("", "Room 3")):
        data = account_data(manager.get(address)) | {"is_trusted": trusted}
        manager.post(address, data)
        service, _ = sent_in(owner, organisation, alert=alert)
        service = Service.objects.get(pk=service.pk)
        assert (service.alert == alert) is bool(trusted)
    assert "public at once" in history(organisation) and "review again" in history(organisation)


def test_what_a_colleague_changed_meanwhile_stays(manager, group):
    organisation, _, _, address = group
    first, second = manager.get(address), manager.get(address)
    manager.post(address, account_data(first, contact_phone="01632 960001"))
    manager.post(address, account_data(second, contact_name="Ann"))
    account = OrganisationAccount.objects.get(organisation=organisation)
    assert (account.contact_name, account.contact_phone) == ("Ann", "01632 960001")
    assert "Ann" not in history(organisation)


def test_wrong_answers_are_said_beside_their_fields(manager, group):
    *_, address = group
    page = manager.post(address, {"form": "account", "contact_email": "ann", "contact_phone": "x"})
    assert set(page.context["form"].errors) == {"contact_email", "contact_phone"}
    page = manager.post(address, {"form": "invite", "email": group[1].email, "role": "owner"})
    assert "one of your people already" in words(page) and "Error:" in words(page)


def test_people_are_invited_made_owners_and_removed_once(manager, group):
    organisation, owner, editor, address = group
    manager.post(address, {"form": "invite", "email": "new@example.org", "role": "editor"})
    invitation = organisation.invitations.get()
    manager.post(address, {"action": "withdraw", "row": invitation.uid})
    assert not organisation.invitations.open().exists()
    there = {one.user: one.uid for one in organisation.memberships.all()}
    manager.post(address, {"action": "owner", "row": there[editor]})
    for _ in range(2):
        manager.post(address, {"action": "remove", "row": there[owner]})
    (left,) = organisation.memberships.all()
    assert (left.user, left.role) == (editor, "owner")
    for wrong in ({"action": "eat", "row": left.uid}, {"action": "remove", "row": "x"}, {}):
        assert manager.post(address, wrong).status_code == 302
    assert organisation.memberships.count() == 1


def test_editors_of_the_site_are_not_let_in(group):
    *_, address = group
    editor = people.editor()
    assert editor.get(address).status_code == 302 and editor.post(address).status_code == 302
    assert "trust" not in editor.get("/staff/directory/organisations/").text
