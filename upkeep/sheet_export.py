"""An organisation's own services as a file that opens safely in a spreadsheet and can be sent back."""

import csv
import io
from itertools import zip_longest

from django.db.models import Prefetch
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from places.models import Area
from records.exports import neutral
from services.models import Service
from upkeep.drafts import newest_of
from upkeep.sheet_columns import COLUMNS, HEADINGS, allowed_words, cells_of
from upkeep.sheet_lists import Lists, note_listed
from upkeep.sheet_uploads import MAX_ROWS

#: What Excel can hold in a cell, in letters.
_CELL = 32_767
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def own_services(organisation):
    """Every service of an organisation, public or not, by name, with what the sheet tells of it.

    `newest_versions` has what is a draft yet.
    """
    services = Service.objects.filter(organisation=organisation).order_by("name", "pk")
    return services.select_related("organisation").prefetch_related(
        "phones", "needs", "audiences", "languages", "serves", "led_by", "routes", "cost_options",
        "at_locations__location", "sessions__location",
        Prefetch("coverage", Area.objects.defer("geometry")),
    )  # fmt: skip


def newest_versions(services):
    """{uid: newest version} of services, which know what those that they name are called."""
    versions = newest_of(services)
    note_listed(versions.values())
    return versions


def rows(organisation):
    """The rows of the sheet, newest versions, each a list of cells in the order of HEADINGS."""
    for version in newest_versions(own_services(organisation)).values():
        cells = cells_of(version)
        yield [safe(cells[heading]) for heading in HEADINGS]


def safe(text):
    """A cell that no spreadsheet runs or refuses."""
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", text))[:_CELL]


def as_csv(organisation):
    """The sheet as CSV in bytes, marked as UTF-8 so that Excel reads it right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(rows(organisation))
    return out.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(organisation):
    """The sheet as a workbook in bytes. Every cell is text.

    A second sheet says which words may be typed, a third how each column is filled in.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Services")
    sheet.freeze_panes = "C2"
    for number, heading in enumerate(HEADINGS, start=1):
        width = 40 if heading in _WIDE else 20
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_text(sheet, heading, bold=True) for heading in HEADINGS])
    for row in rows(organisation):
        sheet.append([_text(sheet, cell) for cell in row])
    _offer(book, sheet)
    _help(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_WRAPPED, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
_WIDE = {"In one sentence", "What it is", "Who it is for", "Places", "Days and times"}


LISTS = "What may be typed"


def _offer(book, services):
    """A sheet of allowed words by column; a cell that holds one of them gets a list to choose from."""
    sheet = book.create_sheet(LISTS)
    sheet.freeze_panes = "A2"
    lists = allowed_words(Lists())
    for number, (column, words) in enumerate(lists, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 40
        if column.is_one_of:
            rows = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
            choose = DataValidation("list", formula1=rows, allow_blank=True)
            choose.error = f"Use one of these: {'; '.join(words)}."
            own = get_column_letter(HEADINGS.index(column.heading) + 1)
            choose.add(f"{own}2:{own}{MAX_ROWS + 1}")
            services.data_validations.append(choose)
    sheet.append([_text(sheet, column.heading, bold=True) for column, _ in lists])
    for row in zip_longest(*(words for _, words in lists)):
        sheet.append([word and _text(sheet, safe(word)) for word in row])


def _help(book):
    sheet = book.create_sheet("How to fill it")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    sheet.append([_text(sheet, "Reference"), _text(sheet, "Leave it. Empty for a new service.")])
    for column in COLUMNS:
        sheet.append([_text(sheet, column.heading, bold=True), _text(sheet, column.hint)])


def _text(sheet, words, *, bold=False):
    cell = WriteOnlyCell(sheet, value=words)
    cell.data_type, cell.number_format = "s", "@"
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell
