"""Opening hours for tests, and how to ask about them."""

from datetime import datetime, time

from services.opening import (
    LONDON,
    Hours,
    occurrences,
)

WEEKDAYS = "MO,TU,WE,TH,FR"
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
OFFICE = Hours(byday=WEEKDAYS, opens_at=time(9), closes_at=time(17), bank_holidays="closed")
ROUND_THE_CLOCK = Hours(byday=EVERY_DAY, opens_at=time(0), closes_at=time(0), bank_holidays="open")


def london(*parts, fold=0):
    return datetime(*parts, tzinfo=LONDON, fold=fold)


def row(**fields):
    return Hours(**{"opens_at": time(10), "closes_at": time(12), "bank_holidays": "open", **fields})


def days(hours, first, last, **kwargs):
    found = occurrences([hours], london(*first), london(*last), **kwargs)
    return [o.day.isoformat() for o in found if o.is_on]
