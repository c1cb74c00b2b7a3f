"""People of an organisation come and go."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from organisations import claims, invitations, people
from organisations.membership import Invitation, Membership, Role
from outbox.models import Message
from tests.factories import OrganisationFactory
from tests.people import came_by_code, member, owner, website_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return OrganisationFactory(name="Knitters")


@pytest.fixture
def ann(group):
    return owner(group)


def at(group, rest=""):
    return f"/listings/{group.uid}/people/{rest}"


def invite(client, group, email="bob@example.org", role="editor"):
    return client.post(at(group, "invite/"), {"email": email, "role": role})


def link_in_mail():
    body = Message.objects.filter(kind="invitation").latest("pk").body
    return re.search(r"/invitation/\S+", body)[0]


def somebody(email="bob@example.org"):
    user = User.objects.filter(email=email).first() or User.objects.create_user(email)
    return came_by_code(user)


def text(response):
    return response.content.decode()


def role_of(client, group):
    found = Membership.objects.filter(user=client.user, organisation=group).first()
    return found and found.role


# Inviting


def test_an_invited_person_signs_in_by_code_and_says_yes(group, ann):
    invite(ann, group)
    link, bob = link_in_mail(), Client()
    assert "Knitters" in text(bob.get(link))
    door = re.search(r'href="(/join/\?next=[^"]+)"', text(bob.get(link)))[1]
    code_page = bob.post(door, {"email": "bob@example.org"}).url
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    assert bob.post(code_page, {"code": code}).url == link
    assert bob.post(link).url == f"/listings/{group.uid}/"
    assert Membership.objects.get(user__email="bob@example.org").role == Role.EDITOR
    assert bob.get(at(group)).status_code == 200


def test_another_address_is_told_kindly_and_stays_out(group, ann):
    invite(ann, group)
    eve = somebody("eve@example.org")
    page = eve.post(link_in_mail())
    assert "b…@example.org" in text(page) and "bob@" not in text(page)
    assert role_of(eve, group) is None


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(group, ann):
    somebody("known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        answer = invite(ann, group, email)
        assert (answer.status_code, answer.url) == (302, at(group))
        assert f"We sent an invitation to {email}" in text(ann.get(at(group)))


@pytest.mark.parametrize("change", ["x", "tail", "empty"])
def test_a_forged_link_opens_nothing(group, ann, change):
    invite(ann, group)
    link = link_in_mail()
    forged = {
        "x": "/invitation/x/",
        "tail": link[:-3] + "xx/",
        "empty": f"/invitation/{Invitation.objects.get().uid}/",
    }[change]
    assert somebody().get(forged).status_code == 404


def test_a_link_ends_after_two_weeks_and_then_names_nobody(group, ann):
    invite(ann, group)
    bob = somebody()
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        for page in (Client().get(link_in_mail()), somebody().post(link_in_mail())):
            assert page.status_code == 410 and "Knitters" not in text(page)
    assert role_of(bob, group) is None


def test_an_invitation_taken_back_opens_nothing(group, ann):
    invite(ann, group)
    ann.post(at(group, f"invitations/{Invitation.objects.get().uid}/withdraw/"))
    bob = somebody()
    assert bob.post(link_in_mail()).status_code == 410
    assert role_of(bob, group) is None


def test_saying_yes_twice_is_one_membership(group, ann):
    invite(ann, group)
    bob = somebody()
    for _ in range(2):
        assert bob.post(link_in_mail()).status_code == 302
    assert Membership.objects.filter(organisation=group).count() == 2


@pytest.mark.django_db(transaction=True)
def test_saying_yes_many_times_at_once_is_one_membership():
    group = OrganisationFactory()
    by = owner(group).user
    invitation = invitations.invite(group, email="bob@example.org", role=Role.EDITOR, by=by)
    bob = User.objects.create_user("bob@example.org")

    def say_yes(_):
        try:
            return invitations.accept(invitation, user=bob).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(say_yes, range(24)))) == 1
    assert Membership.objects.filter(user=bob).count() == 1


def test_inviting_the_same_address_again_sends_one_mail(group, ann):
    invite(ann, group)
    invite(ann, group, "BOB@example.org", "owner")
    assert Invitation.objects.get().role == Role.OWNER
    assert Message.objects.filter(kind="invitation").count() == 1


def test_an_editor_invited_as_owner_becomes_one_and_no_owner_is_made_less(group, ann):
    bob = member(group, Role.EDITOR, "bob@example.org")
    people.add(group, bob.user, role=Role.OWNER, by=ann.user)
    people.add(group, bob.user, role=Role.EDITOR, by=ann.user)
    assert role_of(bob, group) == Role.OWNER


def test_somebody_who_is_here_already_is_not_invited(group, ann):
    member(group, Role.EDITOR, "bob@example.org")
    page = text(invite(ann, group))
    assert "already" in page and "<title>Error: " in page and not Invitation.objects.exists()


def test_twenty_open_invitations_are_enough(group, ann):
    for n in range(20):
        invite(ann, group, f"p{n}@example.org")
    assert "Take one back first" in text(invite(ann, group))
    ann.post(at(group, f"invitations/{Invitation.objects.first().uid}/withdraw/"))
    assert invite(ann, group).status_code == 302


def test_inviting_and_taking_back_again_and_again_ends(group, ann):
    for n in range(40):
        made = invitations.invite(group, email=f"p{n}@example.org", role="editor", by=ann.user)
        invitations.withdraw(made, by=ann.user)
    assert "Go on tomorrow" in text(invite(ann, group))


@pytest.mark.parametrize("email", ["", "x", "b@example.org\r\nBcc: c@example.org", "b@x, c@x"])
def test_what_is_no_address_is_refused(group, ann, email):
    assert "There is a problem" in text(invite(ann, group, email))
    assert not Message.objects.exists()


def test_a_name_with_line_breaks_adds_no_header(ann):
    group = OrganisationFactory(name="Knit\r\nBcc: all@example.org")
    invitations.invite(group, email="bob@example.org", role="editor", by=ann.user)
    assert "\n" not in Message.objects.get(kind="invitation").subject


# Roles


def test_editors_see_the_people_and_change_nothing(group, ann):
    bob = member(group, Role.EDITOR)
    page = text(bob.get(at(group)))
    assert ann.user.email in page and "Invite somebody" not in page
    theirs = Membership.objects.get(user=ann.user).uid
    for rest in ("invite/", f"{theirs}/", f"{theirs}/remove/"):
        answer = bob.post(at(group, rest), {"email": "x@example.org", "role": "editor"})
        assert answer.status_code == 404
    assert role_of(ann, group) == Role.OWNER and not Invitation.objects.exists()


def test_strangers_and_visitors_see_nothing(group, ann):
    assert somebody("eve@example.org").get(at(group)).status_code == 404
    assert Client().get(at(group)).url.startswith("/join/?next=")


def test_a_person_of_another_group_is_not_reached_through_ones_own(group, ann):
    other = OrganisationFactory()
    theirs = Membership.objects.get(user=member(other, Role.OWNER).user)
    for rest in (f"{theirs.uid}/", f"{theirs.uid}/remove/"):
        assert ann.post(at(group, rest), {"role": "editor"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.role == Role.OWNER


def test_an_owner_changes_a_role(group, ann):
    bob = member(group, Role.EDITOR)
    uid = Membership.objects.get(user=bob.user).uid
    ann.post(at(group, f"{uid}/"), {"role": "owner"})
    assert role_of(bob, group) == Role.OWNER
    assert bob.get(at(group, "invite/")).status_code == 200


def test_the_last_owner_cannot_become_an_editor(group, ann):
    uid = Membership.objects.get(user=ann.user).uid
    assert "one owner at least" in text(ann.post(at(group, f"{uid}/"), {"role": "editor"}))
    assert role_of(ann, group) == Role.OWNER


# Going


def test_a_removed_person_is_out_at_once_and_told(group, ann):
    bob = member(group, Role.EDITOR, "bob@example.org")
    assert bob.get(at(group)).status_code == 200
    ann.post(at(group, f"{Membership.objects.get(user=bob.user).uid}/remove/"))
    assert bob.get(at(group)).status_code == 404
    assert Message.objects.get(kind="person_removed").to == "bob@example.org"


def test_removing_is_a_post(group, ann):
    uid = Membership.objects.get(user=member(group).user).uid
    assert ann.get(at(group, f"{uid}/remove/")).status_code == 405
    assert Membership.objects.filter(uid=uid).exists()


def test_an_editor_leaves(group, ann):
    bob = member(group, Role.EDITOR)
    assert bob.post(at(group, "leave/")).url == "/listings/"
    assert role_of(bob, group) is None and not Message.objects.exists()


def test_the_last_owner_must_say_who_takes_over(group, ann):
    member(group, Role.EDITOR)
    assert "Choose who will" in text(ann.post(at(group, "leave/")))
    assert role_of(ann, group) == Role.OWNER


def test_the_last_owner_hands_over(group, ann):
    bob = member(group, Role.EDITOR)
    chosen = Membership.objects.get(user=bob.user).uid
    ann.post(at(group, "leave/"), {"instead": str(chosen)})
    assert role_of(ann, group) is None and role_of(bob, group) == Role.OWNER


def test_the_last_owner_hands_over_to_nobody_of_another_group(group, ann):
    stranger = Membership.objects.get(user=member(OrganisationFactory()).user)
    ann.post(at(group, "leave/"), {"instead": str(stranger.uid)})
    assert role_of(ann, group) == Role.OWNER


def test_leaving_nobody_is_said_and_staff_find_it(group, ann):
    assert group not in people.orphaned()
    ann.post(at(group, "leave/"), {"instead": "nobody"})
    assert role_of(ann, group) is None and group in people.orphaned()


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_both_go():
    group = OrganisationFactory()
    pair = [
        Membership.objects.get(user=member(group, Role.OWNER, email).user)
        for email in ("a@example.org", "b@example.org")
    ]

    def go(membership):
        try:
            people.leave(membership)
        except people.LastOwner:
            return "stays"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(go, pair)).count("stays") == 1
    assert people.owners(group).count() == 1


def test_what_people_do_stands_in_the_history_without_names(group, ann):
    from wagtail.models import ModelLogEntry

    bob = member(group, Role.EDITOR, "bob@example.org")
    ann.post(at(group, f"{Membership.objects.get(user=bob.user).uid}/remove/"))
    entry = ModelLogEntry.objects.get(action=people.REMOVED)
    assert entry.user == ann.user and "bob" not in str(entry.data)


def test_where_the_last_owner_has_gone_an_editor_may_ask_to_be_one(group):
    eve = member(group, Role.EDITOR, "eve@example.org")
    assert f"/claim/{group.uid}/" in text(eve.get(at(group)))
    eve.post(f"/claim/{group.uid}/", {"words": "I run it now."})
    claims.approve(claims.waiting_claim(group, eve.user), by=None)
    assert role_of(eve, group) == Role.OWNER


def test_an_invitation_opens_nothing_once_who_asked_is_no_owner_any_more(group, ann):
    other = member(group, Role.OWNER, "other@example.org")
    invite(ann, group)
    bob, link = somebody(), link_in_mail()
    people.change_role(Membership.objects.get(user=ann.user), Role.EDITOR, by=other.user)
    assert bob.post(link).status_code == 410 and role_of(bob, group) is None
    assert "no longer an owner" in text(other.get(at(group)))
    invite(other, group, role="owner")  # a present owner keeps it: no second mail
    assert Message.objects.filter(kind="invitation").count() == 1
    assert bob.post(link).status_code == 302 and role_of(bob, group) == Role.OWNER


def test_invitations_of_somebody_who_deletes_their_account_are_taken_back(group, ann):
    member(group, Role.OWNER, "other@example.org")
    invite(ann, group)
    link = link_in_mail()
    ann.post("/account/delete/", {"sure": "on"})
    assert somebody().post(link).status_code == 410


def test_staff_may_invite_to_an_organisation_they_do_not_belong_to(group):
    by = website_manager().user
    asked = invitations.invite(group, email="bob@example.org", role=Role.OWNER, by=by)
    assert somebody().post(invitations.path_of(asked)).status_code == 302


def test_an_invitation_goes_along_to_the_new_address_and_leaves_the_old_one(group, ann):
    invite(ann, group)
    bob, link = somebody(), link_in_mail()
    bob.post("/account/address/", {"email": "bob.new@example.org"})
    code = re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]
    assert bob.post("/account/address/code/", {"code": code}).status_code == 302
    assert somebody("bob@example.org").post(link).status_code == 200  # whoever has the old mailbox
    assert bob.post(link).status_code == 302 and role_of(bob, group) == Role.EDITOR


def test_a_claim_of_a_closed_account_waits_for_nobody_and_makes_no_owner(group):
    bob = somebody()
    claim = claims.start(group, user=bob.user, words="Mine")
    bob.user.is_active = False
    bob.user.save()
    claim.refresh_from_db()
    assert not claims.to_decide().exists() and claims.approve(claim, by=bob.user) is None
    assert role_of(bob, group) is None


def test_what_somebody_asked_for_before_they_were_removed_is_over(group, ann):
    bob = somebody()
    claim = claims.start(group, user=bob.user, words="Mine")
    people.add(group, bob.user, role=Role.EDITOR, by=ann.user)
    people.remove(Membership.objects.get(user=bob.user), by=ann.user)
    assert not claims.to_decide().exists() and claims.approve(claim, by=ann.user) is None
    assert role_of(bob, group) is None
