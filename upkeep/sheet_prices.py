"""How prices and ways in stand in a cell, and how they are read from it."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from exchange.text_cleaning import one_line
from records.contacts import is_dialable
from services.models import CostOption, ServiceRoute
from upkeep.sheet_words import CellError, kept_and_new, one_item, read_day

_DAY = r"[\d/. -]{8,10}|\d{1,2} [a-z]{3,9} \d{4}"
_PRICE = re.compile(
    rf"(?:£\s*(?P<pounds>\d[\d,]*(?:\.\d+)?)|(?P<bare>\d+\.\d\d)\b|(?P<pence>\d+)p\b|(?P<free>free)\b)?"
    rf"(?P<option>[^()]*?)(?:\s*\((?P<about>.*)\))?"
    rf"(?:\s+from (?P<first>{_DAY}))?(?:\s+(?:to|until) (?P<last>{_DAY}))?",
    re.IGNORECASE,
)
#: Words of a cell that a price field is too short for.
_MOST = {name: CostOption._meta.get_field(name).max_length
         for name in ("option", "amount_description")}  # fmt: skip
_MOST_POUNDS = Decimal(999_999)
NO_PRICE = "Type a price like £2.50 adults, or £3 (each time, tea included)."


def price_words(price):
    """ "£2.50 adults (tea included) from 2027-04-01 to 2027-12-31"."""
    amount = "" if price.amount is None else _pounds(price.amount)
    about = f"({price.amount_description})" if price.amount_description else ""
    first = f"from {price.valid_from}" if price.valid_from else ""
    last = f"to {price.valid_to}" if price.valid_to else ""
    return one_item(" ".join(filter(None, [amount, price.option, about, first, last])))


def _pounds(amount):
    return f"£{Decimal(amount):.2f}".removesuffix(".00") if amount else "Free"


def prices_words(service):
    return "; ".join(map(price_words, service.cost_options.all()))


def read_prices(cell, rows):
    """CostOptions of a cell. A price for the same people keeps its identity."""
    matched = kept_and_new(cell, rows, price_words)
    left = [row for row in rows if not any(row is kept for _, kept in matched)]
    found = [row or _read_price(item, left) for item, row in matched]
    for order, row in enumerate(found):
        row.sort_order = order
    return found


def _read_price(item, left):
    # A spreadsheet takes the pound sign out of a cell that holds nothing else.
    item = f"£{item}" if re.fullmatch(r"\d+(\.\d{1,2})?", item) else item
    match = _PRICE.fullmatch(item)
    if match is None:
        raise CellError(f"We cannot read “{item[:60]}”. {NO_PRICE}")
    option, about = one_line(match["option"]).strip(" :,-"), one_line(match["about"] or "")
    for words, name in ((option, "option"), (about, "amount_description")):
        if len(words) > _MOST[name]:
            raise CellError(f"“{words[:60]}…” can have up to {_MOST[name]} letters.")
    price = next((row for row in left if row.option.casefold() == option.casefold()), None)
    if price:
        left.remove(price)
    price = price or CostOption()
    price.option, price.amount_description, price.amount = option, about, _amount(match)
    price.valid_from, price.valid_to = (
        read_day(match[name] or "", f"In “{item[:60]}”: ") for name in ("first", "last")
    )
    return price


def _amount(match):
    if match["free"]:
        return Decimal(0)
    if match["pence"]:
        return Decimal(match["pence"]) / 100
    typed = (match["pounds"] or match["bare"] or "").replace(",", "")
    if not typed:
        return None
    amount = Decimal(typed)
    if amount > _MOST_POUNDS or amount != round(amount, 2):
        raise CellError(f"“{match[0][:60]}” is not an amount of money. {NO_PRICE}")
    return amount


# Ways in

_CONTACTS = re.compile(r"\s*\(([^()]*)\)\.?$")


def route_words(route):
    """ "Ring us first (01632 960 001, help@example.org, https://www.example.org)"."""
    contacts = ", ".join(filter(None, [route.phone, route.email, route.url]))
    return one_item(f"{one_line(route.how)} ({contacts})" if contacts else one_line(route.how))


def routes_words(service, referrer):
    rows = [row for row in service.routes.all() if row.referrer == referrer]
    return "; ".join(map(route_words, rows))


def read_routes(cell, rows, referrer):
    """ServiceRoutes of a cell for one kind of person, whose `rows` these are now."""
    matched = kept_and_new(cell, rows, route_words)
    left = [row for row in rows if not any(row is kept for _, kept in matched)]
    return [row or _read_route(item, left, referrer) for item, row in matched]


def _read_route(item, left, referrer):
    match = _CONTACTS.search(item)
    contacts = _contacts(match[1]) if match else None
    how = item[: match.start()].strip(" ,") if contacts else item
    if not how:
        raise CellError(f"Say what to do first, before “{item[:60]}”.")
    route = left.pop(0) if left else ServiceRoute(referrer=referrer)
    route.how = how
    route.phone, route.email, route.url = contacts or ("", "", "")
    return route


def _contacts(words):
    """(phone, e-mail, web page) of words that are nothing else; None where they are just words."""
    found = {"phone": "", "email": "", "url": ""}
    for word in filter(None, map(one_line, words.split(","))):
        kind, value = _contact(word)
        if not kind or found[kind]:
            return None
        found[kind] = value
    return tuple(found.values()) if any(found.values()) else None


def _contact(word):
    if re.fullmatch(r"\+?[\d(][\d\s()./-]*", word) and is_dialable(word) and len(word) <= 40:
        return "phone", word
    try:
        validate_email(word)
        return "email", word
    except ValidationError:
        pass
    is_whole = re.match(r"https?://", word, re.IGNORECASE)
    if not (is_whole or word.casefold().startswith("www.")):
        return "", ""
    address = word if is_whole else f"https://{word}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return "", ""
    return "url", address
