"""The timed work: every step on its own, one run at a time, and what is old is erased."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from organisations.models import Invitation
from outbox.models import Message
from outbox.posting import post
from records.models import confirm
from search import engines
from tests.factories import CrisisLineFactory, OrganisationFactory, ServiceFactory
from upkeep import timed
from upkeep.erasing import forget_reporters, last_call
from upkeep.models import CallTask, ProblemReport, Run
from upkeep.timed import DEAD_AFTER, run_due

pytestmark = pytest.mark.django_db


def letter(**fields):
    return post(key="k:ann@example.org", kind="t", to="ann@example.org", subject="S", body="B")


def test_it_does_all_there_is_and_writes_it_down(capsys):
    service = ServiceFactory(organisation=OrganisationFactory(email="g@example.org"))
    confirm(service.organisation, role="the website manager")
    confirm(service, role="the website manager", at=timezone.now() - timedelta(days=181))
    call_command("run_due")
    run = Run.objects.get()
    assert run.ended_at and not run.is_running and not run.error
    assert run.did["reminders"] == {"asked": 1, "mails": 1} and run.did["mail"] == {"sent": 1}
    assert "reminders: 1 asked, 1 mails" in capsys.readouterr().out
    assert engines.current().is_ready()


def test_run_again_it_finds_nothing_to_do():
    confirm(CrisisLineFactory(), role="the website manager", at=timezone.now() - timedelta(days=31))
    run_due()
    second = run_due()
    assert second.did["reminders"] == {} and CallTask.objects.count() == 1


def test_a_fault_in_one_step_leaves_the_others_alone(monkeypatch, capsys):
    def broken(now):
        raise RuntimeError("disk full")

    steps = [(name, broken if name == "reminders" else step) for name, step in timed.STEPS]
    monkeypatch.setattr(timed, "STEPS", steps)
    letter()
    with pytest.raises(CommandError, match="reminders: RuntimeError: disk full"):
        call_command("run_due")
    run = Run.objects.get()
    assert "disk full" in run.error and not run.is_running
    assert run.did["mail"] == {"sent": 1} and "search" in run.did


def test_two_runs_at_once_are_one(capsys):
    Run.objects.create(started_at=timezone.now() - DEAD_AFTER / 2, is_running=True)
    letter()
    assert run_due() is None
    call_command("run_due")
    assert "Another run is at work" in capsys.readouterr().out
    assert Message.objects.get().state == "waiting" and Run.objects.count() == 1


def test_a_run_that_died_is_taken_over():
    dead = Run.objects.create(started_at=timezone.now() - DEAD_AFTER, is_running=True)
    assert run_due() is not None
    dead.refresh_from_db()
    assert not dead.is_running and dead.error and dead.ended_at is None


def test_a_killed_run_leaves_the_lock_to_its_time(monkeypatch):
    class Killed(BaseException):
        pass

    def killed(now):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(timed, "STEPS", [("publishing", killed)])
        run_due()
    assert run_due() is not None


def test_mail_is_erased_a_month_after_it_went(time_machine):
    letter()
    run_due()
    time_machine.move_to(timezone.now() + timedelta(days=29))
    run_due()
    assert Message.objects.get().to == "ann@example.org"
    time_machine.move_to(timezone.now() + timedelta(days=2))
    run_due()
    mail = Message.objects.get()
    assert (mail.to, mail.subject, mail.body) == ("", "", "") and "ann" not in mail.key
    assert mail.state == "sent"


def test_mail_that_failed_stays_to_be_looked_into(time_machine):
    letter()
    Message.objects.update(state="failed")
    time_machine.move_to(timezone.now() + timedelta(days=60))
    run_due()
    assert Message.objects.get().body == "B"
    time_machine.move_to(timezone.now() + timedelta(days=31))
    run_due()
    assert Message.objects.get().body == ""


def test_who_reported_a_problem_is_forgotten_a_month_after_the_outcome(time_machine):
    service = ServiceFactory()
    fields = {"record": service, "record_uid": service.uid, "what": "times"}
    still_open = ProblemReport.objects.create(**fields, reply_to="a@example.org")
    closed = ProblemReport.objects.create(
        **fields, reply_to="b@example.org", outcome="right", closed_at=timezone.now()
    )
    time_machine.move_to(timezone.now() + timedelta(days=31))
    run_due()
    still_open.refresh_from_db()
    closed.refresh_from_db()
    assert still_open.reply_to == "a@example.org" and closed.reply_to == ""


def test_a_report_that_nobody_closed_keeps_no_words_after_a_year(time_machine):
    service = ServiceFactory()
    fields = {"record": service, "record_uid": service.uid, "what": "times", "detail": "Ask Ann"}
    report = ProblemReport.objects.create(**fields, reply_to="a@example.org")
    time_machine.move_to(timezone.now() + timedelta(days=340))
    forget_reporters(timezone.now())
    report.refresh_from_db()
    assert report.detail == "Ask Ann" and last_call(report, timezone.now())
    time_machine.move_to(timezone.now() + timedelta(days=26))
    forget_reporters(timezone.now())
    report.refresh_from_db()
    assert (report.detail, report.reply_to, report.closed_at) == ("", "", None)
    assert last_call(report, timezone.now()) is None


def test_addresses_of_invitations_that_are_over_go(time_machine):
    organisation = OrganisationFactory()
    for name in ("ann", "ben"):
        Invitation.objects.create(organisation=organisation, email=f"{name}@example.org")
    time_machine.move_to(timezone.now() + timedelta(days=14 + 31))
    fresh = Invitation.objects.create(organisation=organisation, email="new@example.org")
    run_due()
    assert set(Invitation.objects.values_list("email", flat=True)) == {"", "new@example.org"}
    assert not fresh.withdrawn_at and Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_runs_are_kept_for_a_month(time_machine):
    run_due()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    run_due()
    assert Run.objects.count() == 1
