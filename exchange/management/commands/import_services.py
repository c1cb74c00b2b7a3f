"""manage.py import_services FILE --mapping MAPPING.toml"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from exchange.importing import NothingImported, import_file, problem_lines
from exchange.mapping import MappingError
from exchange.tables import TableError

MAPPINGS = Path(__file__).resolve().parent.parent.parent / "mappings"


class Command(BaseCommand):
    help = "Import services or hubs from a CSV or XLSX file, by a mapping file. All rows or none."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a .csv or .xlsx file with headings in its first row")
        parser.add_argument(
            "--mapping",
            required=True,
            help="a mapping file, or the name of one that comes with Open Door: "
            + ", ".join(sorted(path.stem for path in MAPPINGS.glob("*.toml"))),
        )
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="leave out rows with errors, keep the rest"
        )

    def handle(self, *args, file, mapping, dry_run, skip_bad_rows, **options):
        path = Path(mapping)
        if not path.suffix and not path.exists():
            path = MAPPINGS / f"{mapping}.toml"
        try:
            report = import_file(
                file,
                path,
                dry_run=dry_run,
                skip_bad_rows=skip_bad_rows,
                progress=lambda rows: tqdm(rows, unit=" rows", disable=options["verbosity"] < 1),
            )
        except (TableError, MappingError) as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        except NothingImported as stopped:
            lines = problem_lines(stopped.report.errors)
            raise CommandError("Nothing was imported.\n" + "\n".join(lines)) from stopped
        self.show(report, dry_run)

    def show(self, report, dry_run):
        for title, lines in (
            ("Left out, with errors", problem_lines(report.errors)),
            ("To look at", problem_lines(report.warnings)),
            ("Edited here, left as they are", report.edited_here),
            ("No longer in the file", report.gone_from_source),
        ):
            if lines:
                self.stdout.write(f"\n{title}:")
                for line in lines:
                    self.stdout.write(f"  {line}")
        self.stdout.write("")
        for line in report.summary():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(self.style.WARNING("This was a dry run: nothing was changed."))
