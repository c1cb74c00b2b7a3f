"""Reading a table that somebody else made: CSV or XLSX, in the encodings and shapes that turn up."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000


class TableError(Exception):
    """The file as a whole cannot be read; the message is for the person who chose it."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column heading."""

    number: int
    cells: dict[str, str]


def read_table(path):
    """Return (column headings, rows) of a CSV or XLSX file, or raise TableError with the reason."""
    path = Path(path)
    if not path.is_file():
        raise TableError(f"There is no file {path.name}.")
    if path.stat().st_size > MAX_BYTES:
        raise TableError(f"{path.name} is larger than {MAX_BYTES // 1024 // 1024} MB.")
    content = path.read_bytes()
    if not content.strip():
        raise TableError(f"{path.name} is empty.")
    if content.startswith(b"PK"):
        return _checked(path, _xlsx_lines(path, content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(f"{path.name} is an old Excel file. Save it as .xlsx or .csv first.")
    return _checked(path, _csv_lines(path, content))


def _csv_lines(path, content):
    text = _decoded(path, content)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    try:
        delimiter = csv.Sniffer().sniff(first_line, delimiters=",;\t|").delimiter
    except csv.Error:
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{path.name}, line {start}: not a readable table ({error}).") from error


def _decoded(path, content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise TableError(f"{path.name} is not a text file. Save it as CSV (UTF-8) or XLSX.")


def _xlsx_lines(path, content):
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell_text(cell) for cell in cells]
    # openpyxl raises whatever its parser met: the file is not a workbook that can be read.
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise TableError(f"{path.name} is not a readable Excel workbook.") from error
    except Exception as error:
        raise TableError(f"{path.name} is a damaged Excel workbook.") from error


def _cell_text(cell):
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return str(cell)


def _checked(path, lines):
    """Columns and rows, with the headings checked and empty rows left out."""
    columns, rows = None, []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _headings(path, cells)
            continue
        if len(rows) >= MAX_ROWS:
            raise TableError(f"{path.name} has more than {MAX_ROWS:,} rows.")
        extra = [cell for cell in cells[len(columns) :] if cell.strip()]
        if extra:
            raise TableError(
                f"{path.name}, line {number}: more cells than there are headings. "
                "Is there a comma or a line break outside quotation marks?"
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append(Row(number, dict(zip(columns, padded, strict=False))))
    if columns is None:
        raise TableError(f"{path.name} has no headings.")
    return columns, rows


def _headings(path, cells):
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if "" in columns:
        raise TableError(f"{path.name}: column {columns.index('') + 1} has no heading.")
    repeated = {column for column in columns if columns.count(column) > 1}
    if repeated:
        raise TableError(f"{path.name}: two columns are called “{min(repeated)}”.")
    return columns
