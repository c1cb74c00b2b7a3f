"""Who is guessing, and what a locked-out person reads. axes does the counting."""

from allauth.core.internal.httpkit import get_client_ip
from django.shortcuts import render


def username(request, credentials=None):
    """The e-mail address that somebody tries to sign in with, in one spelling."""
    credentials = credentials or {}
    posted = getattr(request, "POST", {})
    tried = credentials.get("email") or credentials.get("username") or posted.get("login")
    if not tried and getattr(request, "user", None) is not None and request.user.is_authenticated:
        tried = request.user.email
    return (tried or "").strip().casefold()[:255]


def client_address(request):
    """The IP address of the browser; behind a proxy as ALLAUTH_TRUSTED_PROXY_COUNT says."""
    return get_client_ip(request)


def locked_out(request, original_response=None, credentials=None):
    """The page after too many wrong passwords: the same whether or not there is such an account."""
    return render(request, "accounts/locked_out.html", status=429)
