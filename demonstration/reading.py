"""Reading and checking demonstration files: all mistakes are found in one go and named by file and key."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from demonstration.tables import ACCESS_POINT, HUB, ORGANISATION, PLACE, SERVICE, Table
from demonstration.vocabulary import COUNCILS_OF_TOWN, Known

DATA = Path(__file__).parent / "data"
TABLES = {
    "place": PLACE,
    "organisation": ORGANISATION,
    "service": SERVICE,
    "hub": HUB,
    "access_point": ACCESS_POINT,
}
#: Which table the key in a field belongs to, by table and field.
REFERENCES = {
    ("place", "kept_by"): "organisation",
    ("organisation", "parent"): "organisation",
    ("service", "alternative_service"): "service",
    ("service", "onward_service"): "service",
    ("hub", "place"): "place",
    ("hub", "organisation"): "organisation",
    ("access_point", "organisation"): "organisation",
    ("access_point", "service"): "service",
}


@dataclass(frozen=True)
class Problem:
    file: str
    key: str
    message: str

    def __str__(self):
        return f"{self.file}: {self.key}: {self.message}"


class DataErrors(Exception):
    """Everything that is wrong with the demonstration files."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass
class Row:
    """One record as written: its table, its file, its fields; a service also has its organisation's key."""

    table: str
    file: str
    fields: dict
    organisation: str = ""

    @property
    def key(self):
        return self.fields.get("key") or f"({self.fields.get('name', 'no key')})"


@dataclass
class Book:
    """All records of the files, in order."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, table):
        return [row for row in self.rows if row.table == table]

    def keys(self, table):
        return {row.key for row in self.of(table)}


def data_files():
    return sorted(DATA.glob("*.toml"))


def read(paths=None, known=None):
    """Read and check files (all of demonstration/data by default) and return a Book.

    Raises DataErrors with every problem found.
    """
    book = parse(paths or data_files())
    problems = book.problems + check(book, known or Known())
    if problems:
        raise DataErrors(problems)
    return book


def parse(paths):
    book = Book()
    for path in map(Path, paths):
        try:
            tables = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            book.problems.append(Problem(path.name, "the file", str(error)))
            continue
        for table, rows in tables.items():
            _take(book, path.name, table, rows)
    return book


def _take(book, file, table, rows):
    if table not in TABLES or table == "service" or not isinstance(rows, list):
        book.problems.append(Problem(file, table, f"[[{table}]] is not a table of these files"))
        return
    for fields in rows:
        services = fields.pop("service", []) if table == "organisation" else []
        book.rows.append(Row(table, file, fields))
        for service in services:
            book.rows.append(Row("service", file, service, organisation=fields.get("key", "")))


def check(book, known):
    """Return the Problems of a Book: fields, references, things said twice."""
    problems = []
    keys = {table: book.keys(table) for table in TABLES}
    for row in book.rows:
        table: Table = TABLES[row.table]
        problems += [Problem(row.file, row.key, m) for m in table.problems(row.fields, known)]
        problems += [Problem(row.file, row.key, m) for m in _reference_problems(row, keys)]
    problems += _twice(book)
    problems += _places_out_of_town(book, known)
    problems += _hubs_in_secret_places(book)
    return problems


def _reference_problems(row, keys):
    for name, value in row.fields.items():
        target = REFERENCES.get((row.table, name))
        if target and value not in keys[target]:
            yield f"{name}: there is no {target} “{value}”"
        if target and value == row.key:
            yield f"{name}: names the record itself"
    for place in row.fields.get("places", []) if row.table == "service" else []:
        if isinstance(place, dict) and place.get("place") not in keys["place"]:
            yield f"places: there is no place “{place.get('place')}”"


def _twice(book):
    """Keys are unique over all files; so are organisations' names and the prose of services."""
    seen = {}
    for row in book.rows:
        for what, value in _to_be_unique(row):
            if value and (first := seen.setdefault((what, value), row)) is not row:
                yield Problem(
                    row.file,
                    row.key,
                    f"{what} “{value[:60]}” is also {first.key}'s in {first.file}",
                )


def _to_be_unique(row):
    yield "key", row.key
    if row.table == "organisation":
        yield "organisation name", row.fields.get("name", "")
    if row.table == "service":
        yield "name in this organisation", f"{row.organisation}/{row.fields.get('name')}"
        yield "summary", row.fields.get("summary", "")
        if row.fields.get("description"):
            yield "description", row.fields["description"].strip()


def _places_out_of_town(book, known):
    for row in book.of("place"):
        councils = COUNCILS_OF_TOWN.get(row.fields.get("city"))
        postcode = row.fields.get("postcode", "")
        council = known.council_of(postcode) if len(postcode) > 5 else None
        if councils and council and council not in councils:
            yield Problem(
                row.file, row.key, f"postcode {postcode} is in {council}, not {row.fields['city']}"
            )


def _hubs_in_secret_places(book):
    secret = {row.key for row in book.of("place") if row.fields.get("confidential")}
    for row in book.of("hub"):
        if row.fields.get("place") in secret:
            yield Problem(row.file, row.key, "a hub cannot be at a confidential address")
