"""Reading a table that somebody else made: CSV or XLSX, in the encodings and shapes that turn up."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
#: A workbook may unpack to this much. A table of the largest size is well below.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
#: Spreadsheets never write these; in UTF-16 there is a zero byte between the letters.
_ENTITIES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)


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
    return read_content(path.name, path.read_bytes())


def read_content(name, content, *, max_rows=MAX_ROWS, max_unpacked=MAX_UNPACKED_BYTES):
    """The same of a file's bytes; `name` is what the person calls the file."""
    if not content.strip():
        raise TableError(f"{name} is empty.")
    if content.startswith(b"PK"):
        return _checked(name, _xlsx_lines(name, content, max_unpacked), max_rows)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(f"{name} is an old Excel file. Save it as .xlsx or .csv first.")
    return _checked(name, _csv_lines(name, content), max_rows)


def _csv_lines(name, content):
    text = _decoded(name, content)
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
        raise TableError(f"{name}, line {start}: not a readable table ({error}).") from error


def _decoded(name, content):
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
    raise TableError(f"{name} is not a text file. Save it as CSV (UTF-8) or XLSX.")


def _xlsx_lines(name, content, max_unpacked):
    try:
        _refuse_bombs(name, content, max_unpacked)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS)
        for number, cells in enumerate(rows, start=1):
            yield number, [_cell_text(cell) for cell in cells]
    except TableError:
        raise
    # openpyxl raises whatever its parser met: the file is not a workbook that can be read.
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise TableError(f"{name} is not a readable Excel workbook.") from error
    except Exception as error:
        raise TableError(f"{name} is a damaged Excel workbook.") from error


def _refuse_bombs(name, content, max_unpacked):
    """Raise TableError for a workbook that unpacks to far more than a table, or defines entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [part for part in packed.infolist() if part.filename.endswith((".xml", ".rels"))]
        if sum(part.file_size for part in packed.infolist()) > max_unpacked:
            raise TableError(f"{name} is too large once unpacked. Save it as CSV instead.")
        for part in parts:
            if _ENTITIES.search(packed.read(part)):
                raise TableError(f"{name} is not a workbook as spreadsheets save it.")


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


def _checked(name, lines, max_rows):
    """Columns and rows, with the headings checked and empty rows left out."""
    columns, rows = None, []
    for number, cells in lines:
        if number > MAX_ROWS:
            raise TableError(f"{name} goes on below row {MAX_ROWS:,}.")
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _headings(name, cells)
            continue
        if len(rows) >= max_rows:
            raise TableError(f"{name} has more than {max_rows:,} rows.")
        extra = [cell for cell in cells[len(columns) :] if cell.strip()]
        if extra:
            raise TableError(
                f"{name}, line {number}: more cells than there are headings. "
                "Is there a comma or a line break outside quotation marks?"
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append(Row(number, dict(zip(columns, padded, strict=False))))
    if columns is None:
        raise TableError(f"{name} has no headings.")
    return columns, rows


def _headings(name, cells):
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if "" in columns:
        raise TableError(f"{name}: column {columns.index('') + 1} has no heading.")
    repeated = {column for column in columns if columns.count(column) > 1}
    if repeated:
        raise TableError(f"{name}: two columns are called “{min(repeated)}”.")
    return columns
