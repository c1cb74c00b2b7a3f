"""How allauth behaves here: nobody signs up; staff make accounts."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records

from accounts.second_factor import has_factor


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, app=None):
        """Somebody who has just signed in, with all their steps, is not asked again at once."""
        return super().is_reauthentication_required(app=app) and not self._just_signed_in()

    def _just_signed_in(self):
        user = self.request.user
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        recent = {
            record.get("method")
            for record in get_authentication_records(self.request, user)
            if record.get("at", 0) > since
        }
        return ("mfa" if has_factor(user) else "password") in recent
