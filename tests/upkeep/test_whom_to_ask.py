"""Whom we may ask about an organisation is nobody who has gone, however they went."""

import re

import pytest
from django.core import mail

from organisations import people
from organisations.models import Membership, Organisation, OrganisationAccount, Role
from outbox.models import Message
from tests.factories import OrganisationFactory
from tests.people import member, owner, website_manager
from tests.upkeep.listings import filled, public, words
from upkeep.drafts import newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return public(OrganisationFactory(name="Knitters"))


@pytest.fixture
def ann(group):
    """An owner: we may ask her, and her number is shown to everybody."""
    ann = owner(group)
    page = f"/listings/{group.uid}/about/private/"
    told = {"contact_name": "Ann Ames", "contact_phone": "01632 960 001", "show_phone": "on"}
    ann.post(page, filled(ann.get(page)) | told)
    newest(Organisation.objects.get(pk=group.pk)).save_revision().publish()
    assert "01632 960 001" in words(ann.get(group.get_absolute_url()))
    return ann


def asked(group):
    account = OrganisationAccount.objects.get(organisation=group)
    return account.contact_name, account.contact_email, account.contact_phone


def leaves(ann, group):
    ann.post(f"/listings/{group.uid}/people/leave/", {"instead": "nobody"})


def is_removed(ann, group):
    other = member(group, Role.OWNER, "zoe@example.org")
    uid = Membership.objects.get(user=ann.user).uid
    other.post(f"/listings/{group.uid}/people/{uid}/remove/")


def deletes_the_account(ann, group):
    ann.post("/account/delete/", {"sure": "on"})


def is_deleted_by_staff(ann, group):
    ann.user.delete()


@pytest.mark.parametrize("goes", [leaves, is_removed, deletes_the_account, is_deleted_by_staff])
def test_an_owner_who_stays_is_asked_instead_and_told(group, ann, goes):
    other = member(group, Role.OWNER, "bob@example.org")
    goes(ann, group)
    assert asked(group) == ("", "bob@example.org", "")
    assert Message.objects.get(kind="asked_now").to == "bob@example.org"
    assert "960 001" not in other.get(group.get_absolute_url()).text
    group = Organisation.objects.get(pk=group.pk)
    assert not any("960 001" in str(revision.content) for revision in group.revisions.all())


def test_where_nobody_stays_nobody_is_asked_and_the_desk_says_since_when(group, ann):
    assert "You are the one whom we may ask" in ann.get(f"/listings/{group.uid}/people/leave/").text
    leaves(ann, group)
    assert asked(group) == ("", "", "") and group in people.orphaned()
    assert "Last owner left" in website_manager().get("/staff/desk/orphaned/").text


def test_who_is_not_asked_leaves_that_as_it_is(group, ann):
    bob = member(group, Role.EDITOR, "bob@example.org")
    before = asked(group)
    leaves(bob, group)
    assert asked(group) == before and before[0] == "Ann Ames"


def test_a_new_address_is_where_we_ask(group, ann):
    ann.post("/account/address/", {"email": "ann.new@example.org"})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    ann.post("/account/address/code/", {"code": code})
    assert asked(group)[1] == "ann.new@example.org"
