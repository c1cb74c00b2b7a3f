"""Load full postcodes: an area, all of Great Britain, or a file of one's own."""

import time
import zipfile
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from places import wheels
from places.downloads import Download, DownloadError
from places.loading import BATCH, replace_area, upsert
from places.models import Postcode


class Command(BaseCommand):
    help = (
        "Load full postcodes with their points and councils. Safe to stop and to run again: "
        "each postcode area is loaded whole or not at all."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--area", action="append", metavar="TS", help="A postcode area; may be repeated."
        )
        what.add_argument("--all", action="store_true", help="All of Great Britain.")
        what.add_argument("--file", help="An ONSPD, NSPL or Code-Point Open download, CSV or ZIP.")

    def handle(self, *args, **options):
        started = time.monotonic()
        if options["file"]:
            self.load_file(options["file"], quiet=options["verbosity"] == 0)
        else:
            wanted = wheels.areas() if options["all"] else self.checked(options["area"])
            self.load_areas(wanted, quiet=options["verbosity"] == 0)
        if options["verbosity"]:
            self.stdout.write(
                f"{Postcode.objects.count():,} postcodes are loaded "
                f"({time.monotonic() - started:.0f} seconds)."
            )

    def checked(self, areas):
        wanted = {area.strip().upper() for area in areas}
        if unknown := wanted - set(wheels.areas()):
            reason = (
                " Northern Ireland's postcodes (BT) are not open data: load a file of your own."
                if "BT" in unknown
                else ""
            )
            raise CommandError(
                f"No such postcode area in Great Britain: {', '.join(sorted(unknown))}.{reason}"
            )
        return wanted

    def load_areas(self, wanted, quiet):
        bar = tqdm(total=len(wanted), unit="area", disable=quiet)
        try:
            for area, rows in wheels.rows_of_areas(wanted):
                bar.set_description(f"Postcodes of {area}")
                replace_area(area, rows)
                bar.update()
        except wheels.DataMissingError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()

    def load_file(self, path, quiet):
        try:
            download = Download(path)
            with tqdm(total=download.size, unit="B", unit_scale=True, disable=quiet) as bar:
                rows = download.rows(progress=bar.update)
                while batch := list(islice(rows, BATCH)):
                    upsert(batch)
        except (DownloadError, zipfile.BadZipFile) as error:
            raise CommandError(str(error)) from error
        if download.skipped and not quiet:
            self.stdout.write(f"{download.skipped:,} postcodes have no place and were left out.")
