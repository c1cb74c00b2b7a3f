"""Nobody reaches the staff area without a second step, whatever way the session came about."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from records.private_pages import keep_private

STAFF_PREFIX = "/staff/"
SETTING_UP = "/account/2fa/"
#: No copy of these pages stays in the browser: secrets and recovery codes are on some.
ACCOUNT = "/account/"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def may_be_staff(user):
    """Whether this account works in the staff area at all."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def has_factor(user):
    """Whether `user` has set up a second step: an app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def took_second_step(request):
    """Whether this session has passed a second step of the user it belongs to."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def lacks_a_first_step(request, user):
    """Whether staff without a second step came by e-mail alone: they may not set one up either.

    Otherwise whoever reads their mail could set up a second step of their own and be in.
    """
    if not may_be_staff(user) or has_factor(user):
        return False
    return all(r.get("method") == "code" for r in get_authentication_records(request, user))


class SecondFactorMiddleware:
    """Guards /staff/: sign in, then the second step; for others there is no such place (404)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        guarded = request.path_info.startswith((STAFF_PREFIX, SETTING_UP))
        away = guarded and request.user.is_authenticated and self.away(request)
        response = away or self.get_response(request)
        return keep_private(response) if request.path_info.startswith(ACCOUNT) else response

    def away(self, request):
        """Where somebody is sent who may not go there yet, or None."""
        if request.path_info.startswith(SETTING_UP):
            by_mail_only = lacks_a_first_step(request, request.user)
            return redirect("accounts_second_step") if by_mail_only else None
        if not may_be_staff(request.user):
            return self.not_there(request)
        if not has_factor(request.user):
            return redirect("accounts_second_step")
        if not took_second_step(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?next={STAFF_PREFIX}")
        return None

    def not_there(self, request):
        """Answer as for any address that does not exist, through Django's own 404 handler."""
        from django.core.handlers.exception import response_for_exception

        return response_for_exception(request, Http404())


@receiver(post_save, sender=Authenticator)
def setting_up_counts(instance, created, **kwargs):
    """Somebody who has just set up a factor has shown it: this session has passed it.

    Not so when the account belongs to somebody else, or when no browser is involved.
    """
    request = getattr(context, "request", None)
    if created and instance.type in FACTORS and request and request.user == instance.user:
        record_authentication(request, instance.user, "mfa", id=instance.pk, type=instance.type)
