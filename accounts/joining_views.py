"""/join/: an e-mail address, then the code that was sent to it."""

import time
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import unstash_login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.joining import OWN_DEVICE


class JoinView(RequestLoginCodeView):
    """GET and POST /join/: the one door for members of organisations, new or known."""

    template_name = "accounts/join.html"

    def _redirect_to_pending_stage(self, request, stage):
        """Somebody who mistyped the address comes back here to type another."""
        return None

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        if self._was_just_sent(email):
            return HttpResponseRedirect(self.get_success_url())
        try:
            if form._user is None:
                get_adapter().send_mail("account/email/closed_account", email, {})
            return super().form_valid(form)
        except (OSError, SMTPException):
            form.add_error(None, "We could not send the e-mail now. Try again in a few minutes.")
            return self.render_to_response(self.get_context_data(form=form), status=503)

    def form_invalid(self, form):
        status = 429 if form.has_error("email", "too_many_codes") else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _was_just_sent(self, email):
        """Whether this browser waits for a code to this address: a button pressed twice."""
        login = unstash_login(self.request, peek=True)
        stages = login.state.get("stages", {}) if login else {}
        state = stages.get("login_by_code", {}).get("data", {})
        return state.get("email") == email and state.get("at", 0) > time.time() - 20


class CodeView(ConfirmLoginCodeView):
    """GET and POST /join/code/: type the code."""

    template_name = "accounts/join_code.html"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", self) is None:
            messages.error(request, "This code is too old. Ask for a new one.")
        return response

    def post(self, request, *args, **kwargs):
        """Tries sent at the same moment are counted one by one, which the session cannot."""
        state = self._process.state
        code = f"{request.session.session_key}:{state['at']}"
        if ratelimit.consume(request, action="try_code", key=code):
            return super().post(request, *args, **kwargs)
        self._process.abort()
        return self._too_often()

    def form_valid(self, form):
        if self._action == "verify":
            self.request.session[OWN_DEVICE] = form.cleaned_data["own_device"]
        return super().form_valid(form)

    def form_invalid(self, form):
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        return self._too_often()

    def _too_often(self):
        messages.error(self.request, "The code was wrong too often. Ask for a new one.")
        return HttpResponseRedirect(reverse("account_request_login_code"))
