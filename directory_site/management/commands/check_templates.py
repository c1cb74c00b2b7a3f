"""Compile every template, so that a typing slip in one that no test renders is found too."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines


class Command(BaseCommand):
    help = "Compile every template of the project and name those that do not."

    def handle(self, *args, **options):
        folder = Path(settings.BASE_DIR) / "templates"
        engine = engines["django"]
        failures = []
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        for path in paths:
            try:
                engine.get_template(path.relative_to(folder).as_posix())
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                failures.append(f"{path.relative_to(folder)}: {error}")
        if failures:
            raise CommandError("\n".join(failures))
        self.stdout.write(f"{len(paths)} templates compile.")
