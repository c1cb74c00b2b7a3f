"""Addresses of joining and signing in by a code."""

from django.urls import path

from accounts.joining_views import CodeView, JoinView

urlpatterns = [
    path("join/", JoinView.as_view(), name="account_request_login_code"),
    path("join/code/", CodeView.as_view(), name="account_confirm_login_code"),
]
