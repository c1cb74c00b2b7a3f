"""The facts of a service at a place, as bits of one number that a search reads at once."""

from datetime import date

from search.rows import ACCESS
from services.models import Service

#: Ways of attending come first, in the order of Service.ATTENDING.
ATTENDING = {name: 1 << at for at, name in enumerate(Service.ATTENDING)}
NO_REFERRAL, NO_DIAGNOSIS, UNCONFIRMED, CLOSED_FOR_NOW = (1 << at for at in range(5, 9))
COST = {name: 1 << at for at, name in enumerate(Service.Cost.values, start=9)}
ACCESS_BITS = {name: 1 << at for at, name in enumerate(ACCESS, start=13)}
REMOTE = ATTENDING["by_phone"] | ATTENDING["online"] | ATTENDING["by_text"]

_YOUNGEST, _OLDEST, _CHECKED = 21, 28, 35
_AGE, _NO_LIMIT = 0x7F, 0x7F
#: Days are counted from here, so that they fit into a few bits; 0 is "never".
_FIRST_DAY = date(2000, 1, 1).toordinal()
#: What the trust in a listing goes by; the day of its check to within eight days.
TRUST = UNCONFIRMED | CLOSED_FOR_NOW | (-8 << _CHECKED)

#: Facts that facets count: the lowest bits, each with a lane of its own in a `spread`.
_COUNTED, _LANE = 21, 24
_SPREADS = [sum(1 << _LANE * bit for bit in range(7) if low >> bit & 1) for low in range(128)]


def spread(facts):
    """The counted bits of facts far apart in one number: the sum over many entries counts them all."""
    low, middle, high = facts & 127, facts >> 7 & 127, facts >> 14 & 127
    return _SPREADS[low] | _SPREADS[middle] << 7 * _LANE | _SPREADS[high] << 14 * _LANE


def counts_of(spreads):
    """{bit: how many entries have it} for the sum of their spreads."""
    lane = (1 << _LANE) - 1
    return {1 << at: spreads >> _LANE * at & lane for at in range(_COUNTED)}


def facts_of(document, access):
    """The bits of a document at a place with these access facts."""
    youngest = min(document.minimum_age or 0, _AGE - 1)
    oldest = _NO_LIMIT if document.maximum_age is None else min(document.maximum_age, _AGE - 1)
    facts = COST[document.cost] | youngest << _YOUNGEST | oldest << _OLDEST
    if document.checked_at:
        facts |= max(1, document.checked_at.toordinal() - _FIRST_DAY) << _CHECKED
    for name in document.attending:
        facts |= ATTENDING[name]
    for name in access:
        facts |= ACCESS_BITS[name]
    facts |= NO_REFERRAL if document.needs_referral == "no" else 0
    facts |= NO_DIAGNOSIS if document.needs_diagnosis == "no" else 0
    facts |= UNCONFIRMED if document.is_unconfirmed else 0
    return facts | (CLOSED_FOR_NOW if document.is_closed_for_now else 0)


def takes(facts, age):
    """Whether a service takes people of this age in years."""
    return facts >> _YOUNGEST & _AGE <= age and (
        (oldest := facts >> _OLDEST & _AGE) == _NO_LIMIT or age <= oldest
    )


def checked_on(facts):
    """The ordinal of the day on which it was last checked, or None."""
    days = facts >> _CHECKED
    return days + _FIRST_DAY if days else None
