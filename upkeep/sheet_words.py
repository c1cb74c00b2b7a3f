"""How phone numbers, places and times stand in one cell, and how they are read from it.

Several in one cell are parted by ";". What a cell says in the words it came with stays as it is,
with all that words cannot hold.
"""

import re
from collections import defaultdict
from datetime import datetime, time

from rapidfuzz import fuzz, process

from exchange.hours_text import read_hours
from exchange.text_cleaning import one_line
from organisations.alike import digits
from places import postcodes
from records.contacts import is_dialable
from services.models import Service, ServiceAtLocation, ServicePhone, Session
from services.opening_words import clock, days_words
from upkeep.forms_hours import too_long_a_night

_KINDS = {label.casefold(): kind for kind, label in ServicePhone.Kind.choices}
_PHONE = re.compile(
    r"(?:(?P<kind>[^\W\d][^:]*?)\s*:\s*)?(?P<number>\+?[\d(][\d\s()./-]*\d|\d+)"
    r"(?:\s*(?:ext\.?|extension|x)\s*(?P<extension>\d{1,10}))?"
    r"(?:\s*\((?P<what>[^()]*[^\W\d][^()]*)\))?",
    re.IGNORECASE,
)
_NOT_IN_BRACKETS = r"(?![^(]*\))"
_BETWEEN_PHONES = re.compile(rf"[;\n]|(?:,|/|\bor\b){_NOT_IN_BRACKETS}", re.IGNORECASE)
_POSTCODE = re.compile(r"[\s,]*\b([a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\.?$", re.IGNORECASE)
_BOOKING = {
    Session.Booking.DROP_IN: "just turn up",
    Session.Booking.BOOK: "book first",
}
_BOOKING_END = re.compile(
    r"[\s,]*\(?\b(just turn up|drop[- ]?in|book first|booking needed)\b\)?\.?$", re.I
)
NO_PLACE = "by phone or online"
_ALL_DAY = (time(0), time(0))


#: How alike (of 100) a word of the list must be to be offered for one that is not in it.
_NEAR = 70
_MOST_NEAR = 3


class CellError(Exception):
    """A cell cannot be read; the message says to the person what to type."""


def one_item(text):
    """Words that may stand beside others in one cell."""
    return one_line(text).replace(";", ",")


def items(cell):
    return [item for part in re.split(r"[;\n]", cell) if (item := one_line(part).strip(" ,"))]


def kept_and_new(cell, rows, words):
    """Match what a cell says with the rows that are there: [(item, row or None)], each row once."""
    there = defaultdict(list)
    for row in rows:
        there[one_line(words(row)).casefold()].append(row)
    found = []
    for item in items(cell):
        same = there.get(item.casefold())
        found.append((item, same.pop(0) if same else None))
    return found


def did_you_mean(typed, names):
    """ " Did you mean “Debt” or “Grief”?" of the nearest `names`; "" where none is near."""
    shown = {name.casefold(): name for name in names}
    near = process.extract(
        one_line(typed).casefold()[:100],
        list(shown),
        scorer=fuzz.WRatio,
        score_cutoff=_NEAR,
        limit=_MOST_NEAR,
    )
    offered = " or ".join(f"“{shown[name]}”" for name, *_ in near)
    return f" Did you mean {offered}?" if offered else ""


_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%y",
         "%d-%b-%Y", "%d-%m-%Y", "%d.%m.%Y")  # fmt: skip


def read_day(words, where=""):
    """A day as people and spreadsheets write it; None for no words. `where` begins the CellError."""
    for written in _DAYS:
        try:
            return datetime.strptime(words, written).date() if words else None
        except ValueError:
            continue
    raise CellError(f"{where}Type a day like 2027-03-31 or 31/03/2027.")


# Phone numbers


def phone_words(phone):
    """ "Text message: 07700 900001 ext 2 (Office)"."""
    kind = "" if phone.kind == ServicePhone.Kind.VOICE else f"{phone.get_kind_display()}: "
    extension = f" ext {phone.extension}" if phone.extension else ""
    about = f" ({phone.description})" if phone.description else ""
    return one_item(f"{kind}{phone.number}{extension}{about}")


