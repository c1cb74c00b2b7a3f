"""Days of the demonstration: everything in it is so many days before or after the day of set-up."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from services.occurrences import runs_on


def days_before(today, days):
    """The date `days` before `today` (after it when negative), or None for None."""
    return None if days is None else today - timedelta(days=days)


def moment_before(now, days):
    """Ten in the morning `days` before `now`, and never later than `now`."""
    day = timezone.localdate(now) - timedelta(days=days)
    return min(timezone.make_aware(datetime.combine(day, time(10))), now)


def first_day_of(session, start: date):
    """The first day from `start` on which the schedule falls, or None within two years."""
    days = (start + timedelta(days=n) for n in range(731))
    return next((day for day in days if runs_on(session, day)), None)
