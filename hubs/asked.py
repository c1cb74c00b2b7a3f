"""What a visitor's address asks for: a place, a day, an age. Nothing typed is an error page."""

from datetime import date, timedelta

from places.where import locate

LONGEST_PLACE = 100
#: How far somebody may look from a place, in miles.
MILES, MILES_AT_FIRST = (1, 2, 5, 10, 20), 5


def asked_place(request):
    """The Where of `?near=`, or None when no place was asked for."""
    near = request.GET.get("near", "").replace("\x00", "").strip()[:LONGEST_PLACE]
    return locate(near) if near else None


def asked_day(request, today):
    """`(day, message)` of `?day=2026-11-24`: today, with a message, for what is no such day."""
    typed = request.GET.get("day", "").strip()
    if not typed:
        return today, ""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today, "We could not read that day. This is today."
    if abs(day - today) > timedelta(days=366):
        return today, "That day is too far away. This is today."
    return day, ""


def asked_age(request):
    """`(age, message)` of `?age=17`: None for no age, with a message for what is none."""
    typed = request.GET.get("age", "").strip()
    if not typed:
        return None, ""
    if typed.isascii() and typed.isdigit() and int(typed[:4]) <= 120:
        return int(typed[:4]), ""
    return None, "Type an age in years, like 17."


def asked_miles(request):
    """The miles of `?miles=10`, one of MILES; MILES_AT_FIRST for anything else."""
    typed = request.GET.get("miles", "")
    return next((miles for miles in MILES if str(miles) == typed), MILES_AT_FIRST)


def asked_page(request):
    """The page number of `?page=2`; 1 for anything else."""
    typed = request.GET.get("page", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
