"""From a row of somebody's table to a listing that can be kept: checked values, and what is wrong."""

import hashlib
import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import slugify

from exchange.hours_text import DAYS, Hours, read_day, read_hours
from exchange.text_cleaning import one_line
from places import postcodes
from records.contacts import is_dialable

_DAY_COLUMNS = dict(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        DAYS,
        strict=True,
    )
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\(?\d[\d\s()/-]{6,}\d")


@dataclass(frozen=True)
class Problem:
    """Something about one cell. An error keeps the whole file out; a warning is only reported."""

    row: int
    column: str
    message: str
    is_error: bool = True

    def __str__(self):
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.message}"


@dataclass
class Listing:
    """One row understood: values for each record it becomes, by field name."""

    row: int
    source_id: str
    digest: str
    organisation: dict = field(default_factory=dict)
    record: dict = field(default_factory=dict)
    location: dict = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    hours_words: str = ""
    how_to_start: str = ""
    identifier: tuple[str, str] | None = None
    slugs: dict = field(default_factory=dict)


class RowReader:
    """Makes a Listing of one row by a mapping, and gathers the problems met on the way."""

    def __init__(self, mapping, row):
        self.mapping, self.row, self.problems = mapping, row, []

    def read(self):
        """Return the Listing. It is fit to keep only if no problem in `problems` is an error."""
        listing = Listing(
            row=self.row.number,
            source_id=self.source_id(),
            digest=hashlib.sha256(repr(sorted(self.row.cells.items())).encode()).hexdigest(),
            organisation=self.organisation(),
            record=self.hub() if self.mapping.record == "hub" else self.service(),
            location=self.location(),
            slugs=self.slugs(),
        )
        self.contact(listing)
        listing.hours_words, listing.hours = self.hours()
        listing.how_to_start = self.text("service", "how_to_start")
        scheme = self.text("organisation", "identifier_scheme")
        number = self.text("organisation", "identifier", 60)
        listing.identifier = (scheme, number) if scheme and number else None
        return listing

    # One value at a time

    def report(self, section, name, message, is_error=True):
        columns = ", ".join(self.mapping.columns_of(section, name))
        self.problems.append(Problem(self.row.number, columns, message, is_error))

    def text(self, section, name, most=None, multiline=False):
        value = self.mapping.value(section, name, self.row.cells)
        value = value if multiline else one_line(value)
        if most and len(value) > most:
            self.report(section, name, f"longer than {most} characters; shortened.", False)
            value = value[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;") + "…"
        return value

    def required(self, section, name, most):
        value = self.text(section, name, most)
        if not value:
            self.report(section, name, "is empty, and a listing needs it.")
        return value

    def url(self, section, name):
        value = self.text(section, name).replace(" ", "")
        if not value:
            return ""
        if not re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE):
            value = f"https://{value}"
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError:
            self.report(section, name, f"“{value[:60]}” is not a web address; left out.", False)
            return ""
        return value[:500]

    def email(self, section, name):
        return self.checked_email(section, name, self.text(section, name).removeprefix("mailto:"))

    def checked_email(self, section, name, value):
        if not value:
            return ""
        try:
            validate_email(value)
        except ValidationError:
            self.report(section, name, f"“{value[:60]}” is not an e-mail address; left out.", False)
            return ""
        return value

    def age(self, name):
        value = self.text("service", name)
        if value and not (re.fullmatch("[0-9]{1,3}", value) and int(value) <= 120):
            self.report("service", name, f"“{value[:20]}” is not an age in years.")
            return None
        return int(value) if value else None

    def chosen(self, name, default):
        """A field that a column decides, by the mapping's `choices`, else what is always so."""
        choice = self.mapping.choices.get(name)
        if choice is None:
            return self.mapping.always.get(name, default)
        cell = self.mapping.cell(self.row.cells, choice.column).casefold()
        for words, value in choice.values.items():
            if cell == words or (words.startswith("*") and words.strip("*") in cell):
                return value
        return choice.otherwise if choice.otherwise is not None else default

    # One record at a time

    def source_id(self):
        value = one_line(self.mapping.fill(self.mapping.source_id, self.row.cells))
        if not value:
            self.problems.append(
                Problem(self.row.number, self.mapping.source_id, "gives no id for this row.")
            )
        if len(value) > 200:
            value = value[:160] + hashlib.sha256(value.encode()).hexdigest()[:32]
        return value

    def organisation(self):
        name = self.required("organisation", "name", 200)
        values = {
            "name": name,
            "kind": self.chosen("kind", "") or self.text("organisation", "kind") or "other",
            "summary": self.text("organisation", "summary", 200),
            "description": self.text("organisation", "description", multiline=True),
            "website": self.url("organisation", "website"),
            "email": self.email("organisation", "email"),
        }
        values["source_id"] = self.text("organisation", "id", 200) or slugify(name)[:200] or name
        if not (values["summary"] or values["description"]):
            values["summary"] = f"Listed by {self.mapping.credit or self.mapping.source}."[:200]
        return values

    def service(self):
        values = {
            "name": self.required("service", "name", 200),
            "summary": self.text("service", "summary", 250),
            "description": self.text("service", "description", multiline=True),
            "url": self.url("service", "url"),
            "email": self.email("service", "email"),
            "eligibility": self.text("service", "eligibility", multiline=True),
            "fees_description": self.text("service", "fees_description", 300),
            "minimum_age": self.age("minimum_age"),
            "maximum_age": self.age("maximum_age"),
            "cost": self.chosen("cost", "unknown"),
            "needs_referral": self.chosen("needs_referral", "unknown"),
            "needs_diagnosis": self.chosen("needs_diagnosis", "unknown"),
        }
        for way in ("in_person", "by_phone", "online", "by_text", "at_home"):
            values[way] = bool(self.mapping.always.get(way, False))
        if not (values["summary"] or values["description"]):
            self.report(
                "service", "description", "is empty; the listing says only its name.", False
            )
            values["summary"] = values["name"]
        return values

    def hub(self):
        return {
            "name": self.required("hub", "name", 200),
            "welcome": self.text("hub", "welcome", multiline=True) or "Come in and ask.",
            "what_happens": self.text("hub", "what_happens", multiline=True),
        }

    def location(self):
        """Values of the place, or {} where the row names none. A bad postcode is a warning."""
        values = {
            name: self.text("location", name, most)
            for name, most in (
                ("name", 200), ("address_1", 200), ("address_2", 200), ("city", 100), ("county", 100),
            )
        }  # fmt: skip
        for name in ("transportation", "parking", "accessibility"):
            values[name] = self.text("location", name, multiline=True)
        values |= self.address_parts(values)
        values["postcode"] = self.postcode()
        values["latitude"], values["longitude"] = self.point()
        for name in ("step_free", "accessible_toilet", "blue_badge_parking"):
            values[name] = self.chosen(name, "unknown")
        known = values["address_1"] or values["postcode"] or values["latitude"] is not None
        return values if known else {}

    def address_parts(self, values):
        """`address` in one cell: the last part is the town, the first ones the street."""
        parts = [part.strip() for part in self.text("location", "address").split(",")]
        parts = [part for part in parts if part]
        if not parts or values["address_1"]:
            return {}
        town = parts.pop() if len(parts) > 1 and not values["city"] else values["city"]
        half = (len(parts) + 1) // 2 if len(", ".join(parts)) > 60 else len(parts)
        return {
            "address_1": ", ".join(parts[:half])[:200],
            "address_2": ", ".join(parts[half:])[:200],
            "city": town[:100],
        }

    def postcode(self):
        typed = self.text("location", "postcode")
        if not typed:
            return ""
        postcode = postcodes.normalise(typed)
        if postcode is None:
            self.report(
                "location", "postcode", f"“{typed[:20]}” is not a postcode; left out.", False
            )
            return ""
        return postcode

    def point(self):
        words = self.text("location", "latitude"), self.text("location", "longitude")
        if not any(words):
            return None, None
        try:
            latitude, longitude = float(words[0]), float(words[1])
        except ValueError:
            latitude = longitude = float("nan")
        # The British Isles, so that swapped or zero coordinates are caught.
        if not (49 <= latitude <= 61.5 and -9 <= longitude <= 2.5):
            self.report("location", "latitude", "is not a point in Britain; left out.", False)
            return None, None
        return latitude, longitude

    def contact(self, listing):
        """Phones from their own column, and from one where phone and e-mail are mixed."""
        section = "location" if self.mapping.record == "hub" else "service"
        cell = self.text(section, "phone") or self.text("organisation", "phone")
        mixed = self.text("service", "contact")
        for number in _PHONE.findall(cell or mixed):
            number = number.strip(" /-")
            if is_dialable(number):
                listing.phones.append(number[:40])
        if cell and not listing.phones:
            self.report(section, "phone", f"“{cell[:40]}” is not a phone number; left out.", False)
        email = _EMAIL.search(mixed)
        if email and not listing.record.get("email"):
            listing.record["email"] = self.checked_email("service", "contact", email.group())

    def hours(self):
        """The words as they are, and times where they can be read for certain."""
        bank_holidays = self.mapping.sections.get("hours", {}).get("bank_holidays", ["unknown"])[0]
        text = self.text("hours", "text")
        if text:
            read = read_hours(text)
            if not read.understood:
                self.report(
                    "hours", "text", "hours not read for certain; kept as words.", is_error=False
                )
            return text[:500], list(read.rows)
        rows, words = [], []
        for name, day in _DAY_COLUMNS.items():
            cell = self.text("hours", name)
            times = read_day(cell, day)
            if times is None:
                self.report("hours", name, f"“{cell[:40]}” is not a time; kept as words.", False)
                words.append(f"{name.capitalize()} {cell}")
            else:
                rows += [
                    Hours(row.freq, day, row.opens_at, row.closes_at, bank_holidays)
                    for row in times
                ]
        return "; ".join(words)[:500], _days_together(rows)

    def slugs(self):
        """The needs, areas, communities … to link, as slugs or codes by field."""
        names = ("coverage", "languages", "audiences", "serves", "led_by")
        slugs = {name: list(self.mapping.always.get(name, ())) for name in names}
        slugs["needs"] = list(self.mapping.always.get("needs", ()))
        slugs["needs"] += self.chosen("needs", []) if "needs" in self.mapping.choices else []
        return slugs


def _days_together(rows):
    """Rows with the same times as one row with several days."""
    together = {}
    for row in rows:
        key = (row.freq, row.opens_at, row.closes_at, row.bank_holidays)
        together.setdefault(key, []).append(row.byday)
    return [
        Hours(freq, ",".join(days), opens, closes, bank)
        for (freq, opens, closes, bank), days in together.items()
    ]
