"""Publish what is scheduled for now and withdraw what has expired. Stands in for Wagtail's own."""

from django.core.management.base import BaseCommand

from records.publishing import publish_due


class Command(BaseCommand):
    help = "Publish what is due and withdraw what has expired; run it every few minutes."

    def handle(self, **options):
        outcome = publish_due()
        for record, reason in outcome.refused:
            self.stderr.write(f"Not published: {record}. {reason}")
        self.stdout.write(
            f"{len(outcome.published)} published, {len(outcome.withdrawn)} withdrawn, "
            f"{len(outcome.refused)} refused."
        )
