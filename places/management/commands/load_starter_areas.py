"""Load the places every site starts with, and say which of them is the site's own area."""

from django.core.management.base import BaseCommand, CommandError

from places import starter
from places.areas import set_own_areas
from places.models import Area


class Command(BaseCommand):
    help = (
        "Load councils, counties, nations, wards of the demonstration area, place names, outward "
        "codes and postcode sectors. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--own",
            action="append",
            default=[],
            metavar="CODE",
            help="Code of an area that is this site's own (E06000001, tees-valley); may be repeated.",
        )

    def handle(self, *args, **options):
        counts = starter.load()
        if unknown := set(options["own"]) - set(Area.objects.values_list("code", flat=True)):
            raise CommandError(f"There is no area with the code {', '.join(sorted(unknown))}.")
        if options["own"]:
            set_own_areas(options["own"])
        if options["verbosity"]:
            said = ", ".join(f"{count:,} {name}" for name, count in counts.items())
            self.stdout.write(f"Loaded: {said}.")
