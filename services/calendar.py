"""Bank holidays, offline, for the nation the area lies in."""

from datetime import timedelta
from functools import lru_cache

import holidays
from django.conf import settings


@lru_cache(maxsize=512)
def _year(year, nation):
    return dict(holidays.UK(subdiv=nation, years=year).items())


def bank_holiday(day):
    """The name of the bank holiday on the date `day`, or "" on an ordinary day.

    Source: the `holidays` package. The nation is the setting BANK_HOLIDAY_NATION (ENG, WLS, SCT
    or NIR; England where it is not set). Christmas Day, Boxing Day and New Year's Day count
    even when they fall on a weekend, and so do their substitute days.
    """
    nation = getattr(settings, "BANK_HOLIDAY_NATION", "ENG")
    return _year(day.year, nation).get(day, "").replace("(observed)", "(substitute day)")


def bank_holidays_between(first, last):
    """`[(day, name)]` for the dates from `first` to `last`, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, name) for day in days if (name := bank_holiday(day))]
