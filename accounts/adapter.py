"""How allauth behaves here: nobody signs up; staff make accounts."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter

from accounts.second_factor import has_factor


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "incorrect_password": "This password is wrong.",
        "too_many_login_attempts": "You tried too often. Wait a few minutes, then try again.",
        "rate_limited": "You did this too often. Wait a few minutes, then try again.",
    }

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


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or too old. Type the newest one.",
    }
