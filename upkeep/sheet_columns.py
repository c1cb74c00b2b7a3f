"""The columns of the sheet: one row a service. A cell and a field know how to become each other."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from exchange.text_cleaning import one_line, plain_text
from services.models import Need, Service
from upkeep import sheet_words
from upkeep.sheet_words import CellError

REFERENCE = "Reference"
MOST_LETTERS = 10_000


class Column:
    """A column that holds one field as text. Others read and write theirs in their own way."""

    lines = False

    def __init__(self, heading, name, hint=""):
        self.heading, self.name, self.hint = heading, name, hint

    def words(self, service):
        """The cell for this service."""
        value = getattr(service, self.name)
        return "" if value is None else str(value)

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

    def words(self, service):
        return getattr(service, f"get_{self.name}_display")()

    def read(self, cell):
        field = Service._meta.get_field(self.name)
        meant = {str(label).casefold(): value for value, label in field.choices}
        meant |= {value.casefold(): value for value, _ in field.choices}
        if not cell:
            return field.default
        if cell.casefold() not in meant:
            raise CellError(f"Use one of these: {'; '.join(str(v) for _, v in field.choices)}.")
        return meant[cell.casefold()]


class Age(Column):
    def read(self, cell):
        if not cell:
            return None
        if not re.fullmatch(r"[0-9]{1,3}", cell) or int(cell) > 120:
            raise CellError("Type an age in years, like 18.")
        return int(cell)


_DAYS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%y",
         "%d-%b-%Y", "%d-%m-%Y", "%d.%m.%Y")  # fmt: skip


class Day(Column):
    def words(self, service):
        value = getattr(service, self.name)
        return value.isoformat() if isinstance(value, date) else ""

    def read(self, cell):
        for written in _DAYS:
            try:
                return datetime.strptime(cell, written).date() if cell else None
            except ValueError:
                continue
        raise CellError("Type a day like 2027-03-31 or 31/03/2027.")


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


class Needs(Column):
    lines = True

    def words(self, service):
        names = sorted(sheet_words.one_item(need.name) for need in service.needs.all())
        return "; ".join(names)

    def put(self, service, cell, context):
        known = {sheet_words.one_item(n.name).casefold(): n for n in context.needs}
        wanted = sheet_words.items(cell)
        for name in wanted:
            if name.casefold() not in known:
                raise CellError(f"“{name[:60]}” is not one of our topics. See the list of topics.")
        service.needs.set([known[name.casefold()] for name in wanted])


COLUMNS = [
    Required("Name", "name"),
    Column("Also known as", "alternate_name"),
    Column("In one sentence", "summary", "Up to 250 letters."),
    Lines("What it is", "description"),
    Choice("Running", "status", "Running; Not running; Closed for now; Ended."),
    Column("Notice", "alert", "Shown at the top of its page."),
    Needs("Helps with", "needs", "Names from our list of topics, with “;” between."),
    Lines("Who it is for", "eligibility"),
    Age("Youngest age", "minimum_age"),
    Age("Oldest age", "maximum_age"),
    Choice("Needs a referral", "needs_referral", "Yes; No; Not known."),
    Choice("Needs a diagnosis", "needs_diagnosis", "Yes; No; Not known."),
    Lines("Who cannot use it", "exclusions"),
    Lines("Where they can go instead", "alternative"),
    Choice("Cost", "cost", "Free; Pay what you can; There is a charge; Not known."),
    Column("About the cost", "fees_description"),
    Ways("How people can use it", "ways",
         "In person; by phone; online or by video; by text or chat; at your home."),
    Phones("Phone numbers", "phones",
           "With “;” between. Words about a number go in brackets: 01632 960 001 (Office)."),
    Email("E-mail", "email"),
    WebPage("Web page", "url"),
    Places("Places", "at_locations",
           "Name, address, town, postcode. With “;” between two places."),
    Times("Days and times", "sessions",
          "Like: Tuesdays 2pm to 4pm; first Monday of the month 10am to 12pm. "
          "With several places: Tuesdays 2pm to 4pm at Grange Hall."),
    Column("How long is the wait", "wait"),
    Day("Wait as of", "wait_checked_on", "A day, like 2027-03-31."),
    Day("First day", "starts_on"),
    Day("Last day", "ends_on"),
]  # fmt: skip
HEADINGS = [REFERENCE, *(column.heading for column in COLUMNS)]
HEADING_OF = {column.name: column.heading for column in COLUMNS}


@dataclass
class RowContext:
    """What the cells of one row need besides themselves."""

    place: object
    needs: list
    had_several: bool = False
    says_no_times: bool = True


def all_needs():
    return list(Need.objects.all())


def cells_of(service):
    """{heading: words} of a service, as the sheet holds it."""
    cells = {column.heading: column.words(service) for column in COLUMNS}
    return {REFERENCE: str(service.uid), **cells}
