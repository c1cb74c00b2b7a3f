"""Set up the whole demonstration: database, places, words, pages, listings, people, index."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demonstration.people import describe
from demonstration.reading import DataErrors
from demonstration.steps import STEPS, Ledger


class Command(BaseCommand):
    help = (
        "Sets up the demonstration. What is done already is skipped, so running it again is quick."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="Do every step again.")

    def handle(self, *, again, verbosity, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This is only for the demonstration settings.")
        quiet = verbosity == 0
        for number, step in enumerate(STEPS, 1):
            began, was_done = time.monotonic(), self.do(step, again=again, quiet=quiet)
            if not quiet:
                took = "there already" if was_done else f"{time.monotonic() - began:.1f} s"
                self.stdout.write(f"[{number}/{len(STEPS)}] {step.name}: {took}")
        if not quiet:
            self.stdout.write("\n" + "\n".join(describe()))

    def do(self, step, *, again, quiet):
        """Run one step unless it is done; returns whether it was."""
        ledger = Ledger()
        if step.name != "Database" and not again and ledger.is_done(step):
            return True
        try:
            step.run(quiet)
        except DataErrors as errors:
            raise CommandError(str(errors)) from None
        ledger.write(step)
        return False
