"""Times, days and opening hours in plain words."""

from itertools import groupby

from services.occurrences import WEEKDAYS

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
NOT_KNOWN = "Opening hours not known: please ring first"


def clock(at):
    """A time as people say it: "9am", "5:30pm", "midday", "midnight"."""
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def date_words(day, today=None):
    """ "Monday 24 November", with the year when it is not that of `today`."""
    year = f" {day.year}" if today is None or day.year != today.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def day_words(day, today):
    """ "today", "tomorrow", "on Monday" within the week, else with the date."""
    ahead = (day - today).days
    if ahead == 0:
        return "today"
    if ahead == 1:
        return "tomorrow"
    if 1 < ahead < 7:
        return f"on {day:%A}"
    return f"on {date_words(day, today)}"


def hours_words(opens_at, closes_at):
    """ "9am to 5pm", "all day and night", "10pm to 6am the next day"."""
    if opens_at == closes_at and opens_at.hour == opens_at.minute == 0:
        return "all day and night"
    overnight = closes_at <= opens_at and (closes_at.hour or closes_at.minute)
    closes = "midnight" if closes_at.hour == 23 and closes_at.minute == 59 else clock(closes_at)
    return f"{clock(opens_at)} to {closes}{' the next day' if overnight else ''}"


def listed(words, joiner="and"):
    """ "a", "a and b", "a, b and c"."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def _weekdays_words(numbers):
    """ "Monday to Friday", "Tuesday and Thursday", "every day" of weekday numbers from Monday."""
    numbers = sorted(set(numbers))
    if len(numbers) == 7:
        return "every day"
    runs = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in run]
        if len(run) > 2:
            runs.append(f"{DAY_NAMES[run[0]]} to {DAY_NAMES[run[-1]]}")
        else:
            runs += [DAY_NAMES[number] for number in run]
    return listed(runs)


def _numbered_words(part):
    number, day = part[:-2], DAY_NAMES[WEEKDAYS.index(part[-2:])]
    if not number:
        return f"every {day}"
    number = int(number)
    return f"{ORDINALS.get(number) or f'{ORDINALS[-number]} to last'} {day}"


def _month_day_words(number):
    if number < 0:
        return "last day" if number == -1 else f"{-number} days from the end"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0, "th")
    return f"{number}{suffix}"


def days_words(row):
    """On which days a row falls: "Monday to Friday", "first Tuesday of the month"."""
    parts = [part for part in row.byday.split(",") if part]
    every = f"every {ORDINALS.get(row.interval, f'{row.interval}th')}" if row.interval > 1 else ""
    if row.freq == "MONTHLY":
        days = [_numbered_words(part) for part in parts]
        days += [_month_day_words(int(number)) for number in row.bymonthday.split(",") if number]
        if not days and row.valid_from:
            days = [_month_day_words(row.valid_from.day)]
        return f"{listed(days)} of {every or 'the'} month" if days else ""
    if not parts and row.valid_from:
        parts = [WEEKDAYS[row.valid_from.weekday()]]
    if not parts:
        return ""
    days = _weekdays_words(WEEKDAYS.index(part[-2:]) for part in parts)
    return f"{days}, {every} week" if every else days


def row_words(row):
    """One row in words, such as "Tuesday, 10am to midday". Its own words where it has no times."""
    days = days_words(row)
    if row.opens_at is None or row.closes_at is None:
        times = row.description or "times not known, please ask"
        return f"{days[:1].upper()}{days[1:]}: {times}" if days else times
    words = f"{days or 'days not known'}, {hours_words(row.opens_at, row.closes_at)}"
    return words[:1].upper() + words[1:]
