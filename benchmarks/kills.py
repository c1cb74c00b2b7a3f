"""Kill the timed work and an import many times: python -m benchmarks.kills 200 [run_due]

Each round begins with the same database. A process of its own does the work and is killed (SIGKILL)
at a moment taken by chance, again and again; then one is left to come to its end. What is there
must be what one undisturbed run leaves, and no mail may have gone twice. Exits with 1 where not.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django

KILLS_A_ROUND, GROUPS, ROWS = 5, 10, 20
COLUMNS = "organisation,service,service_summary,email\n"


def main(kills, only=""):
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        works = [work for work in (TimedWork(), Import(bench)) if only in ("", work.name)]
        wrong = [line for work in works for line in bench.try_out(work, kills)]
    print("\n".join(wrong) or "Each came to the same as without a kill.")
    sys.exit(bool(wrong))


class Bench:
    """A database in a folder, copied for each round, and the killing."""

    def __init__(self, folder):
        self.folder, self.database = folder, folder / "now.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory_site.settings.tests")
        os.environ["DATABASE_URL"] = f"sqlite:///{self.database}"
        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        settings.EMAIL_FILE_PATH = folder / "mail"
        call_command("migrate", verbosity=0)
        self.chance = random.Random()

    def try_out(self, work, kills):
        """Yield in words what is wrong after the work was killed so many times in all."""
        work.prepare()
        self._keep_beginning()
        work.do()  # once here: what is loaded only once is no part of what is killed
        self._begin_again()
        started = time.monotonic()
        self._in_a_process(work.do)
        self.within, expected = time.monotonic() - started, work.outcome(self.folder)
        done = rounds = 0
        while done < kills:
            self._begin_again()
            killed = [self._killed(work) for _ in range(KILLS_A_ROUND)]
            done, rounds = done + sum(killed), rounds + 1
            self._in_a_process(work.do, before=work.after_a_kill)
            if (found := work.outcome(self.folder)) != expected:
                yield f"{work.name}, round {rounds}: {found} instead of {expected}"
        print(f"{work.name}: {done} kills in {rounds} rounds.")

    def _keep_beginning(self):
        _close()
        shutil.copy(self.database, self.folder / "beginning.sqlite3")

    def _begin_again(self):
        _close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.database}{end}").unlink(missing_ok=True)
        shutil.copy(self.folder / "beginning.sqlite3", self.database)
        shutil.rmtree(self.folder / "mail", ignore_errors=True)

    def _killed(self, work):
        """Whether the work was still going on when its process was killed; if not, sooner next time."""
        child = self._fork(work.do, work.after_a_kill)
        time.sleep(self.chance.uniform(0, self.within))
        os.kill(child, signal.SIGKILL)
        is_killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        self.within *= 1.2 if is_killed else 0.7
        return is_killed

    def _in_a_process(self, do, before=None):
        if os.waitpid(self._fork(do, before), 0)[1]:
            raise RuntimeError("The work failed, though nobody killed it")

    def _fork(self, do, before):
        _close()
        child = os.fork()
        if child:
            return child
        try:
            if before:
                before()
            do()
            os._exit(0)
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)


def _close():
    from django.db import connections

    connections.close_all()


class TimedWork:
    """All that run_due does: due for a first, a second and a last mail, for a mark, for a call."""

    name = "run_due"

    def prepare(self):
        from records.models import Standing, confirm
        from tests.factories import OrganisationFactory, ServiceFactory
        from upkeep.models import Reminder

        now = self.now = _now()
        for number in range(GROUPS):
            asked = [(), (15,), (30, 15), (100, 80), ()][number % 5]
            email = "" if number % 5 == 4 else f"g{number}@example.org"
            group = OrganisationFactory(name=f"Group {number}", email=email)
            confirm(group, role="the website manager", at=now)
            service = ServiceFactory(organisation=group, name=f"Service {number}")
            checked = now - timedelta(days=300 + number)
            due_at = confirm(service, role="the website manager", at=checked).due_at
            for times, days_ago in enumerate(asked, 1):
                Reminder.objects.create(
                    record=service,
                    record_uid=service.uid,
                    due_at=due_at,
                    number=times,
                    made_at=now - timedelta(days=days_ago),
                )
            if number % 5 == 3:
                since = now - timedelta(days=62)
                ours = Standing.objects.filter(record_uid=service.uid)
                ours.update(state="unconfirmed", since=since)

    def do(self):
        from upkeep.timed import run_due

        run = run_due()
        if run is None or run.error:
            raise RuntimeError(run and run.error)

    def after_a_kill(self):
        """What an hour later looks like: the dead run counts as dead, and takes no place."""
        from outbox.models import Message
        from upkeep.models import Run

        Run.objects.update(started_at=_now() - timedelta(hours=2))
        lost = Message.objects.filter(state="sending")
        lost.update(claimed_at=_now() - timedelta(hours=1))

    def outcome(self, folder):
        from outbox.models import Message
        from records.models import Standing
        from services.models import Service
        from upkeep.models import CallTask, Reminder

        names = dict(Service.objects.values_list("uid", "name"))
        standings = Standing.objects.filter(record_uid__in=names)
        reminders = Reminder.objects.values_list("record_uid", "number")
        posted = Message.objects.values_list("to", "subject", "state", "uid")
        went = _mails_that_went(folder / "mail")
        doubled = [uid for uid, times in went.items() if times > 1]
        # What was in the hands of a process that was killed is shown to staff, and is no loss.
        lost = [uid for _, _, state, uid in posted if state == "sent" and not went[str(uid)]]
        left = [state for _, _, state, _ in posted if state not in ("sent", "unsure")]
        return {
            "standings": sorted((names[s.record_uid], s.state) for s in standings),
            "reminders": sorted((names.get(uid, ""), number) for uid, number in reminders),
            "calls": sorted(CallTask.objects.values_list("why", flat=True)),
            "mails": sorted((to, subject) for to, subject, _, _ in posted),
            "doubled, lost, left": (doubled, lost, left),
        }


def _mails_that_went(folder):
    """How often each mail was handed over, by its uid. A file may hold several, or half of one."""
    went = Counter()
    for file in folder.glob("*.log"):
        for line in file.read_text(errors="replace").splitlines():
            if line.startswith("Message-ID: <"):
                went[line.split("<")[1].split("@")[0]] += 1
    return went


class Import:
    """A file of listings, read in with a mapping."""

    name = "import_services"

    def __init__(self, bench):
        self.table, self.mapping = bench.folder / "rows.csv", bench.folder / "rows.toml"
        rows = (f"Club {n},Service {n},Come along.,c{n}@example.org\n" for n in range(ROWS))
        self.table.write_text(COLUMNS + "".join(rows))
        self.mapping.write_text(MAPPING)

    def prepare(self):
        """It begins with what the timed work left."""

    def after_a_kill(self):
        """Nothing has to be put right by hand."""

    def do(self):
        from exchange.importing import import_file

        report = import_file(self.table, self.mapping)
        if report.errors:
            raise RuntimeError(report.errors)

    def outcome(self, folder):
        from organisations.models import Organisation
        from services.models import Service

        imported = Service.objects.exclude(source_id="")
        rows = imported.values_list("name", "organisation__name", "live")
        clubs = Organisation.objects.filter(name__startswith="Club")
        return {"services": sorted(rows), "clubs": sorted(clubs.values_list("name", flat=True))}


MAPPING = """
source = "clubs"
credit = "Made up"
source_id = "{organisation} | {service}"

[organisation]
name = "{organisation}"

[service]
name = "{service}"
description = ["{service_summary}"]
email = "{email}"
"""


def _now():
    from django.utils import timezone

    return timezone.now()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, *sys.argv[2:3])
