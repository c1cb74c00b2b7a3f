"""Check demonstration files without touching the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from demonstration.reading import check, data_files, parse
from demonstration.vocabulary import Known


class Command(BaseCommand):
    help = "Checks files of demonstration data and lists every mistake by file and key."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help="All of them by default.")

    def handle(self, *, files, **options):
        paths = {path.resolve() for path in [*data_files(), *files]}
        asked = {path.name for path in files} or {path.name for path in paths}
        book = parse(sorted(paths))
        problems = [p for p in book.problems + check(book, Known()) if p.file in asked]
        for problem in problems:
            self.stdout.write(str(problem))
        for table in ("place", "organisation", "service", "hub", "access_point"):
            count = sum(row.file in asked for row in book.of(table))
            self.stdout.write(f"{count} × {table}")
        if problems:
            raise CommandError(f"{len(problems)} mistakes.")
        self.stdout.write(self.style.SUCCESS("All good."))
