"""How allauth behaves here: one door by a code for everybody, and two steps for staff."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from accounts.joining import OWN_DEVICE
from accounts.second_factor import has_factor, lacks_a_first_step, may_be_staff


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "incorrect_password": "This password is wrong.",
        "too_many_login_attempts": "You tried too often. Wait a few minutes, then try again.",
        "incorrect_code": "This code is wrong. Type the newest one that we sent.",
        "rate_limited": "You did this too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        """allauth's stages, but for our own of the code."""
        ours = "accounts.joining.CodeStage"
        return [ours if s.endswith(".LoginByCodeStage") else s for s in super().get_login_stages()]

    def get_login_redirect_url(self, request):
        """Staff go to the staff area, members to their own listings."""
        if may_be_staff(request.user):
            return super().get_login_redirect_url(request)
        return settings.MEMBERS_HOME

    def pre_login(self, request, user, **kwargs):
        """A code by e-mail lets no member of staff in who has no second step yet."""
        if user.is_active and lacks_a_first_step(request, user):
            clear_login(request)
            messages.error(request, "You work here: sign in with your password this time.")
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        """On a device of one's own a member stays signed in; staff and others sign in each time."""
        own_device = request.session.pop(OWN_DEVICE, False)
        super().login(request, user)
        if own_device and not may_be_staff(user):
            request.session.set_expiry(settings.OWN_DEVICE_SESSION_AGE)

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
        wanted = {"mfa"} if has_factor(user) else {"password", "code"}
        return bool(wanted & recent)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or too old. Type the newest one.",
    }

    def build_totp_svg(self, url):
        """The square to scan, to stand in a page: without the line that begins an XML file."""
        drawing = super().build_totp_svg(url)
        return drawing[drawing.index("<svg") :]
