"""The sixty services of the demonstration's largest provider, out as a file and back in."""

import csv
import io
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organisations.models import Organisation
from services.models import Service
from tests import people
from upkeep import sheet_export
from upkeep.sheet_difference import compare
from upkeep.sheet_uploads import SheetUpload, read_sheet

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def anchorlight():
    organisation = Organisation.objects.get(name="Anchorlight")
    return organisation, people.member(organisation).user


def difference(own, name, content):
    organisation, user = own
    table = read_sheet(SimpleUploadedFile(name, content))
    upload = SheetUpload(organisation=organisation, user=user, name=name, table=table)
    return compare(organisation, user, upload.columns, upload.rows, uuid4())


def saved_again(content):
    """A workbook as a spreadsheet program writes it anew."""
    book, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_sixty_services_unchanged_make_no_difference(anchorlight, kind):
    number = Service.objects.filter(organisation=anchorlight[0]).count()
    assert number == 60
    content = {"csv": sheet_export.as_csv, "xlsx": sheet_export.as_xlsx}[kind](anchorlight[0])
    found = difference(
        anchorlight, f"s.{kind}", saved_again(content) if kind == "xlsx" else content
    )
    assert (found.rows, found.errors, found.missing, found.same) == ([], [], [], number)


def test_changed_cells_make_exactly_those_differences(anchorlight):
    text = sheet_export.as_csv(anchorlight[0]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    changed = {
        (3, "Languages spoken"): "Polish; Arabic",
        (3, "Prices"): "£1 tea",
        (20, "Cost"): "Pay what you can",
        (41, "Only for people of"): "Hartlepool (council area); Darlington",
        (59, "How to start: Police"): "Ring us (01632 960 001)",
    }
    for (number, heading), typed in changed.items():
        assert rows[number][heading] != typed
        rows[number][heading] = typed
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    found = difference(anchorlight, "s.csv", out.getvalue().encode("utf-8-sig"))
    assert not found.errors and found.same == 60 - 4
    # The first row of the file is its headings.
    assert {(row.row - 2, change.heading) for row in found.rows for change in row.changes} == set(
        changed
    )
