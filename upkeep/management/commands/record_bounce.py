"""manage.py record_bounce < mail: for the mail server, to hand over what comes back."""

import sys

from django.core.management.base import BaseCommand

from outbox.bounces import MOST_READ
from upkeep.bounced import record_bounce


class Command(BaseCommand):
    help = "Reads one bounced mail from standard input and marks our mail that it is about."

    def handle(self, **options):
        stdin = getattr(sys.stdin, "buffer", sys.stdin)
        message = record_bounce(stdin.read(MOST_READ))
        if message is None:
            self.stdout.write("Nothing changed: it tells of no mail of ours that failed for good.")
        else:
            self.stdout.write(f"Marked as come back: the mail of {message.created_at:%d %B %Y}.")
