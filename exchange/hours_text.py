"""Opening hours as people write them ("Tues 11am - 2pm, Fri 11.30am -1.30pm"), read with care.

What is not understood for certain gives no times at all: a person then reads the words
themselves, and nobody travels to a locked door because of a guess.
"""

import re
from dataclasses import dataclass, replace
from datetime import time

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_DAY_NAMES = {
    "MO": r"mon(?:day)?s?",
    "TU": r"tue(?:s|sday|sdays)?",
    "WE": r"wed(?:s|nesday|nesdays|nes)?",
    "TH": r"thu(?:r|rs|rsday|rsdays)?",
    "FR": r"fri(?:day)?s?",
    "SA": r"sat(?:urday)?s?",
    "SU": r"sun(?:day)?s?",
}
_DAY_SETS = {
    "daily": DAYS,
    "every day": DAYS,
    "7 days": DAYS,
    "weekdays": DAYS[:5],
    "weekday": DAYS[:5],
    "weekends": DAYS[5:],
    "weekend": DAYS[5:],
}
_ORDINALS = {
    "1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3,
    "4th": 4, "fourth": 4, "last": -1,
}  # fmt: skip

_TIME = r"(?:@\s*)?(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?|noon|midday)?(?![\d:])"
_TOKENS = re.compile(
    "|".join(
        [
            r"(?P<always>24\s*/\s*7|24\s*hours?(?:\s*a\s*day)?(?:,?\s*(?:7|seven)\s*days(?:\s*a\s*week)?)?)",
            r"(?P<nobank>\(?\s*(?:except|excluding|not(?: open)? on|closed(?: on)?)\s+(?:for\s+)?bank holidays\s*\)?)",
            r"(?P<bank>(?:including|and|open)\s+bank holidays)",
            r"(?P<except>except|excluding|apart from)",
            r"(?P<days>every day|7 days(?: a week)?|daily|weekdays?|weekends?)",
            r"(?P<ordinal>1st|2nd|3rd|4th|first|second|third|fourth|last)(?=\s+(?:mon|tue|wed|thu|fri|sat|sun))",
            r"(?P<ofmonth>(?:of|in)\s+(?:the\s+|each\s+|every\s+)?month|monthly)",
            *(rf"(?P<{code}>\b{pattern}\b)" for code, pattern in _DAY_NAMES.items()),
            rf"(?P<range>{_TIME}\s*(?:-|–|—|=|to|until|till)\s*{_TIME})",
            r"(?P<to>\s(?:-|–|—|to|through)\s|-|–|—|\bto\b)",
            r"(?P<and>&|\band\b|,|/|\+)",
            r"(?P<stop>[.;:\n()]|\bthen\b)",
            r"(?P<filler>\b(?:open(?:ing)?|hours?|times?|from|between|on|every|each|at|the)\b|•|\*)",
            r"(?P<space>\s+)",
            r"(?P<word>\S+?(?=[\s,.;:()&/]|$)|\S)",
        ]
    ),
    re.IGNORECASE,
)

