"""The commonest fields of all one's services as a table of forms, twenty a page, saved in one go."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db import transaction

from records.keys import as_key
from search.signals import rebuilt_once
from upkeep import drafts
from upkeep.sheet_cells import Choice
from upkeep.sheet_columns import COLUMNS, RowContext
from upkeep.sheet_export import own_services
from upkeep.sheet_words import CellError

A_PAGE = 20
NAMES = ("name", "summary", "phones", "cost", "status")
#: In the order of NAMES, whatever the order of the sheet.
SHOWN = sorted((c for c in COLUMNS if c.name in NAMES), key=lambda c: NAMES.index(c.name))
OVERTAKEN = "Somebody else changed this since: it says “{theirs}” now. Save again to put yours."


@dataclass
class Cell:
    """One field of one service on the page."""

    column: object
    name: str
    value: str
    error: str = ""
    choices: list = field(default_factory=list)

    @property
    def most(self):
        return {"name": 200, "summary": 250}.get(self.column.name, 400)


@dataclass
class TableRow:
    """One service on the page. `seen` is the revision that what is shown came from."""

    service: object
    version: object
    seen: int | None
    cells: list[Cell]

    @property
    def errors(self):
        return [cell for cell in self.cells if cell.error]


def page_of(organisation, number):
    """(page of Paginator, its TableRows) with the newest versions; a wrong number is the last page."""
    page = Paginator(own_services(organisation), A_PAGE).get_page(number)
    newest = drafts.newest_of(page.object_list)
    return page, [_row(service, newest[service.uid]) for service in page.object_list]


def _row(service, version):
    cells = [_cell(column, service, version) for column in SHOWN]
    return TableRow(service, version, service.latest_revision_id, cells)


def _cell(column, service, version):
    choices = []
    if isinstance(column, Choice):
        choices = type(version)._meta.get_field(column.name).choices
    return Cell(column, f"{service.uid}-{column.name}", _words(column, version), choices=choices)


def _words(column, version):
    if isinstance(column, Choice):
        return getattr(version, column.name)
    return column.clean(column.words(version))


def read(rows, data):
    """Put what was typed (a QueryDict) into the rows; returns those that change something.

    What is wrong, and what somebody else has changed since, stands beside its cell.
    """
    return [row for row in rows if f"{row.service.uid}-seen" in data and _read(row, data)]


def _read(row, data):
    began = _began(row, data.get(f"{row.service.uid}-seen", ""))
    is_changed = False
    for cell in row.cells:
        was, theirs = began[cell.column.name], cell.value
        typed = cell.column.clean(data.get(cell.name, was))
        if typed in (was, theirs):
            continue
        is_changed, cell.value = True, typed
        if theirs != was:
            cell.error = OVERTAKEN.format(theirs=_shown(cell, theirs))
        else:
            _put(row, cell, typed)
    return is_changed


def _began(row, seen):
    """{column: words} that the form was filled with: those of now, unless somebody saved since."""
    if seen == str(row.seen or ""):
        return {cell.column.name: cell.value for cell in row.cells}
    known = drafts.version(row.service, as_key(seen)) if as_key(seen) else None
    version = known or type(row.service).objects.get(pk=row.service.pk)
    return {column.name: _words(column, version) for column in SHOWN}


def _shown(cell, value):
    return dict(cell.choices).get(value, value) or "nothing"


def _put(row, cell, typed):
    try:
        cell.column.put(row.version, typed, RowContext())
    except CellError as error:
        cell.error = str(error)


@transaction.atomic
def keep(rows, *, by):
    """Save changed rows as drafts, all or none; raises drafts.Overtaken."""
    with rebuilt_once():
        for row in rows:
            drafts.keep(row.version, by=by, seen=row.seen)
