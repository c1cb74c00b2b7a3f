"""Wagtail's own sign-in pages, closed: they lead to the one sign-in, which asks for two steps."""

from django.urls import path

from accounts.views import OneSignIn

urlpatterns = [
    path("staff/login/", OneSignIn.as_view()),
    path("_util/login/", OneSignIn.as_view()),
]
