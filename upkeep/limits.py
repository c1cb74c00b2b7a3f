"""How often one browser address may send a form. Counts are in the cache, which processes share.

The address itself is kept nowhere: its keyed hash is the name of the count, which ends by itself.
"""

import time

from django.core.cache import cache, caches
from django.utils.crypto import salted_hmac

from accounts.lockout import client_address


def may_send(request, form, *, most, seconds):
    """Count one sending of `form` (a name); whether it is among the first `most` in its window.

    Windows of so many seconds follow each other, so that at the turn of two there may be twice as
    many. Of any number at the same instant each is counted.
    """
    window = int(time.time() // seconds)
    who = salted_hmac("upkeep.limits", f"{form} {client_address(request)}").hexdigest()
    count = f"sent:{form}:{window}:{who}"
    cache.add(count, 0, seconds)
    try:
        return cache.incr(count) <= most
    except ValueError:  # its time was over between the two
        return True


def sweep_counts():
    """Remove the files of counts that are over; returns how many. Other caches do so themselves."""
    sweep = getattr(caches["default"], "sweep", None)
    return sweep() if sweep else 0
