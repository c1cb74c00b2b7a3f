"""How often one browser address may send a form. Counts are in the cache, which processes share.

The address itself is kept nowhere: its keyed hash is the name of the count, which ends by itself.
"""

import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from accounts.lockout import client_address


def may_send(request, form, *, most, seconds):
    """Count one sending of `form` (a name); whether it is among the first `most` in so many seconds.

    Two at the same instant may be counted as one: the limit is a brake, not a lock.
    """
    who = salted_hmac("upkeep.limits", f"{form} {client_address(request)}").hexdigest()
    key = f"sent:{form}:{who}"
    now = time.time()
    recent = [at for at in cache.get(key, []) if at > now - seconds]
    if len(recent) >= most:
        return False
    cache.set(key, [*recent, now], seconds)
    return True
