"""manage.py run_due: everything that is done by the clock. For cron or a systemd timer."""

from django.core.management.base import BaseCommand, CommandError

from upkeep.timed import run_due


class Command(BaseCommand):
    help = (
        "Publish what is planned, ask owners whether listings are still right, send mail, erase "
        "what is old, keep the search index up to date. Run it every five minutes."
    )

    def handle(self, *, verbosity, **options):
        run = run_due()
        if run is None:
            self.stdout.write("Another run is at work. Nothing to do.")
            return
        if verbosity:
            for name, did in run.did.items():
                words = ", ".join(f"{count} {what}" for what, count in did.items() if count)
                self.stdout.write(f"{name}: {words or 'nothing to do'}")
        if run.error:
            raise CommandError(run.error)
