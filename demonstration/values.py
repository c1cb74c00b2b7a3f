"""What each value of a demonstration file must look like. A check yields messages; none is good.

Demonstration data must never ring, mail or send anybody to a real place of help: phone numbers
come from Ofcom's ranges for drama, addresses are example.org's, and crisis numbers stay out of
prose, because only the dated crisis records may give them.
"""

import re

#: Ofcom's numbers for drama, as digits: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
DRAMA = re.compile(r"01632960\d{3}|07700900\d{3}|08081570\d{3}|09098790\d{3}|03069990\d{3}")
EXAMPLE_MAIL = re.compile(r"[a-z0-9._+-]+@([a-z0-9-]+\.)*example\.org")
EXAMPLE_PAGE = re.compile(r"https://([a-z0-9-]+\.)*example\.org(/\S*)?")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAY = "(MO|TU|WE|TH|FR|SA|SU)"
WEEKLY_DAYS = re.compile(f"{DAY}(,{DAY})*")
MONTHLY_DAYS = re.compile(f"-?[1-5]{DAY}(,-?[1-5]{DAY})*")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_MAIL_IN_PROSE = re.compile(r"\S+@\S+\.\w+")
_PAGE_IN_PROSE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER_IN_PROSE = re.compile(r"(?<![\w.])\+?\d[\d ()-]{4,}\d(?!\w)")
_CRISIS_DIGITS = {"116123", "116000", "85258", "08001111", "08082000247", "08000684141"}


def _digits(text):
    return re.sub(r"\D", "", text)


def text(longest=None):
    """Words, with no real address or number in them, at most `longest` characters."""

    def check(value, known):
        if not isinstance(value, str):
            yield "must be text"
            return
        if longest and len(value) > longest:
            yield f"is {len(value)} characters long, at most {longest} fit"
        yield from real_world(value)

    return check


def real_world(value):
    """Yield a message for each phone number, mail or web address in `value` that may be real."""
    for found in _MAIL_IN_PROSE.findall(value):
        if not EXAMPLE_MAIL.fullmatch(found.strip(".,;:()<>“”'\"").lower()):
            yield f"has the address “{found}”, which is not example.org's"
    for found in _PAGE_IN_PROSE.findall(value):
        bare = re.sub(r"^https?://", "", found, flags=re.IGNORECASE).rstrip(".,;:)")
        if not EXAMPLE_PAGE.fullmatch("https://" + bare.lower()):
            yield f"has the web address “{found}”, which is not example.org's"
    for found in _NUMBER_IN_PROSE.findall(value):
        digits = re.sub(r"^\+?44", "0", _digits(found))
        if digits in _CRISIS_DIGITS:
            yield f"has the crisis number “{found}”, which only a crisis record may give"
        elif len(digits) >= 9 and digits.startswith("0") and not DRAMA.fullmatch(digits):
            yield f"has the number “{found}”, which is not one of Ofcom's for drama"


def one_of(*choices):
    def check(value, known):
        if value not in choices:
            yield f"is “{value}”, not one of {', '.join(map(str, choices))}"

    return check


def whole(least=0, most=36500):
    def check(value, known):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"must be a whole number from {least} to {most}"

    return check


def money(value, known):
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield "must be an amount in pounds"


def yes_or_no(value, known):
    if not isinstance(value, bool):
        yield "must be true or false"


def shaped(pattern, what):
    def check(value, known):
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield f"is “{value}”, which is not {what}"

    return check


def phone(value, known):
    if not isinstance(value, str) or not DRAMA.fullmatch(_digits(value)):
        yield f"is “{value}”, which is not one of Ofcom's numbers for drama"


mail = shaped(EXAMPLE_MAIL, "an address at example.org")
page = shaped(EXAMPLE_PAGE, "a page https://….example.org/…")
clock = shaped(CLOCK, "a time such as 09:30")
key = shaped(KEY, "a key in-kebab-case")


def postcode(value, known):
    if not isinstance(value, str) or not POSTCODE.fullmatch(value):
        yield f"is “{value}”, which is not written like TS26 0UA"
    elif known.council_of(value) is None:
        yield f"is “{value}”, which is not a postcode in use"


def slug_of(vocabulary):
    """One slug (or code) of `needs`, `audiences`, `communities`, `languages` or `areas`."""

    def check(value, known):
        if value not in known.vocabulary[vocabulary]:
            yield f"is “{value}”, which is not among the {vocabulary}"

    return check


def list_of(check_one):
    def check(value, known):
        if not isinstance(value, list):
            yield "must be a list"
            return
        for item in value:
            yield from check_one(item, known)
        if len({str(item) for item in value}) < len(value):
            yield "has the same thing twice"

    return check


def rows_of(table):
    """A list of inline tables with the fields of `table`."""

    def check(value, known):
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            yield "must be a list of { … } rows"
            return
        for number, row in enumerate(value):
            for message in table.problems(row, known):
                yield f"row {number}: {message}"

    return check
