"""allauth's forms in plain words: labels, hints, and what to do when a field is left empty."""

from unicodedata import normalize

from allauth.account import forms as account
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms

from accounts.joining import account_for

EMAIL = ("Your e-mail address", "Give your e-mail address.")
PASSWORD = ("Your password", "Give your password.")
NEW_PASSWORD = ("New password", "Type the new password.")
ONCE_MORE = ("New password once more", "Type the new password once more.")
CODE = ("Code", "Type the code.")


class PlainWords:
    """Puts `words`, {field: (label, what to say when it is empty)}, on the fields of a form."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, empty) in self.words.items():
            if field := self.fields.get(name):
                field.label, field.help_text = label, ""
                field.error_messages["required"] = empty
                field.error_messages["invalid"] = field.error_messages.get("invalid", empty)
        if email := self.fields.get("email") or self.fields.get("login"):
            email.error_messages["invalid"] = "Type the whole address, like name@example.org."


class LoginForm(PlainWords, account.LoginForm):
    words = {"login": EMAIL, "password": PASSWORD}


class JoinForm(PlainWords, account.RequestLoginCodeForm):
    """An address to send a code to. `_user` is who may sign in with it; None: the account is closed."""

    words = {"email": EMAIL}
    field_order = ["email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs = {"autocomplete": "email", "inputmode": "email"}

    def clean_email(self):
        email = normalize("NFKC", self.cleaned_data["email"]).strip().lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise forms.ValidationError(
                "You asked for too many codes. Wait ten minutes, then try again.",
                code="too_many_codes",
            )
        self._user = account_for(email)
        return email


class JoinCodeForm(PlainWords, account.ConfirmLoginCodeForm):
    words = {"code": CODE}
    own_device = forms.BooleanField(
        label="This is my own phone or computer. Keep me signed in for two weeks.", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].max_length = 40
        self.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
        }


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    words = {"email": EMAIL}


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD, "password2": ONCE_MORE}


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": ONCE_MORE}


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD, "password2": ONCE_MORE}


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    words = {"password": PASSWORD}


class SecondStepForm(PlainWords, second_step.AuthenticateForm):
    words = {"code": CODE}


class SecondStepAgainForm(PlainWords, second_step.ReauthenticateForm):
    words = {"code": CODE}


class SetUpAppForm(PlainWords, totp.ActivateTOTPForm):
    words = {"code": ("Code that the app shows", "Type the six digits that the app shows.")}


class AddPasskeyForm(PlainWords, passkey.AddWebAuthnForm):
    words = {
        "name": ("Its name", "Give it a name."),
        "passwordless": ("It may stand in for the password too", ""),
    }
