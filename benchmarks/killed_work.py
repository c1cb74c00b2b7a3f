"""What is killed in benchmarks/kills.py: each work knows how it begins, and what it came to."""

from collections import Counter
from datetime import timedelta

GROUPS, ROWS = 10, 20
COLUMNS = "organisation,service,service_summary,email\n"


class TimedWork:
    """All that run_due does: due for a first, a second and a last mail, for a mark, for a call."""

    name = kind = "run_due"

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

    name = kind = "import_services"

    def __init__(self, folder):
        self.table, self.mapping = folder / "rows.csv", folder / "rows.toml"
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


class Press:
    """Somebody sends one form of tests/upkeep/pressing, and again when no answer came."""

    kind = "form"

    def __init__(self, name):
        self.name, self.make = name, _forms()[name]

    def prepare(self):
        from django.test.utils import setup_test_environment, teardown_test_environment

        from tests.upkeep.pressing import trunk
        from tests.upkeep.pressing.press import rows

        # To make some forms, a page that was shown is read, or a mail that went.
        setup_test_environment()
        trunk()
        self.form, self.before = self.make(), rows()
        teardown_test_environment()

    def after_a_kill(self):
        """Nothing has to be put right by hand."""

    def do(self):
        from django.test import Client

        client = Client()
        client.cookies.update(self.form.client.cookies)
        answer = client.post(self.form.path, self.form.data)
        # Whoever sends again what was done already may be shown a page instead of the next one.
        if answer.status_code >= 500:
            raise RuntimeError(f"The form {self.name} was answered with {answer.status_code}")

    def outcome(self, folder):
        from tests.upkeep.pressing.press import rows

        grown = rows()
        grown.subtract(self.before)
        grown["mails that went twice"] = sum(
            n > 1 for n in _mails_that_went(folder / "mail").values()
        )
        return {name: more for name, more in grown.items() if more}


def presses():
    """A Press for each form but asking for a code, which by design may send another one."""
    return [Press(name) for name in _forms() if name != "ask_for_a_code"]


def _forms():
    from tests.upkeep.pressing import FORMS

    return FORMS


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
