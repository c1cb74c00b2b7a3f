"""Doors of Wagtail's own that are other than they should be.

Its sign-in pages lead to the one sign-in, which asks for two steps. Its sign-out answers a GET with
405, but takes the cookie of the session away all the same: a link on another site would sign staff out.
"""

from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LogoutView

from accounts.views import OneSignIn

urlpatterns = [
    path("staff/login/", OneSignIn.as_view()),
    path("_util/login/", OneSignIn.as_view()),
    path("staff/logout/", require_POST(LogoutView.as_view())),
]
