"""One door for new and known people: an e-mail address, a code sent to it, in.

Nobody who asks learns whether there is an account: what is done, and what is said, is the same.
"""

from allauth.account.stages import LoginByCodeStage
from django.utils import timezone

from accounts.models import User

#: In the session of somebody who ticked that the device is their own.
OWN_DEVICE = "own_device"


class CodeStage(LoginByCodeStage):
    """Waiting for a code hinders nobody from going to the page for a password instead."""

    def is_resumable(self, request):
        return False


def account_for(email):
    """The User who signs in with `email` (in lower case), made if there is none; None if closed.

    One row however often it is asked, also at the same time. The same statements run whether or
    not there was an account. The address is compared letter by letter once more, because some
    databases take "ı" for "i" and would give one person's code to another.
    """
    newcomer = User(email=email)
    newcomer.set_unusable_password()
    User.objects.bulk_create([newcomer], ignore_conflicts=True)
    now = timezone.now()
    User.objects.filter(email__iexact=email, last_login__isnull=True).update(date_joined=now)
    found = User.objects.filter(email__iexact=email, is_active=True)
    return next((user for user in found if user.email.lower() == email), None)
