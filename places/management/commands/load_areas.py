"""Load outlines of areas (councils, wards, areas of one's own) from a GeoJSON file."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from places.boundaries import BoundaryFileError, keep_outlines, read_outlines
from places.models import Area


class Command(BaseCommand):
    help = (
        "Load areas with their outlines from GeoJSON in longitude and latitude (WGS84). "
        "All or nothing; running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--kind", required=True, choices=Area.Kind.values)
        parser.add_argument("--code-field", required=True, help="Property that holds the code.")
        parser.add_argument("--name-field", required=True, help="Property that holds the name.")
        parser.add_argument("--parent-field", default="", help="Property with its parent's code.")
        parser.add_argument("--source", default="", help="Where the file comes from, and licence.")

    def handle(self, *args, **options):
        try:
            outlines = read_outlines(
                options["file"],
                code_field=options["code_field"],
                name_field=options["name_field"],
                parent_field=options["parent_field"],
            )
        except BoundaryFileError as error:
            raise CommandError(str(error)) from error
        quiet = options["verbosity"] == 0
        made, changed = keep_outlines(
            outlines,
            kind=options["kind"],
            source=options["source"],
            progress=lambda items: tqdm(items, unit="area", disable=quiet),
        )
        if not quiet:
            same = len(outlines) - made - changed
            self.stdout.write(f"{made} areas are new, {changed} changed, {same} are as they were.")
