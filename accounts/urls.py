"""Addresses of signing in. Only what is used: there is no sign-up, and nothing social.

allauth asks for some addresses by name; those not used here answer 404.
"""

from allauth.account import views as account
from allauth.mfa.urls import urlpatterns as second_step_urls
from django.http import Http404
from django.urls import include, path, re_path

from accounts.views import SecondStepView


def closed(request, **kwargs):
    raise Http404


urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-step/", SecondStepView.as_view(), name="accounts_second_step"),
    path("2fa/", include(second_step_urls)),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
]
