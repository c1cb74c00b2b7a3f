"""Make an empty site of one's own, without demonstration data."""

import secrets
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from accounts.starter import make_groups
from hubs.starter import load_crisis_lines
from pages.starter import make_site
from places import starter as places_starter
from places.models import Area
from search.starter import load_starter_vocabulary


class Command(BaseCommand):
    help = (
        "Set up a site of your own: places, needs, synonyms, pages, crisis lines to confirm, and"
        " the first staff user. Safe to run again: what staff have changed stays as it is."
    )

    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("name", help="The name of the site, such as “Help in Hartlepool”.")
        parser.add_argument(
            "--council",
            action="append",
            required=True,
            metavar="COUNCIL",
            help="A council by name or code (Hartlepool or E06000001); may be repeated.",
        )
        parser.add_argument("--staff-email", required=True, help="E-mail of the first staff user.")
        parser.add_argument("--contact-email", default="", help="Public e-mail of the team.")

    def handle(self, *args, **options):
        email = self.checked_email(options["staff_email"])
        contact = self.checked_email(options["contact_email"]) if options["contact_email"] else ""
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            self.step(
                "Places", ", ".join(f"{n:,} {what}" for what, n in places_starter.load().items())
            )
            councils = [self.council(text) for text in options["council"]]
            self.step(
                "Needs, synonyms and crisis words", f"{load_starter_vocabulary():,} new lines"
            )
            _, drafts = load_crisis_lines(as_drafts=True)
            self.step("Crisis lines", f"{drafts} new, all waiting for you to confirm them")
            make_site(
                name=options["name"],
                councils=[area.code for area in councils],
                email=contact,
                default_place=councils[0].name,
            )
            self.step("Pages", f"“{options['name']}” for {', '.join(a.name for a in councils)}")
            self.step("Staff groups", " and ".join(make_groups()))
            self.first_staff_user(email)
        self.stdout.write(
            "Next: `manage.py load_postcodes --area XX` for each postcode area you serve, then sign"
            " in at /staff/ and confirm the crisis lines. Until then the shipped numbers are shown."
        )

    def step(self, what, result):
        if self.verbosity:
            self.stdout.write(f"{what}: {result}.")

    def execute(self, *args, **options):
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)

    def checked_email(self, text):
        try:
            validate_email(text)
        except ValidationError as error:
            raise CommandError(f"“{text}” is not an e-mail address.") from error
        return text

    def council(self, text):
        found = Area.objects.filter(kind=Area.Kind.COUNCIL)
        area = found.filter(code=text).first() or found.filter(name__iexact=text).first()
        if area is None:
            near = get_close_matches(text.title(), found.values_list("name", flat=True), n=3)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CommandError(f"No council is called “{text}”.{hint}")
        return area

    def first_staff_user(self, email):
        """A superuser with a password to be changed; an account that is there stays as it is."""
        if User.objects.filter(email__iexact=email).exists():
            self.step("First staff user", f"{email} is there already")
            return
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser(email, password)
        self.step("First staff user", f"{email}, password {password} (shown only now; change it)")
