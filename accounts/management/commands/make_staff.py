"""Make an account for somebody of staff: the first website manager, for example."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.people import ROLES, make_staff, set_password_link


class Command(BaseCommand):
    help = "Make a staff account. Prints a link to set a password, or asks for one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--role", choices=ROLES, default="manager")
        parser.add_argument("--name", default="", help="First and last name, as shown to staff.")
        parser.add_argument("--ask", action="store_true", help="Ask for the password here.")

    def handle(self, email, role, name, ask, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        password = self.asked(email) if ask else None
        user = make_staff(email, role=role, name=name, password=password)
        self.stdout.write(f"{user.email} is one of the {ROLES[role].lower()} now.")
        if not password:
            self.stdout.write("Open this address once to set the password:")
            self.stdout.write(set_password_link(user))
        self.stdout.write("At the first sign-in a second step is set up.")

    def asked(self, email):
        password = getpass.getpass(f"Password for {email}: ")
        if password != getpass.getpass("Once more: "):
            raise CommandError("The two were not the same. Nothing was changed.")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password
