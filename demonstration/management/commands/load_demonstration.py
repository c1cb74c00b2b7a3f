"""Load the demonstration data: fictional, marked as such, and only where that is wanted."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from demonstration.loader import load
from demonstration.reading import DataErrors


class Command(BaseCommand):
    help = "Loads or renews the demonstration data; dates count from today."

    def handle(self, *, verbosity, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("Demonstration data is loaded with the demonstration settings only.")
        quiet = verbosity == 0
        try:
            counts = load(
                progress=lambda rows: tqdm(rows, desc="Records", disable=quiet, mininterval=0.5)
            )
        except DataErrors as errors:
            raise CommandError(f"{errors}\n{len(errors.problems)} mistakes.") from None
        if not quiet:
            self.stdout.write(", ".join(f"{n} × {table}" for table, n in counts.items()))
