"""A mapping file says how the columns of somebody's table become our records. See docs/importing.md."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from exchange.text_cleaning import plain_text

_FIELDS = {
    "organisation": {"id", "name", "kind", "summary", "description", "website", "email",
                     "phone", "identifier_scheme", "identifier"},
    "service": {"name", "summary", "description", "url", "email", "phone", "contact", "eligibility",
                "minimum_age", "maximum_age", "fees_description", "how_to_start", "wait"},
    "location": {"name", "address", "address_1", "address_2", "city", "county", "postcode",
                 "latitude", "longitude", "phone", "transportation", "parking", "accessibility"},
    "hours": {"text", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
              "sunday", "bank_holidays"},
    "hub": {"name", "welcome", "what_happens"},
}  # fmt: skip
_ALWAYS = {
    "kind", "needs", "coverage", "languages", "audiences", "serves", "led_by", "cost",
    "needs_referral", "needs_diagnosis", "in_person", "by_phone", "online", "by_text", "at_home",
    "check_role",
}  # fmt: skip
_TOP = {"source", "record", "source_id", "missing", "only", "choices", "always", "credit", *_FIELDS}
_CHOICE_FIELDS = {
    "needs_referral", "needs_diagnosis", "cost", "kind", "step_free", "accessible_toilet",
    "blue_badge_parking", "needs",
}  # fmt: skip


_COLUMN = re.compile(r"\{([^{}]+)\}")


class MappingError(Exception):
    """The mapping file is wrong; each message names the key."""


@dataclass(frozen=True)
class Choice:
    """A field whose value depends on a column: `values` by the cell's words, else `otherwise`."""

    column: str
    values: dict
    otherwise: object = None


@dataclass(frozen=True)
class Mapping:
    """A checked mapping. Templates hold column headings in braces: "{Name}, {Town}"."""

    source: str
    source_id: str
    record: str = "service"
    credit: str = ""
    missing: frozenset[str] = frozenset()
    only: dict[str, list[str]] = field(default_factory=dict)
    sections: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    always: dict = field(default_factory=dict)

    def value(self, section, name, cells):
        """The text of a field from one row's cells: the first template that gives anything."""
        for template in self.sections.get(section, {}).get(name, ()):
            filled = self.fill(template, cells)
            if filled:
                return filled
        return ""

    def fill(self, template, cells):
        """`template` with cleaned cells put in; "" if every column it names is missing."""
        names = column_names(template)
        values = {name: self.cell(cells, name) for name in names}
        if names and not any(values.values()):
            return ""
        text = _COLUMN.sub(lambda match: values[match.group(1)], template)
        return re.sub(r"(?:\s*,){2,}", ",", text).strip(" ,;\n")

    def cell(self, cells, column):
        """One cell cleaned; a word that stands for "missing" in this source is no value."""
        text = plain_text(cells.get(column, ""))
        return "" if text.casefold() in self.missing else text

    def columns_of(self, section, name):
        """The headings that a field is made from, to name them in an error."""
        found = []
        for template in self.sections.get(section, {}).get(name, ()):
            found += column_names(template)
        return list(dict.fromkeys(found))

    def wanted(self, cells):
        """Whether `only` keeps this row."""
        return all(
            plain_text(cells.get(column, "")).casefold() in {value.casefold() for value in values}
            for column, values in self.only.items()
        )


def column_names(template):
    """The headings between braces, whatever punctuation they hold."""
    return _COLUMN.findall(template)


def load_mapping(path):
    """Read and check a mapping file, or raise MappingError naming every wrong key."""
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MappingError(f"There is no mapping file {path.name}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{path.name} is not readable TOML: {error}") from error
    errors = list(_problems(data))
    if errors:
        raise MappingError("\n".join(f"{path.name}: {error}" for error in errors))
    return Mapping(
        source=data["source"],
        source_id=data["source_id"],
        record=data.get("record", "service"),
        credit=data.get("credit", ""),
        missing=frozenset(word.casefold() for word in data.get("missing", ())),
        only=data.get("only", {}),
        sections={
            section: {name: _listed(value) for name, value in data.get(section, {}).items()}
            for section in _FIELDS
        },
        choices={
            name: Choice(
                choice["column"],
                {key.casefold(): value for key, value in choice.get("values", {}).items()},
                choice.get("otherwise"),
            )
            for name, choice in data.get("choices", {}).items()
        },
        always=data.get("always", {}),
    )


def check_columns(mapping, columns):
    """Raise MappingError if the mapping names a column that the table has not."""
    used = set(column_names(mapping.source_id)) | set(mapping.only)
    used |= {choice.column for choice in mapping.choices.values()}
    for section, fields in mapping.sections.items():
        for name in fields:
            used |= set(mapping.columns_of(section, name))
    unknown = sorted(used - set(columns))
    if unknown:
        raise MappingError(
            "The table has no column "
            + ", ".join(f"“{name}”" for name in unknown)
            + ". It has: "
            + ", ".join(f"“{name}”" for name in columns)
            + "."
        )


def _listed(value):
    return value if isinstance(value, list) else [value]


def _problems(data):
    for key in sorted(set(data) - _TOP):
        yield f"“{key}” is not a key of a mapping."
    for key in ("source", "source_id"):
        if not isinstance(data.get(key), str) or not data.get(key):
            yield f"“{key}” is missing."
    if data.get("record", "service") not in {"service", "hub"}:
        yield "“record” is “service” or “hub”."
    for section, allowed in _FIELDS.items():
        yield from _section_problems(section, data.get(section, {}), allowed)
    yield from _value_problems(data)
    needed = "hub" if data.get("record") == "hub" else "service"
    if "name" not in data.get(needed, {}):
        yield f"{needed}.name is missing."
    if "name" not in data.get("organisation", {}):
        yield "organisation.name is missing."


def _value_problems(data):
    for name, choice in data.get("choices", {}).items():
        if name not in _CHOICE_FIELDS:
            yield f"choices.{name}: not a field that can be chosen."
        elif not isinstance(choice, dict) or "column" not in choice:
            yield f"choices.{name}: needs a “column”."
    for name in sorted(set(data.get("always", {})) - _ALWAYS):
        yield f"always.{name}: not a field that can be set."


def _section_problems(section, values, allowed):
    if not isinstance(values, dict):
        yield f"“{section}” must be a table of fields."
        return
    for name, value in values.items():
        if name not in allowed:
            yield f"{section}.{name}: not a field of {section}."
        elif not all(isinstance(template, str) for template in _listed(value)):
            yield f"{section}.{name}: must be text, or a list of texts."