# Words after which the times given do not hold every week, so that none may be trusted.
_CAVEATS = re.compile(
    r"term|appointment|referral|closed|except|only|not |tbc|check|ring|alternate|fortnight|"
    r"every other|request|arrange|school holiday|varies|vary|winter|summer|january|february|march|april|june|"
    r"july|august|september|october|november|december|temporar|currently|planning",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hours:
    """One repeating time, in the terms of services.schedules.ScheduleRow."""

    freq: str
    byday: str
    opens_at: time
    closes_at: time
    bank_holidays: str = "unknown"


@dataclass(frozen=True)
class HoursText:
    """What was read. `understood` says whether `rows` hold everything that the words say."""

    words: str
    rows: tuple[Hours, ...] = ()
    understood: bool = False


def read_hours(words):
    """Read free text about opening hours into a HoursText; never raises."""
    words = re.sub(r"\s+", " ", (words or "").replace("\xa0", " ")).strip()
    if not words:
        return HoursText("")
    reader = _Reader()
    for token in _TOKENS.finditer(words.lower()):
        reader.take(token)
        if reader.lost_at is not None:
            break
    reader.end_clause()
    rest = words[reader.lost_at :] if reader.lost_at is not None else ""
    if reader.unsure or (rest and (_CAVEATS.search(rest) or _says_when(rest))):
        return HoursText(words)
    rows = _with_bank_holidays(reader.rows, reader.bank_holidays)
    return HoursText(words, tuple(rows), understood=bool(rows) and not rest)


def read_day(words, day):
    """Read one day's cell ("09:00-12:30,13:00-16:30", "CLOSED"); None when it is not understood."""
    words = (words or "").strip()
    if not words or re.fullmatch(r"closed|-|none", words, re.IGNORECASE):
        return ()
    rows = []
    for part in re.split(r"\s*(?:,|;|&|\band\b)\s*", words):
        match = re.fullmatch(rf"{_TIME}\s*(?:-|–|to)\s*{_TIME}", part.strip(), re.IGNORECASE)
        times = match and _times(match.groups())
        if not times:
            return None
        rows.append(Hours("WEEKLY", day, *times))
    return tuple(rows)


def _says_when(text):
    """Whether a day or a time is named in `text`."""
    names = "|".join([*_DAY_NAMES.values(), *_DAY_SETS])
    return re.search(rf"\b(?:{names})\b|\d\s*(?:am|pm)\b", text, re.IGNORECASE) is not None


def _with_bank_holidays(rows, bank_holidays):
    return [replace(row, bank_holidays=bank_holidays) for row in rows]


def _clock(hour, minute):
    return time(hour % 24, minute) if 0 <= hour <= 24 and 0 <= minute < 60 else None


def _times(groups):
    """Two clock times from six match groups, guessing am or pm only where there is one sense."""
    hour1, minute1, half1, hour2, minute2, half2 = groups
    start, end = int(hour1) * 60 + int(minute1 or 0), int(hour2) * 60 + int(minute2 or 0)
    if max(start, end) > 24 * 60:
        return None
    half1, half2 = (half[0] if half else "" for half in (half1, half2))
    written_in_24_hours = (len(hour1) == 2 and hour1[0] == "0") or max(start, end) >= 13 * 60
    if not half1 and not half2 and not written_in_24_hours:
        start = start if start >= 7 * 60 else start + 720
        end = end if end > start else end + 720
    else:
        end = _in_half(end, half2)
        if half1:
            start = _in_half(start, half1)
        elif half2 == "p" and start < 720 and start + 720 < end:
            start += 720
        if half1 and not half2 and not written_in_24_hours and end <= start:
            end += 720
    first, last = _clock(start // 60, start % 60), _clock(end // 60, end % 60)
    return (first, last) if first is not None and last is not None and first != last else None


def _in_half(minutes, half):
    if half == "p" and minutes < 720:
        return minutes + 720
    if half == "a" and minutes >= 720:
        return minutes - 720
    return minutes


class _Reader:
    """Goes through the tokens: days gather until times come; times apply to the days before them."""

    def __init__(self):
        self.rows, self.bank_holidays, self.unsure, self.lost_at = [], "unknown", False, None
        self.days, self.pending_to, self.times_seen = [], False, False
        self.ordinal, self.excepting = None, False
        self.floating = None

    def take(self, token):
        kind, text = token.lastgroup, token.group()
        if kind is None or kind.isdigit():
            kind = next(name for name, value in token.groupdict().items() if value is not None)
        if kind in DAYS:
            self.day(kind)
        elif handler := getattr(self, f"on_{kind}", None):
            handler(token, text)

    def day(self, code):
        if self.times_seen:
            self.end_clause()
        if self.pending_to and self.days:
            first, last = DAYS.index(self.days[-1][-2:]), DAYS.index(code)
            self.days += [DAYS[i % 7] for i in range(first + 1, first + 1 + (last - first) % 7)]
        else:
            self.days.append(f"{self.ordinal or ''}{code}")
        self.pending_to, self.ordinal = False, None

    def on_always(self, token, text):
        self.rows.append(Hours("WEEKLY", ",".join(DAYS), time(0), time(0)))

    def on_nobank(self, token, text):
        self.bank_holidays = "closed"

    def on_bank(self, token, text):
        self.bank_holidays = "open"

    def on_except(self, token, text):
        self.end_clause()
        self.excepting = True

    def on_days(self, token, text):
        if self.times_seen:
            self.end_clause()
        self.days += next(days for name, days in _DAY_SETS.items() if text.startswith(name))

    def on_ordinal(self, token, text):
        if self.times_seen:
            self.end_clause()
        self.ordinal = _ORDINALS[text.strip()]

    def on_to(self, token, text):
        self.pending_to = True

    def on_range(self, token, text):
        match = re.match(rf"{_TIME}\s*(?:-|–|—|=|to|until|till)\s*{_TIME}", text)
        times = _times(match.groups()) if match else None
        if times is None:
            self.unsure = True
        elif not self.days:
            self.floating = times
        else:
            self.add(times)

    def add(self, times):
        self.times_seen = True
        if self.excepting:
            self.leave_out(self.days)
        freq = "MONTHLY" if any(day[0] in "-12345" for day in self.days) else "WEEKLY"
        self.rows.append(Hours(freq, ",".join(dict.fromkeys(self.days)), *times))

    def leave_out(self, days):
        """Take the days of an "except" out of what was read before it."""
        self.rows = [
            kept for row in self.rows if (kept := _without_days(row, set(days))) is not None
        ]

    def on_word(self, token, text):
        """A word that is not about time: everything from here on is the source's own story."""
        if text.isdigit() or re.search(r"\d", text):
            self.unsure = self.unsure or not self.rows
        self.lost_at = token.start()

    def end_clause(self):
        if self.days and not self.times_seen:
            if self.floating:
                self.add(self.floating)
                self.floating = None
            elif self.excepting:
                self.leave_out(self.days)
            else:
                # Days without times ("Mon - Fri by appointment"): nothing can be said.
                self.unsure = True
        self.days, self.pending_to, self.times_seen, self.ordinal = [], False, False, None


def _without_days(row, removed):
    left = [day for day in row.byday.split(",") if day not in removed]
    return replace(row, byday=",".join(left)) if left else None
