"""manage.py sync_index: bring the index up to date with the database. For cron, every minute."""

from django.core.management.base import BaseCommand

from search import engines, sync


class Command(BaseCommand):
    help = "Apply changes that wait; with --compare, compare everything and put right what differs."

    def add_arguments(self, parser):
        parser.add_argument("--compare", action="store_true", help="compare every service")

    def handle(self, *args, compare, **options):
        engine = engines.current()
        if not engine.is_ready():
            self.stdout.write(f"Made the index: {sync.rebuild(engine)} services.")
            return
        self.stdout.write(f"Changes applied: {sync.apply_waiting(engine)} services.")
        if compare:
            self.stdout.write(f"Put right: {sync.repair(engine)} services.")
