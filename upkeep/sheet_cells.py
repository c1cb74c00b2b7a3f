"""How a field of a service becomes a cell of the sheet, and a cell the field: kinds of columns."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from exchange.text_cleaning import one_line, plain_text
from services.models import Referrer, Service
from upkeep import sheet_prices, sheet_words
from upkeep.sheet_lists import area_words, listed_words
from upkeep.sheet_words import CellError, did_you_mean

MOST_LETTERS = 10_000


class Column:
    """A column that holds one field as text. Others read and write theirs in their own way."""

    lines = False
    #: Whether a cell holds one of `allowed` and nothing else.
    is_one_of = False

    def __init__(self, heading, name, hint=""):
        self.heading, self.name, self.hint = heading, name, hint

    def words(self, service):
        """The cell for this service."""
        value = getattr(service, self.name)
        return "" if value is None else str(value)

    def allowed(self, lists):
        """The words that may be typed, where a list says which."""
        return []

    def clean(self, cell):
        """A cell as it is compared and read: no HTML, no control characters."""
        return plain_text(cell) if self.lines else one_line(cell)

    def put(self, service, cell, context):
        """Write a cleaned cell into `service`; CellError says what is wrong with it."""
        value = self.read(cell)
        if isinstance(value, str):
            most = min(Service._meta.get_field(self.name).max_length or MOST_LETTERS, MOST_LETTERS)
            if len(value) > most:
                raise CellError(f"This has {len(value):,} letters. It can have up to {most:,}.")
        setattr(service, self.name, value)

    def read(self, cell):
        return cell


class Lines(Column):
    """Text of several lines."""

    lines = True


class Required(Column):
    def read(self, cell):
        if not cell:
            raise CellError("Give the name of the service.")
        return cell


class Choice(Column):
    """One of the field's choices, by the words that the pages show."""

    is_one_of = True

    def allowed(self, lists):
        return [str(label) for _, label in Service._meta.get_field(self.name).choices]

    def words(self, service):
        return getattr(service, f"get_{self.name}_display")()

    def read(self, cell):
        field = Service._meta.get_field(self.name)
        meant = {str(label).casefold(): value for value, label in field.choices}
        meant |= {value.casefold(): value for value, _ in field.choices}
        if not cell:
            return field.default
        if cell.casefold() not in meant:
            near = did_you_mean(cell, self.allowed(None))
            raise CellError(f"Use one of these: {'; '.join(self.allowed(None))}.{near}")
        return meant[cell.casefold()]


class Age(Column):
    def read(self, cell):
        if not cell:
            return None
        if not re.fullmatch(r"[0-9]{1,3}", cell) or int(cell) > 120:
            raise CellError("Type an age in years, like 18.")
        return int(cell)


class Day(Column):
    def words(self, service):
        value = getattr(service, self.name)
        return value.isoformat() if isinstance(value, date) else ""

    def read(self, cell):
        return sheet_words.read_day(cell)


class WebPage(Column):
    def read(self, cell):
        address = cell.replace(" ", "")
        if not address:
            return ""
        if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            address = f"https://{address}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise CellError("Type a web address, like www.example.org.") from None
        return address


class Email(Column):
    def read(self, cell):
        address = cell.removeprefix("mailto:")
        try:
            if address:
                validate_email(address)
        except ValidationError:
            raise CellError("Type the whole address, like name@example.org.") from None
        return address


class Ways(Column):
    def allowed(self, lists):
        return sheet_words.WAYS

    def words(self, service):
        return sheet_words.ways_words(service)

    def put(self, service, cell, context):
        ways = sheet_words.read_ways(cell)
        if not ways and service.at_locations.all():
            # What has a place and says nothing else is in person: see Places.
            ways = {"in_person"}
        for name in Service.ATTENDING:
            setattr(service, name, name in ways)


class Phones(Column):
    lines = True

    def words(self, service):
        return "; ".join(map(sheet_words.phone_words, service.phones.all()))

    def put(self, service, cell, context):
        service.phones.set(sheet_words.read_phones(cell, service.phones.all()))


class Places(Column):
    lines = True

    def words(self, service):
        return sheet_words.places_words(service)

    def put(self, service, cell, context):
        before = [row.location for row in service.at_locations.all()]
        rows = sheet_words.read_places(cell, service, context.place)
        service.at_locations.set(rows)
        after = [row.location for row in rows]
        gone = [place for place in before if place.uid not in {p.uid for p in after}]
        sessions = list(service.sessions.all())
        lost = [s for s in sessions if s.location and s.location.uid in {p.uid for p in gone}]
        if lost and len(after) == 1:
            for session in lost:
                session.location = after[0]
            service.sessions.set(sessions)
        elif lost and context.says_no_times:
            raise CellError("Some times are still at a place that is no longer here. Change both.")
        if rows and not service.ways_to_attend:
            service.in_person = True


class Times(Column):
    lines = True

    def words(self, service):
        return sheet_words.sessions_words(service)

    def put(self, service, cell, context):
        locations = [row.location for row in service.at_locations.all()]
        sessions = sheet_words.read_sessions(cell, service, locations, context.had_several)
        service.sessions.set(sessions)


class Listed(Column):
    """Several things of a list by their names: needs, languages, areas."""

    lines = True

    def __init__(self, heading, name, hint="", *, of=None, item=str):
        super().__init__(heading, name, hint)
        self.of, self.item = of or name, item

    def allowed(self, lists):
        return getattr(lists, self.of).names

    def words(self, service):
        things = getattr(service, self.name).all()
        return "; ".join(sorted(sheet_words.one_item(self.item(thing)) for thing in things))

    def put(self, service, cell, context):
        there = {
            sheet_words.one_item(self.item(thing)).casefold(): thing
            for thing in getattr(service, self.name).all()
        }
        allowed = getattr(context.lists, self.of)
        wanted = [
            there.get(item.casefold()) or allowed.one(item) for item in sheet_words.items(cell)
        ]
        getattr(service, self.name).set(list(dict.fromkeys(wanted)))


class Areas(Listed):
    def __init__(self, heading, name, hint=""):
        super().__init__(heading, name, hint, of="areas", item=area_words)


class ListedService(Column):
    """Another service that is public, of any organisation."""

    def words(self, service):
        pk = getattr(service, f"{self.name}_id")
        return listed_words(service, pk) if pk else ""

    def put(self, service, cell, context):
        pk = context.lists.services.one(sheet_words.one_item(cell))[0] if cell else None
        if pk and pk == service.pk:
            raise CellError("Name a service other than this one.")
        setattr(service, f"{self.name}_id", pk)


class Prices(Column):
    lines = True

    def words(self, service):
        return sheet_prices.prices_words(service)

    def put(self, service, cell, context):
        rows = list(service.cost_options.all())
        service.cost_options.set(sheet_prices.read_prices(cell, rows))


class Routes(Column):
    """How one kind of person starts."""

    lines = True

    def __init__(self, referrer, hint=""):
        super().__init__(f"How to start: {referrer.label}", f"routes-{referrer}", hint)
        self.referrer = referrer

    def words(self, service):
        return sheet_prices.routes_words(service, self.referrer)

    def put(self, service, cell, context):
        rows = list(service.routes.all())
        own = [row for row in rows if row.referrer == self.referrer]
        others = [row for row in rows if row.referrer != self.referrer]
        read = sheet_prices.read_routes(cell, own, self.referrer)
        order = list(Referrer)
        found = sorted([*others, *read], key=lambda row: order.index(row.referrer))
        for number, row in enumerate(found):
            row.sort_order = number
        service.routes.set(found)
