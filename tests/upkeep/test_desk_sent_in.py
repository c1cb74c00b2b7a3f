"""The desk: what groups sent, who looks after what, what may be listed twice, lost mail."""

import re

import pytest

from organisations import claims
from organisations.models import (
    Membership,
    OrganisationAccount,
)
from outbox.models import Message
from tests import people
from tests.factories import (
    OrganisationFactory,
)
from tests.staff.filled_form import words_of
from tests.upkeep.desk import (
    DESK,
    approve_data,
    count,
    do,
    group_with_owner,
    said,
    section,
    sent_in,
)
from upkeep import submissions


def test_what_was_sent_in_is_approved_from_the_desk(manager):
    service, submission = sent_in(*reversed(group_with_owner()))
    html = section(manager.get(DESK), "submissions")
    assert service.name in html and f"/staff/desk/review/{submission.uid}/" in html
    do(manager, "submissions", submission.uid, "approve", **approve_data(html, submission))
    service.refresh_from_db()
    assert service.alert == "New room" and count(manager.get(DESK), "submissions") == 0


def test_a_version_that_came_in_meanwhile_is_not_approved_unseen(manager):
    organisation, user = group_with_owner()
    service, submission = sent_in(user, organisation)
    data = approve_data(section(manager.get(DESK), "submissions"), submission)
    draft = service.get_latest_revision_as_object()
    draft.alert = "Never looked at"
    draft.save_revision(user=user)
    submissions.send(organisation, by=user)
    do(manager, "submissions", submission.uid, "approve", **data)
    service.refresh_from_db()
    assert service.alert == "" and count(manager.get(DESK), "submissions") == 1


def test_declining_needs_a_reason_that_the_group_reads(manager):
    organisation, user = group_with_owner()
    service, submission = sent_in(user, organisation)
    data = approve_data(section(manager.get(DESK), "submissions"), submission)
    assert "Say why." in words_of(do(manager, "submissions", submission.uid, "decline", **data))
    do(manager, "submissions", submission.uid, "decline", reason="Which room?", **data)
    assert Message.objects.filter(to=user.email, body__contains="Which room?").exists()
    service.refresh_from_db()
    assert service.alert == "" and count(manager.get(DESK), "submissions") == 0


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_a_claim_is_decided_from_the_desk(manager, editor, answer):
    organisation = OrganisationFactory()
    claimer = people.User.objects.create_user("claimer@example.org")
    claim = claims.start(organisation, user=claimer, words="I am the treasurer")
    assert "claimer@example.org" in section(manager.get(DESK), "claims")
    assert "claimer@example.org" not in editor.get(DESK).content.decode()
    assert do(editor, "claims", claim.uid, answer, reason="No").status_code == 404
    do(manager, "claims", claim.uid, answer, reason="We could not reach you.")
    is_theirs = Membership.objects.filter(user=claimer, organisation=organisation).exists()
    assert is_theirs == (answer == "approve") and count(manager.get(DESK), "claims") == 0


def test_somebody_is_invited_to_what_nobody_looks_after(manager):
    organisation = OrganisationFactory(name="Lonely Club")
    html = section(manager.get(DESK), "orphaned")
    assert "Lonely Club" in html
    wrong = do(manager, "orphaned", organisation.uid, "invite", email="nobody")
    assert "Enter an e-mail address, like" in words_of(wrong)
    do(manager, "orphaned", organisation.uid, "invite", email="new@example.org")
    assert Message.objects.filter(to="new@example.org").exists()
    people.owner(organisation)
    assert count(manager.get(DESK), "orphaned") == 0


def test_two_that_are_alike_are_shown_until_somebody_says_that_they_differ(manager):
    one = OrganisationFactory(name="Anchor Trust", website="https://anchor.example.org")
    two = OrganisationFactory(name="Anchor Trust", website="https://anchor.example.org")
    assert count(manager.get(DESK), "duplicates") == 1
    key = "_".join(str(o.uid) for o in (one, two))
    do(manager, "duplicates", key, "different")
    assert count(manager.get(DESK), "duplicates") == 0


def test_mail_that_came_back_is_settled(manager, editor):
    message = Message.objects.create(
        key="x", kind="x", to="gone@example.org", subject="Still right?", body="x", state="bounced"
    )
    assert "gone@example.org" in section(manager.get(DESK), "mail")
    assert "gone@example.org" not in editor.get(DESK).content.decode()
    assert "already" in said(do(manager, "mail", message.uid, "sent"))
    do(manager, "mail", message.uid, "settled")
    assert count(manager.get(DESK), "mail") == 0


def test_what_a_trusted_group_published_is_shown_until_somebody_looked(manager):
    organisation, user = group_with_owner()
    OrganisationAccount.objects.create(organisation=organisation, is_trusted=True)
    service, _ = sent_in(user, organisation, alert="Back on Monday")
    assert count(manager.get(DESK), "trusted") == 1
    entry = re.search(r"trusted/(\d+)/looked/", section(manager.get(DESK), "trusted"))[1]
    do(manager, "trusted", entry, "looked")
    assert count(manager.get(DESK), "trusted") == 0
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Looked at what a trusted group published" in history


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "²", "-1"])
def test_what_can_be_no_key_is_refused_in_words(manager, key):
    _, submission = sent_in(*reversed(group_with_owner()))
    answer = do(manager, "submissions", submission.uid, "approve", seen=f"{key}:1")
    assert "Reload the desk, and try again." in words_of(answer)
    look = {"chosen": key, "first_day": "2030-01-01", "step": "close", "uid": submission.uid}
    assert manager.post(f"{DESK}closed-on/", look).status_code == 200
