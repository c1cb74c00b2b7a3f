"""manage.py rebuild_index: make the search index afresh. Searches go on meanwhile."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search import sync


class Command(BaseCommand):
    help = "Make the search index afresh. Searches are answered from the old one until it is done."

    def handle(self, *args, **options):
        quiet = options["verbosity"] == 0

        def progress(documents, total):
            return tqdm(documents, total=total, unit=" services", disable=quiet)

        count = sync.rebuild(progress=progress)
        if not quiet:
            self.stdout.write(f"The index holds {count} services.")
