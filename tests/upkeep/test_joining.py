"""One's own account, and claiming a listing in the browser."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from organisations import people
from organisations.membership import Claim, Invitation, Membership, Role
from outbox.models import Message
from tests.accounts.test_joining import Broken  # noqa: F401  (a mail server that refuses)
from tests.factories import OrganisationFactory, ServiceFactory
from tests.people import came_by_code, member, owner, website_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return came_by_code(User.objects.create_user("ann@example.org"))


@pytest.fixture
def group():
    return OrganisationFactory(name="Knitters", email="hello@knitters.example.org")


def text(response):
    return response.content.decode()


def sent_code():
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


# The account


def test_a_member_sees_and_names_the_account(group, ann):
    Membership.objects.create(organisation=group, user=ann.user)
    ann.post("/account/name/", {"name": "Ann Lee"})
    page = text(ann.get("/account/"))
    assert "Ann Lee" in page and "ann@example.org" in page and "Knitters" in page


def test_account_pages_are_private(ann):
    for page in ("", "name/", "address/", "delete/"):
        assert Client().get(f"/account/{page}").url.startswith("/join/?next=")
        assert "no-store" in ann.get(f"/account/{page}")["Cache-Control"]


def test_a_new_address_is_shown_to_be_ones_own_and_the_old_one_is_told(ann):
    ann.post("/account/address/", {"email": "New@example.org"})
    assert mail.outbox[-1].to == ["new@example.org"]
    ann.user.refresh_from_db()
    assert ann.user.email == "ann@example.org"
    assert ann.post("/account/address/code/", {"code": sent_code()}).url == "/account/"
    ann.user.refresh_from_db()
    assert ann.user.email == "new@example.org"
    assert Message.objects.get(kind="address_changed").to == "ann@example.org"


def test_a_wrong_code_changes_nothing_and_five_end_it(ann):
    ann.post("/account/address/", {"email": "new@example.org"})
    for _ in range(5):
        answer = ann.post("/account/address/code/", {"code": "0"})
    assert answer.url == "/account/address/"
    ann.post("/account/address/code/", {"code": sent_code()})
    ann.user.refresh_from_db()
    assert ann.user.email == "ann@example.org"


def test_the_page_does_not_tell_that_an_address_is_taken(ann):
    User.objects.create_user("Bob@example.org")
    pages = []
    for email in ("bob@example.org", "new@example.org"):
        answer = ann.post("/account/address/", {"email": email})
        pages.append((answer.status_code, text(ann.get(answer.url)).replace(email, "")))
    assert pages[0][0] == pages[1][0] and _plain(pages[0][1]) == _plain(pages[1][1])
    assert [sent.to for sent in mail.outbox] == [["bob@example.org"], ["new@example.org"]]
    assert not re.search(r"\d{4}", mail.outbox[0].body)


def _plain(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_an_address_taken_in_between_is_not_taken_away(ann):
    ann.post("/account/address/", {"email": "new@example.org"})
    code = sent_code()
    User.objects.create_user("new@example.org")
    assert ann.post("/account/address/code/", {"code": code}).status_code == 200
    ann.user.refresh_from_db()
    assert ann.user.email == "ann@example.org" and not Message.objects.exists()


def test_staff_do_not_change_or_delete_their_account_here(db):
    wanda = website_manager()
    for page in ("address/", "delete/"):
        assert wanda.post(f"/account/{page}", {"email": "x@example.org", "sure": "on"}).url
    assert User.objects.filter(email="wanda@example.org").exists()


def test_deleting_the_account_erases_the_person_and_keeps_the_listing(group):
    ann = owner(group)
    email = ann.user.email
    Invitation.objects.create(organisation=OrganisationFactory(), email=email)
    Message.objects.create(key="x", kind="x", to=email, subject="Hello", body="Words")
    assert "Nobody else looks after these" in text(ann.get("/account/delete/"))
    assert "Tick this" in text(ann.post("/account/delete/", {}))
    ann.post("/account/delete/", {"sure": "on"})
    assert not User.objects.exists() and not Invitation.objects.exists()
    assert not Message.objects.filter(to__iexact=email).exists()
    group.refresh_from_db()
    assert group.live and group in people.orphaned()
    assert ann.get("/account/").status_code == 302


def test_what_somebody_sent_in_stays_without_their_name(group):
    from upkeep.models import Submission

    ann = owner(group)
    Submission.objects.create(organisation=group, sent_by=ann.user)
    ann.post("/account/delete/", {"sure": "on"})
    assert Submission.objects.get().sent_by is None


# Claiming


def test_a_code_to_the_address_on_the_listing_opens_it(group, ann):
    page = text(ann.get(f"/claim/{group.uid}/"))
    assert "h…@knitters.example.org" in page and "hello@" not in page
    assert ann.post(f"/claim/{group.uid}/send-code/").url == f"/claim/{group.uid}/code/"
    wrong = text(ann.post(f"/claim/{group.uid}/code/", {"code": "1"}))
    assert "This code is wrong" in wrong and "hello@" not in wrong
    done = ann.post(f"/claim/{group.uid}/code/", {"code": sent_code()})
    assert done.url == f"/listings/{group.uid}/"
    assert ann.get(f"/listings/{group.uid}/people/").status_code == 200


def test_after_five_wrong_codes_the_page_says_so(group, ann):
    ann.post(f"/claim/{group.uid}/send-code/")
    for _ in range(5):
        answer = ann.post(f"/claim/{group.uid}/code/", {"code": "1"})
    assert answer.url == f"/claim/{group.uid}/"
    assert "too often" in text(ann.get(answer.url))


def test_the_address_on_a_listing_is_not_flooded(group):
    answers = []
    for n in range(6):
        client = came_by_code(User.objects.create_user(f"p{n}@example.org"))
        answers.append(client.post(f"/claim/{group.uid}/send-code/").status_code)
    assert answers == [302] * 5 + [429] and len(mail.outbox) == 5


def test_a_mail_server_that_refuses_leaves_no_half_claim(group, ann, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert ann.post(f"/claim/{group.uid}/send-code/").status_code == 503
    assert not Claim.objects.exists()


def test_where_others_look_after_it_they_are_asked(group, ann):
    bob = owner(group)
    assert "Send the code" not in text(ann.get(f"/claim/{group.uid}/"))
    ann.post(f"/claim/{group.uid}/send-code/")
    assert mail.outbox == []
    ann.post(f"/claim/{group.uid}/", {"words": "I am the treasurer."})
    claim = Claim.objects.get()
    there = f"/listings/{group.uid}/people/claims/{claim.uid}/"
    assert "I am the treasurer." in text(bob.get(there))
    bob.post(there, {"answer": "editor"})
    assert Membership.objects.get(user=ann.user).role == Role.EDITOR
    assert bob.post(there, {"answer": "no"}).status_code == 404


def test_an_owner_says_no(group, ann):
    bob = owner(group)
    ann.post(f"/claim/{group.uid}/", {"words": "Let me in."})
    claim = Claim.objects.get()
    bob.post(f"/listings/{group.uid}/people/claims/{claim.uid}/", {"answer": "no"})
    assert not Membership.objects.filter(user=ann.user).exists()
    assert Message.objects.get(kind="claim_declined").to == "ann@example.org"


def test_an_editor_lets_nobody_in(group, ann):
    editor = member(group)
    ann.post(f"/claim/{group.uid}/", {"words": "Let me in."})
    there = f"/listings/{group.uid}/people/claims/{Claim.objects.get().uid}/"
    assert editor.post(there, {"answer": "owner"}).status_code == 404
    assert not Membership.objects.filter(user=ann.user).exists()


def test_what_is_not_public_cannot_be_claimed(ann):
    draft = OrganisationFactory(live=False, email="hello@example.org")
    for rest in ("", "send-code/", "code/", "withdraw/"):
        assert ann.post(f"/claim/{draft.uid}/{rest}", {"words": "Mine."}).status_code == 404
    assert not Claim.objects.exists() and mail.outbox == []


def test_a_claim_is_withdrawn(group, ann):
    ann.post(f"/claim/{group.uid}/", {"words": "Mine."})
    assert "A person is looking at it" in text(ann.get(f"/claim/{group.uid}/"))
    ann.post(f"/claim/{group.uid}/withdraw/")
    assert Claim.objects.get().state == Claim.State.WITHDRAWN


def test_empty_words_are_asked_for(group, ann):
    page = text(ann.post(f"/claim/{group.uid}/", {"words": " "}))
    assert "<title>Error: " in page and "Tell us how you belong to it." in page


def test_one_who_looks_after_it_is_led_to_it(group):
    assert owner(group).get(f"/claim/{group.uid}/").url == f"/listings/{group.uid}/"


def test_visitors_sign_in_first(group):
    assert Client().get(f"/claim/{group.uid}/").url == f"/join/?next=/claim/{group.uid}/"


# Ways in from the pages that everybody reads


def test_every_page_names_the_way_to_add_a_listing(client, group):
    for page in (group.get_absolute_url(), "/no-such-page/"):
        assert 'href="/join/"' in text(client.get(page))


def test_the_page_of_an_organisation_and_its_services_asks_whether_it_is_yours(client, group):
    service = ServiceFactory(organisation=group)
    for page in (group.get_absolute_url(), service.get_absolute_url()):
        assert f'href="/claim/{group.uid}/"' in text(client.get(page))
        assert "/claim/" not in text(client.get(f"{page}?print=1"))


def test_help_in_a_crisis_keeps_its_heading_on_pages_with_one_of_their_own(client, ann):
    heading = re.search(r'od-crisis__title">([^<]+)<', text(client.get("/join/")))[1]
    assert f'od-crisis__title">{heading}<' in text(ann.get("/account/"))


def test_a_code_that_comes_too_late_says_that_somebody_else_looks_after_it(group, ann):
    ann.post(f"/claim/{group.uid}/send-code/")
    owner(group)
    page = ann.post(f"/claim/{group.uid}/code/", {"code": sent_code()}, follow=True)
    assert "Somebody else looks after it by now" in text(page)
