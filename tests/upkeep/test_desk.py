"""The website manager's desk: true counts, oldest first, each row done from the one screen."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from organisations import claims
from organisations.models import (
    Membership,
    Organisation,
    OrganisationAccount,
    OrganisationPhone,
)
from outbox.models import Message
from records.models import Check, Standing, confirm
from tests import people
from tests.factories import (
    CrisisLineFactory,
    HubFactory,
    OrganisationFactory,
    ServiceFactory,
    SinglePointOfAccessFactory,
)
from tests.staff.filled_form import words_of
from upkeep import reports, submissions
from upkeep.likely_pairs import look_for_pairs
from upkeep.models import CallTask, ProblemReport, Run

DESK = "/staff/desk/"


@pytest.fixture
def manager(db):
    return people.website_manager()


@pytest.fixture
def editor(db):
    return people.editor()


def overdue(record, days=10):
    """Checked so long ago that its check has been due for `days`."""
    return confirm(
        record,
        role="the group itself",
        at=timezone.now() - timedelta(days=days + (30 if hasattr(record, "topics") else 180)),
    )


def reported(record, **given):
    return reports.keep(record, uid=uuid.uuid4(), what="other", **given)


def to_call(record, **given):
    return CallTask.objects.create(
        content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
        object_id=record.pk,
        record_uid=record.uid,
        why=CallTask.Why.NO_ANSWER,
        made_at=timezone.now(),
        **given,
    )


def section(page, slug):
    """The words of one section of the desk."""
    html = page.content.decode()
    found = re.search(rf'<section[^>]* id="{slug}".*?</section>', html, re.S)
    return found[0] if found else ""


def count(page, slug):
    return int(re.search(r"\((\d+)\)</h2>", section(page, slug))[1])


def do(client, slug, key, action, **data):
    return client.post(f"{DESK}{slug}/{key}/{action}/", {"from": "desk", **data})


def said(response):
    """What the desk says was done, once its page is opened again."""
    return response.wsgi_request.session["desk-done"]["words"]


CHECKED = {"role": "the website manager", "note": "Rang them."}


def test_a_due_record_is_confirmed_from_the_desk(manager):
    service = ServiceFactory(name="Walking group")
    overdue(service)
    page = manager.get(DESK)
    assert count(page, "due") == 1 and "Walking group" in section(page, "due")
    done = do(manager, "due", f"service_{service.uid}", "confirm", **CHECKED)
    assert done.headers["Location"] == f"{DESK}#done"
    assert count(manager.get(DESK), "due") == 0
    check = Check.objects.filter(record_uid=service.uid).first()
    assert check.note == "Rang them." and check.by == manager.user


def test_how_it_was_checked_must_be_said_and_what_was_typed_stays(manager):
    service = ServiceFactory()
    overdue(service)
    data = {"role": "the group, by phone", "note": "", "told_by": "Ann, treasurer"}
    page = do(manager, "due", f"service_{service.uid}", "confirm", **data)
    html = section(page, "due")
    assert "Say how you checked." in html and 'value="Ann, treasurer"' in html
    assert "<details" in html and " open>" in html
    assert "<title>\n    Error:" in page.content.decode() or "Error: " in words_of(page)[:200]


def test_what_a_group_says_by_phone_is_written_down_as_such(manager):
    service = ServiceFactory()
    overdue(service)
    key, data = f"service_{service.uid}", {"role": "the group, by phone", "note": "All right."}
    assert "Say who of the group told you." in words_of(do(manager, "due", key, "confirm", **data))
    do(manager, "due", key, "confirm", told_by="Ann", **data)
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Confirmed by staff for the group, by phone. Told by Ann" in history


@pytest.mark.parametrize("action", ["unconfirmed", "hide"])
def test_a_record_is_marked_or_hidden_with_a_reason(manager, client, action):
    service = ServiceFactory()
    overdue(service)
    key = f"service_{service.uid}"
    assert "Say why." in words_of(do(manager, "due", key, action))
    do(manager, "due", key, action, why="The number is dead.")
    public = client.get(service.get_absolute_url())
    if action == "hide":
        assert public.status_code == 404 and count(manager.get(DESK), "hidden") == 1
        do(manager, "hidden", key, "confirm", **CHECKED)
        assert client.get(service.get_absolute_url()).status_code == 200
    else:
        assert "Not confirmed lately" in words_of(public)
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "The number is dead." in history


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("crisis-line", CrisisLineFactory),
        ("single-point-of-access", SinglePointOfAccessFactory),
        ("hub", HubFactory),
    ],
)
def test_crisis_records_are_on_top_and_can_only_be_checked(manager, kind, make):
    record = make()
    overdue(record)
    page = manager.get(DESK)
    assert count(page, "crisis") == 1 and count(page, "due") == 0
    html = section(page, "crisis")
    assert "unconfirmed/" not in html and "hide/" not in html and "confirm/" in html
    assert page.content.decode().index('id="crisis"') < page.content.decode().index('id="reports"')
    for action in ("hide", "unconfirmed"):
        key = f"{kind}_{record.uid}"
        assert do(manager, "crisis", key, action, why="Later").status_code == 404
        do(manager, "due", key, action, why="Later")
    assert record.standing.state == Standing.State.CONFIRMED
    do(manager, "crisis", f"{kind}_{record.uid}", "confirm", **CHECKED)
    assert count(manager.get(DESK), "crisis") == 0


def test_a_crisis_line_that_nobody_ever_checked_is_there_too(manager):
    CrisisLineFactory()
    assert count(manager.get(DESK), "crisis") == 1


def test_a_report_is_closed_and_its_sender_told(manager):
    service = ServiceFactory(name="Choir")
    report = reported(service, detail="Moved to Tuesday", reply_to="ann@example.org")
    page = manager.get(DESK)
    assert "Moved to Tuesday" in section(page, "reports")
    assert "ann@example.org" not in page.content.decode()
    assert "Choose what came of it." in words_of(do(manager, "reports", report.uid, "close"))
    do(manager, "reports", report.uid, "close", outcome="changed", words="Thank you.")
    assert "Thank you." in Message.objects.get(to="ann@example.org").body
    assert count(manager.get(DESK), "reports") == 0


def test_a_second_press_says_that_it_is_done(manager):
    report = reported(ServiceFactory())
    for _ in range(2):
        done = do(manager, "reports", report.uid, "close", outcome="right")
    assert "Somebody has dealt with this already." in said(done)


def test_a_report_of_a_record_that_has_gone_can_be_closed(manager):
    service = ServiceFactory(live=False)
    report = reported(service)
    service.delete()
    assert "A record that has gone" in section(manager.get(DESK), "reports")
    do(manager, "reports", report.uid, "close", outcome="nothing")
    assert count(manager.get(DESK), "reports") == 0


def test_a_call_shows_the_numbers_and_confirms_what_was_said(manager):
    service = ServiceFactory()
    organisation = service.organisation
    OrganisationPhone.objects.create(organisation=organisation, number="01632 960001")
    OrganisationAccount.objects.create(organisation=organisation, contact_phone="07700 900002")
    to_call(service)
    html = section(manager.get(DESK), "calls")
    assert "01632 960001" in html and "07700 900002" in html
    data = {"answer": "right", "note": "Friendly."}
    assert "Say who told you." in words_of(do(manager, "calls", service.uid, "called", **data))
    do(manager, "calls", service.uid, "called", told_by="Ann", **data)
    task = CallTask.objects.get()
    assert task.done_by == manager.user and "Told by Ann. Friendly." in task.note
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert "Rang up. They say it is all right." in history


def test_a_call_that_nobody_answered_stays_with_its_note(manager):
    service = ServiceFactory()
    to_call(service)
    do(manager, "calls", service.uid, "called", answer="nobody", note="Try after six")
    html = section(manager.get(DESK), "calls")
    assert count(manager.get(DESK), "calls") == 1 and "Try after six" in html
    assert service.standing.checked_at is None


def test_oldest_first_twenty_on_the_desk_and_all_on_a_page(manager):
    services = [ServiceFactory(name=f"Number {n:02}") for n in range(23)]
    for n, service in enumerate(services):
        overdue(service, days=30 - n)
    page = manager.get(DESK)
    shown = re.findall(r"<h3>(Number \d+)</h3>", section(page, "due"))
    assert count(page, "due") == 23 and shown == [f"Number {n:02}" for n in range(20)]
    assert "See all 23" in section(page, "due")
    everything = manager.get(f"{DESK}due/")
    assert len(re.findall("<h3>Number", everything.content.decode())) == 23
    back = manager.post(
        f"{DESK}due/service_{services[22].uid}/confirm/", CHECKED | {"from": "section", "page": "1"}
    )
    assert back.headers["Location"] == f"{DESK}due/?page=1#done"


def test_an_editor_sees_the_desk_and_confirms_and_does_no_more(editor):
    service = ServiceFactory()
    overdue(service)
    report = reported(service)
    to_call(service)
    html = editor.get(DESK).content.decode()
    assert "confirm/" in html
    assert not re.search(r"/(hide|unconfirmed|close|called)/", html)
    for slug, row, action in (
        ("calls", service.uid, "hide"),
        ("calls", service.uid, "unconfirmed"),
        ("reports", report.uid, "close"),
        ("calls", service.uid, "called"),
    ):
        do(editor, slug, row, action, why="x", outcome="right", answer="no_number")
    assert service.standing.state == Standing.State.CONFIRMED
    assert ProblemReport.objects.filter(closed_at=None).exists()
    assert CallTask.objects.filter(done_at=None).exists()
    do(editor, "calls", service.uid, "confirm", role="an editor", note="Their web page")
    assert service.standing.checked_by_role == "an editor"


def test_nobody_else_reaches_the_desk(db):
    service = ServiceFactory()
    overdue(service)
    paths = [DESK, f"{DESK}due/", f"{DESK}due/service_{service.uid}/confirm/"]
    other = people.ordinary_user()
    for path in paths:
        assert people.visitor().post(path, CHECKED).headers["Location"].startswith("/account/login")
        assert other.post(path, CHECKED).status_code == 404
    assert Check.objects.filter(record_uid=service.uid).count() == 1


def test_what_is_not_there_is_not_found(manager):
    service = ServiceFactory()
    overdue(service)
    for path in ("nothing/", f"due/service_{service.uid}/eat/"):
        assert manager.post(f"{DESK}{path}").status_code in (404, 405)
    assert manager.get(f"{DESK}nothing/").status_code == 404
    for key in ("x", "service_x", f"nothing_{service.uid}", f"service_{uuid.uuid4()}"):
        done = do(manager, "due", key, "confirm", **CHECKED)
        assert "already" in said(done)


def test_the_last_timed_work_is_told(manager):
    assert "never run" in section(manager.get(DESK), "run")
    Run.objects.create(started_at=timezone.now(), error="Mail server gone")
    assert "Mail server gone" in section(manager.get(DESK), "run")


def test_the_desk_is_first_in_the_menu_and_on_the_front_page(manager):
    reported(ServiceFactory())
    page = manager.get("/staff/").content.decode()
    assert "1 thing to do" in page and f'href="{DESK}"' in page


def test_as_many_queries_for_500_records_as_for_five(manager, django_assert_max_num_queries):
    organisation = OrganisationFactory()
    services = ServiceFactory.create_batch(5, organisation=organisation)
    for n in range(495):
        services.append(ServiceFactory(organisation=organisation, name=f"More {n}"))
    past = timezone.now() - timedelta(days=5)
    Standing.objects.bulk_create(Standing(record_uid=s.uid, due_at=past) for s in services)
    for service in services[:60]:
        reported(service)
        to_call(service)
    look_for_pairs()
    with django_assert_max_num_queries(90):
        page = manager.get(DESK)
    assert count(page, "due") == 440 and count(page, "reports") == 60
    assert count(page, "calls") == 60
    with django_assert_max_num_queries(50):
        assert manager.get(f"{DESK}due/").content.count(b"<h3>") == 100


def sent_in(client_user, organisation, **changes):
    """A service of `organisation` with a change that waits for review; returns the submission."""
    service = ServiceFactory(organisation=organisation)
    draft = service.get_latest_revision_as_object()
    for name, value in ({"alert": "New room"} | changes).items():
        setattr(draft, name, value)
    draft.save_revision(user=client_user)
    return service, submissions.send(organisation, by=client_user)


def group_with_owner():
    organisation = OrganisationFactory()
    return organisation, people.owner(organisation).user


def approve_data(page, submission):
    """What the browser sends with "Approve all of it"."""
    form = re.search(rf'action="[^"]*{submission.uid}/approve/".*?</form>', page, re.S)[0]
    return dict(re.findall(r'name="(seen|from)" value="([^"]*)"', form))


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


def test_what_was_deleted_since_is_neither_shown_nor_counted(manager):
    organisation, user = group_with_owner()
    OrganisationAccount.objects.create(organisation=organisation, is_trusted=True)
    service, _ = sent_in(user, organisation, alert="Back on Monday")
    service.delete()
    assert count(manager.get(DESK), "trusted") == 0


def test_5_pending_3_due_and_2_reported_are_cleared_from_one_screen(manager):
    """Check 14: one page to read, one request for each thing, and the desk is empty."""
    for _ in range(5):
        sent_in(*reversed(group_with_owner()))
    organisation, _ = group_with_owner()
    for _ in range(3):
        overdue(ServiceFactory(organisation=organisation))
    for _ in range(2):
        reported(ServiceFactory(organisation=organisation))
    page = manager.get(DESK).content.decode()
    assert "10 things to do." in page
    answers = {"approve": {}, "confirm": CHECKED, "close": {"outcome": "changed"}}
    requests = 0
    for path, action in re.findall(r'action="([^"]*/(approve|confirm|close)/)"', page):
        form = re.search(rf'action="{path}".*?</form>', page, re.S)[0]
        seen = dict(re.findall(r'name="(seen|from)" value="([^"]*)"', form))
        assert manager.post(path, seen | answers[action]).headers["Location"].startswith(DESK)
        requests += 1
    assert requests == 10
    assert "Everything is done." in words_of(manager.get(DESK))


TOLD = {"told_by": "Ann, treasurer", "how": "the group, by phone", "note": "Nice chat"}


def test_staff_enter_for_a_group_that_is_offline(manager):
    same = {"uid": uuid.uuid4(), "name": "Sewing Bee", "contact_phone": "01632 960123"}
    assert "Say who told you." in words_of(manager.post(f"{DESK}for-a-group/", same))
    for _ in range(2):
        answer = manager.post(f"{DESK}for-a-group/", same | TOLD)
    organisation = Organisation.objects.get(name="Sewing Bee")
    assert not organisation.live and organisation.account.contact_phone == "01632 960123"
    assert answer.headers["Location"].endswith(f"/edit/{organisation.pk}/")
    assert manager.get(answer.headers["Location"]).status_code == 200
    history = words_of(manager.get(f"/staff/directory/organisations/history/{organisation.pk}/"))
    assert "Entered by staff for the group, by phone. Told by Ann, treasurer." in history


def test_a_group_that_may_be_listed_is_shown_before_it_is_entered_again(manager):
    OrganisationFactory(name="Sewing Bee")
    same = TOLD | {"uid": uuid.uuid4(), "name": "Sewing Bee"}
    assert "It may be listed already." in words_of(manager.post(f"{DESK}for-a-group/", same))
    assert Organisation.objects.count() == 1
    manager.post(f"{DESK}for-a-group/", same | {"is_new": "on"})
    assert Organisation.objects.count() == 2


def test_what_a_group_told_about_a_record_confirms_it_if_all_is_right(manager, editor):
    service = ServiceFactory()
    path = f"{DESK}told/service/{service.uid}/"
    manager.post(path, TOLD)
    assert service.standing.checked_at is None
    editor.post(path, TOLD | {"is_right": "on"})
    assert service.standing.checked_by_role == "the group, by phone"
    history = words_of(manager.get(f"/staff/directory/services/history/{service.pk}/"))
    assert history.count("Entered by staff for the group, by phone.") == 2
    assert "The group told us" in manager.get("/staff/directory/services/").content.decode()
