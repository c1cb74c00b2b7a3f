"""How often one browser address may send a form. Counts are in the cache, which processes share.

The address itself is kept nowhere: its keyed hash is the name of the count, which ends by itself.
"""

from django.core.cache import cache, caches
from django.utils.crypto import salted_hmac

from accounts.lockout import client_address


def may_send(request, form, *, most, seconds):
    """Count one sending of `form` (a name); whether there were fewer than `most` in the last `seconds`.

    Each takes one of `most` places for so many seconds. `add` gives a place to one alone, whatever
    number of processes ask at the same instant. What is refused takes none.
    """
    who = salted_hmac("upkeep.limits", f"{form} {client_address(request)}").hexdigest()
    places = (f"sent:{form}:{place}:{who}" for place in range(most))
    return any(cache.add(place, 1, seconds) for place in places)


def sweep_counts():
    """Remove the files of counts that are over; returns how many. Other caches do so themselves."""
    sweep = getattr(caches["default"], "sweep", None)
    return sweep() if sweep else 0