def read_phones(cell, rows):
    """ServicePhones of a cell; those that are there already keep their identity."""
    left = list(rows)
    phones = []
    for item in _phone_items(cell, rows):
        same = next((row for row in left if phone_words(row).casefold() == item.casefold()), None)
        phone = same or _read_phone(item, left)
        if phone in left:
            left.remove(phone)
        phones.append(phone)
    for order, phone in enumerate(phones):
        phone.sort_order = order
    return phones


def _phone_items(cell, rows):
    known = {phone_words(row).casefold() for row in rows}
    for item in items(cell):
        if item.casefold() in known:
            yield item
        else:
            yield from (part for p in _BETWEEN_PHONES.split(item) if (part := p.strip(" ,")))


def _read_phone(item, rows):
    match = _PHONE.fullmatch(item)
    kind = _KINDS.get((match["kind"] or "phone").casefold()) if match else None
    if kind is None:
        raise CellError(f"“{item[:60]}” is not a phone number. Type it like 01632 960 001.")
    number = _mended(match["number"])
    if not is_dialable(number) or len(number) > 40:
        raise CellError(f"“{item[:60]}” is not a phone number. Type it like 01632 960 001.")
    values = {
        "kind": kind,
        "extension": match["extension"] or "",
        "description": one_line(match["what"] or "")[:120],
    }
    # A spreadsheet takes spaces and noughts out of numbers: the same number stays as it was written.
    same = next((row for row in rows if digits(row.number) == digits(number) != ""), None)
    phone = same or ServicePhone()
    phone.number = same.number if same else number
    for name, value in values.items():
        setattr(phone, name, value)
    return phone


def _mended(number):
    """The number with the nought or plus that a spreadsheet has taken off."""
    number = number.strip()
    if re.fullmatch(r"44\d{9,10}", number):
        return f"+{number}"
    return f"0{number}" if re.fullmatch(r"[1-9]\d{8,9}", number) else number


# Places


def place_words(location):
    """ "Grange Hall, 3 Grange Road, Hartlepool, TS26 8AA". A secret place is not described."""
    if location.is_confidential:
        return f"Confidential address {str(location.uid)[:8]}"
    lines = [location.name, *location.address_lines]
    return one_item(", ".join(dict.fromkeys(line for line in lines if line)))


def place_name(location):
    """How times name a place."""
    return place_words(location) if location.is_confidential else one_item(str(location))


def places_words(service):
    return "; ".join(place_words(row.location) for row in service.at_locations.all())


def read_places(cell, service, finder):
    """ServiceAtLocations of a cell. `finder(item, ...)` finds or makes places that are not there yet."""
    rows = list(service.at_locations.all())
    found, seen = [], set()
    for item, row in kept_and_new(cell, rows, lambda row: place_words(row.location)):
        row = row or _at(finder(item, *_place_parts(item)), rows)
        if row.location.uid not in seen:
            seen.add(row.location.uid)
            row.sort_order = len(found)
            found.append(row)
    return found


def _at(location, rows):
    same = next((row for row in rows if row.location.uid == location.uid), None)
    return same or ServiceAtLocation(location=location)


def _place_parts(item):
    """(name, lines between, postcode) of "Grange Hall, 3 Grange Road, Hartlepool TS26 8AA"."""
    match = _POSTCODE.search(item)
    postcode = postcodes.normalise(match[1]) or "" if match else ""
    lines = [part.strip() for part in (item[: match.start()] if postcode else item).split(",")]
    lines = [line for line in lines if line]
    return (lines[0] if lines else ""), lines[1:], postcode


# Days and times


def session_words(session, several=False):
    """ "First Monday of the month 10am to 12pm at Grange Hall (book first)"."""
    words = [_times_words(session)]
    if several:
        where = session.location
        words.append(f"at {place_name(where)}" if where else NO_PLACE)
    if session.booking in _BOOKING:
        words.append(f"({_BOOKING[session.booking]})")
    return one_item(" ".join(word for word in words if word))


def _times_words(session):
    days = days_words(session)
    if session.opens_at is None or session.closes_at is None:
        return " ".join(filter(None, [days, session.description])) or "times not known"
    if (session.opens_at, session.closes_at) == _ALL_DAY and days == "every day":
        return "24 hours a day"
    return f"{days} {_clock(session.opens_at)} to {_clock(session.closes_at)}".strip()


