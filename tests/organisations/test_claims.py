"""Claiming a listing: by a code to the address on it, or by a person who decides."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from organisations import claims, people
from organisations.membership import Claim, Membership, OrganisationAccount, Role
from outbox.models import Message
from records.models import Standing
from tests.factories import OrganisationFactory
from tests.people import came_by_code, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def knitters():
    return OrganisationFactory(name="Knitters", email="hello@knitters.example.org")


@pytest.fixture
def ann():
    return User.objects.create_user("ann@example.org")


def sent_code():
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def is_owner(user, organisation):
    return Membership.objects.filter(user=user, organisation=organisation, role="owner").exists()


def letters(kind):
    return [message.to for message in Message.objects.filter(kind=kind)]


def test_a_code_goes_to_the_address_on_the_record_and_makes_an_owner(knitters, ann):
    claim = claims.send_code(knitters, user=ann)
    assert mail.outbox[-1].to == ["hello@knitters.example.org"]
    assert claims.try_code(claim, f" {sent_code()} ")
    claim.refresh_from_db()
    assert is_owner(ann, knitters) and claim.state == Claim.State.APPROVED


def test_only_the_hash_of_a_code_is_kept(knitters, ann):
    claim = claims.send_code(knitters, user=ann)
    assert sent_code().replace("-", "") not in claim.code_hash
    assert not Message.objects.filter(body__contains=sent_code()).exists()


def test_a_button_pressed_twice_sends_one_code(knitters, ann):
    claims.send_code(knitters, user=ann)
    claims.send_code(knitters, user=ann)
    assert len(mail.outbox) == 1 and Claim.objects.count() == 1


def test_five_tries_then_even_the_right_code_opens_nothing(knitters, ann):
    claim = claims.send_code(knitters, user=ann)
    assert not any(claims.try_code(claim, "00000000") for _ in range(5))
    assert not claims.try_code(claim, sent_code())
    assert not is_owner(ann, knitters)


def test_a_code_is_good_for_half_an_hour(knitters, ann):
    claim = claims.send_code(knitters, user=ann)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert not claims.try_code(claim, sent_code())


def test_anothers_code_opens_nothing(knitters, ann):
    bob = User.objects.create_user("bob@example.org")
    first = claims.send_code(knitters, user=ann)
    code = sent_code()
    claims.send_code(knitters, user=bob)
    assert not claims.try_code(Claim.objects.get(user=bob), code)
    assert claims.try_code(first, code)


def test_a_code_asked_for_before_somebody_else_came_in_opens_nothing(knitters, ann):
    claim = claims.send_code(knitters, user=ann)
    member(knitters, Role.OWNER)
    assert not claims.try_code(claim, sent_code()) and not is_owner(ann, knitters)


def test_the_private_contact_is_asked_and_nothing_of_it_is_shown(ann):
    group = OrganisationFactory()
    OrganisationAccount.objects.create(organisation=group, contact_email="jo@home.example.org")
    address, shown = claims.address_on_record(group)
    assert address == "jo@home.example.org" and "home" not in shown and "j" not in shown[:4]


def test_a_public_address_is_shown_by_its_first_letter(knitters):
    assert claims.address_on_record(knitters)[1] == "h…@knitters.example.org"


def test_without_an_address_no_code(ann):
    with pytest.raises(ValueError):
        claims.send_code(OrganisationFactory(), user=ann)


def test_words_go_to_staff_and_to_the_owners(knitters, ann):
    owner = member(knitters, Role.OWNER).user
    claim = claims.start(knitters, user=ann, words="I am the treasurer.")
    assert list(claims.to_decide()) == [claim]
    assert letters("claim_for_owners") == [owner.email]
    assert letters("claim_received") == ["ann@example.org"]


def test_claiming_twice_is_one_claim_and_one_mail(knitters, ann):
    claims.start(knitters, user=ann, words="I am the treasurer.")
    claims.start(knitters, user=ann, words="I am the new treasurer.")
    assert Claim.objects.get().words == "I am the new treasurer."
    assert letters("claim_received") == ["ann@example.org"]


def test_approved_by_staff(knitters, ann):
    staff = User.objects.create_user("wanda@example.org")
    claim = claims.start(knitters, user=ann, words="Mine.")
    claims.approve(claim, by=staff)
    assert claims.approve(claim, by=staff) is None
    assert is_owner(ann, knitters) and letters("claim_approved") == ["ann@example.org"]


def test_declined_with_a_reason_that_is_told(knitters, ann):
    staff = User.objects.create_user("wanda@example.org")
    claim = claims.start(knitters, user=ann, words="Mine.")
    claims.decline(claim, by=staff, reason="Nobody there knows you.")
    assert claims.approve(claim, by=staff) is None and not is_owner(ann, knitters)
    assert "Nobody there knows you." in Message.objects.get(kind="claim_declined").body


def test_a_fourth_claim_in_a_month_is_refused(knitters, ann):
    staff = User.objects.create_user("wanda@example.org")
    for _ in range(3):
        claims.decline(claims.start(knitters, user=ann, words="Mine."), by=staff, reason="No.")
    with pytest.raises(ValidationError):
        claims.start(knitters, user=ann, words="Mine.")


def test_what_stands_in_a_name_stays_out_of_headers(ann):
    group = OrganisationFactory(name="Knit\r\nBcc: all@example.org")
    claims.start(group, user=ann, words="Mine.")
    assert "\n" not in Message.objects.get(kind="claim_received").subject


def test_organisations_without_an_active_owner_are_orphaned(knitters):
    kept, left, draft = (
        OrganisationFactory(),
        OrganisationFactory(),
        OrganisationFactory(live=False),
    )
    member(kept, Role.OWNER)
    member(left, Role.EDITOR)
    member(draft, Role.EDITOR)
    closed = member(knitters, Role.OWNER).user
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert set(people.orphaned()) == {left, knitters}


def test_what_a_timer_has_hidden_is_claimed_and_shows_no_more_than_its_name(knitters):
    knitters.summary = "We knit on Mondays."
    knitters.save()
    Standing.objects.create(record_uid=knitters.uid, state=Standing.State.HIDDEN)
    ann = came_by_code(User.objects.create_user("ann@example.org"))
    page = ann.get(f"/claim/{knitters.uid}/")
    assert "Is Knitters yours?" in page.text and "the e-mail address that we hold" in page.text
    assert not any(told in page.text for told in ("knitters.example", "Mondays", "/organisations/"))
    ann.post(f"/claim/{knitters.uid}/send-code/")
    ann.post(f"/claim/{knitters.uid}/code/", {"code": sent_code()})
    assert is_owner(ann.user, knitters)
    assert "hidden until you say so" in ann.get(f"/listings/{knitters.uid}/").text
    drafted = OrganisationFactory(live=False)
    assert ann.get(f"/claim/{drafted.uid}/").status_code == 404


def test_a_code_that_nobody_typed_is_over_after_a_fortnight_and_words_wait(knitters, ann):
    half_done = claims.send_code(knitters, user=ann)
    waiting = claims.start(OrganisationFactory(), user=ann, words="I am the chair.")
    now = timezone.now()
    assert claims.end_half_done(now + timedelta(days=13)) == 0
    assert claims.end_half_done(now + timedelta(days=14)) == 1
    half_done.refresh_from_db()
    assert half_done.state == Claim.State.WITHDRAWN and not half_done.code_hash
    assert list(claims.to_decide()) == [waiting]
    assert claims.send_code(knitters, user=ann).pk != half_done.pk
