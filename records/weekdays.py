"""Days of a schedule as people tick them, and as iCalendar writes them."""

import re

DAYS = [
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
    ("SU", "Sunday"),
]
WEEKS = [
    ("1", "First"),
    ("2", "Second"),
    ("3", "Third"),
    ("4", "Fourth"),
    ("5", "Fifth"),
    ("-1", "Last"),
]
_PART = re.compile(r"(-?[1-5])?([A-Z]{2})")


def as_byday(days, weeks):
    """Ticked days and weeks as iCalendar's list: TU with first and third is "1TU,3TU"."""
    days = [code for code, _ in DAYS if code in days]
    weeks = [code for code, _ in WEEKS if code in weeks]
    if not weeks:
        return ",".join(days)
    return ",".join(week + day for week in weeks for day in days)


def from_byday(byday):
    """(days, weeks, the rest): the rest is the whole list where ticks cannot say it."""
    parts = [_PART.fullmatch(part) for part in byday.split(",") if part]
    if not all(parts):
        return set(), set(), byday
    days, weeks = {part[2] for part in parts}, {part[1] for part in parts if part[1]}
    if sorted(as_byday(days, weeks).split(",")) != sorted(byday.split(",")):
        return set(), set(), byday
    return days, weeks, ""