def _clock(at):
    """As `clock`, but in figures, so that it is read back for certain."""
    return {"midday": "12pm", "midnight": "12am"}.get(words := clock(at), words)


def has_several(service):
    """Whether times have to say where they are."""
    rows = list(service.at_locations.all())
    places = {row.location.uid for row in rows}
    places |= {s.location.uid if s.location else None for s in service.sessions.all()}
    return len(places) > 1


def sessions_words(service):
    several = has_several(service)
    return "; ".join(session_words(row, several) for row in service.sessions.all())


def read_sessions(cell, service, locations, several):
    """Sessions of a cell. Those whose words stayed are kept whole; others keep their identity
    where place and days are the same, so that a cancelled day stays cancelled.
    """
    rows = list(service.sessions.all())
    matched = kept_and_new(cell, rows, lambda row: session_words(row, several))
    left = [row for row in rows if not any(row is kept for _, kept in matched)]
    found = []
    for item, row in matched:
        found += [row] if row else _read_session(item, locations, left)
    for order, row in enumerate(found):
        row.sort_order = order
    return found


def _read_session(item, locations, left):
    booking, times = _cut_booking(item)
    location, times = _cut_place(item, times, locations)
    read = read_hours(times)
    for row in read.rows:
        if words := too_long_a_night(row.opens_at, row.closes_at):
            raise CellError(f"“{item[:60]}”: {words}")
    if not read.understood:
        return [Session(location=location, booking=booking, description=times[:500])]
    return [_session(row, location, booking, left) for row in read.rows]


def _session(hours, location, booking, left):
    where = location.uid if location else None
    for row in left:
        there = row.location.uid if row.location else None
        if (there, row.freq, row.byday) == (where, hours.freq, hours.byday) and row.interval == 1:
            left.remove(row)
            break
    else:
        row = Session(location=location, bank_holidays=hours.bank_holidays)
    row.location, row.booking, row.description = location, booking, ""
    row.freq, row.byday = hours.freq, hours.byday
    row.opens_at, row.closes_at = hours.opens_at, hours.closes_at
    if hours.bank_holidays != "unknown":
        row.bank_holidays = hours.bank_holidays
    return row


def _cut_booking(item):
    match = _BOOKING_END.search(item)
    if not match:
        return Session.Booking.UNKNOWN, item
    is_drop_in = match[1].casefold().startswith(("just", "drop"))
    return Session.Booking.DROP_IN if is_drop_in else Session.Booking.BOOK, item[: match.start()]


def _cut_place(item, times, locations):
    """(location, words of the times) of words that may end with "at" and a place."""
    if times.casefold().rstrip(" .,").endswith(NO_PLACE):
        return None, times.rstrip(" .,")[: -len(NO_PLACE)].strip(" ,")
    for location in locations:
        for name in {place_name(location), place_words(location)}:
            ending = f" at {one_line(name)}".casefold()
            if times.casefold().endswith(ending):
                return location, times[: -len(ending)].strip(" ,")
    if len(locations) > 1:
        raise CellError(
            f"Say where “{item[:60]}” is. Put “at” and the name of the place after the times."
        )
    return (locations[0] if locations else None), times.strip(" ,")


# How people can use it

_WAYS = {name: Service._meta.get_field(name).verbose_name for name in Service.ATTENDING}
_OTHER_WAYS = {
    "phone": "by_phone", "online": "online", "by video": "online", "video": "online",
    "by text": "by_text", "by chat": "by_text", "text": "by_text", "chat": "by_text",
    "at home": "at_home", "home visits": "at_home",
}  # fmt: skip


WAYS = list(_WAYS.values())


def ways_words(service):
    return "; ".join(_WAYS[name] for name in service.ways_to_attend)


def read_ways(cell):
    """The names of the fields of ATTENDING that a cell says."""
    meant = {words: name for name, words in _WAYS.items()} | _OTHER_WAYS
    found = set()
    for item in re.split(r"[;,\n]", cell):
        if word := one_line(item).strip(" .").casefold():
            if word not in meant:
                near = did_you_mean(word, WAYS)
                raise CellError(f"Use these words, with “;” between: {'; '.join(WAYS)}.{near}")
            found.add(meant[word])
    return found
