"""Leave the desk of the demonstration with a morning's work."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demonstration.loader import SOURCE
from demonstration.morning import on_the_desk, set_up_morning
from organisations.models import Organisation


class Command(BaseCommand):
    help = (
        "Leaves five things sent in, three to check, two reported, a claim and a lost mail on the "
        "desk of the demonstration. What waits already is left as it is."
    )

    def handle(self, *, verbosity, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This is only for the demonstration settings.")
        if not Organisation.objects.filter(source=SOURCE).exists():
            raise CommandError("There are no listings yet. Run setup_demonstration first.")
        set_up_morning()
        if verbosity:
            for count, title in on_the_desk():
                self.stdout.write(f"{count} × {title}")
