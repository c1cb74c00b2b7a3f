"""Changing the e-mail address that one signs in with: a code to the new one, a note to the old one."""

import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts.models import User
from outbox.posting import post

ASKED = "new_address"
GOOD_FOR = 15 * 60
TRIES = 5


def asked(request):
    """The new address that waits for its code in this browser, or None."""
    waiting = request.session.get(ASKED)
    fresh = waiting and waiting["at"] > time.time() - GOOD_FOR and waiting["tries"] < TRIES
    return waiting["email"] if fresh else None


def ask(request, email):
    """Send a code to the new address. Where it belongs to another account, no code but a note.

    The answer to the person is the same. Raises OSError or SMTPException when no mail goes.
    """
    code = get_random_string(8, "0123456789")
    taken = User.objects.filter(email__iexact=email).exclude(pk=request.user.pk).exists()
    letter = "account/email/address_taken" if taken else "account/email/new_address"
    get_adapter().send_mail(letter, email, {"code": f"{code[:4]}-{code[4:]}"})
    digest = "" if taken else _hash(email, code)
    request.session[ASKED] = {"email": email, "hash": digest, "at": time.time(), "tries": 0}


def change(request, code):
    """Whether this is the code: then the account has the new address. Each try counts."""
    email = asked(request)
    if email is None:
        return False
    waiting = request.session[ASKED]
    request.session[ASKED] = {**waiting, "tries": waiting["tries"] + 1}
    # Tries sent at the same moment are counted one by one, which the session cannot.
    tried = f"{request.session.session_key}:{waiting['at']}"
    if not ratelimit.consume(request, action="try_code", key=tried):
        return False
    digits = "".join(c for c in code if c.isdigit())
    right = constant_time_compare(_hash(email, digits), waiting["hash"])
    if not right or not _save(request.user, email):
        return False
    del request.session[ASKED]
    return True


def _save(user, email):
    old = user.email
    try:
        with transaction.atomic():
            user.email = email
            user.save(update_fields=["email"])
            _tell_the_old(user, old)
    except IntegrityError:  # somebody else took the address in between
        user.email = old
        return False
    return True


def _tell_the_old(user, old):
    post(
        key=f"address-changed:{user.pk}:{get_random_string(8)}",
        kind="address_changed",
        to=old,
        subject="You sign in with another address now",
        body=(
            "Hello,\n\nyou asked us to use another e-mail address for your account. From now on"
            " you sign in with the new one, and our mail goes there.\n\nIf it was not you,"
            " get in touch with us at once. The website says how.\n"
        ),
    )


def _hash(email, code):
    return salted_hmac("accounts.new_address", f"{email}:{code}", algorithm="sha256").hexdigest()
