"""Any text survives the way out and back; any file is read or refused in words."""

import csv
import io
import random
import zipfile
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange.tables import TableError
from records.exports import as_meant, neutral
from services.models import Location, Service
from tests import people
from tests.factories import OrganisationFactory
from tests.upkeep import sheets
from upkeep import sheet_export
from upkeep.models import SheetUpload
from upkeep.sheet_difference import compare
from upkeep.sheet_uploads import SheetUpload as Upload
from upkeep.sheet_uploads import read_sheet

pytestmark = pytest.mark.django_db

NASTY = st.one_of(
    st.text(max_size=60).filter(lambda text: "\x00" not in text),
    st.from_regex(r"['\"]{0,2}[=+\-@\t\r\n＝;,] ?[0-9A-Z()!;,\n'\"]{0,12}", fullmatch=True),
    st.sampled_from(
        ["=HYPERLINK(\"http://x\")", "+44 1632 960001", "0044", "007", "1e5", "'=1", "''=1", "NULL",
         "a\r\nb", "a;b", "“x”", "\u202eabc", "<b>x</b> &amp; y", "a < b", "2027-01-02", "🙂", "e\u0301",
         "_x000D_", "#REF!", "TRUE"]
    ),
)  # fmt: skip


def read_back(name, content):
    table = read_sheet(SimpleUploadedFile(name, content))
    return Upload(organisation=None, user=None, name=name, table=table)


def difference(organisation, user, name, content):
    upload = read_back(name, content)
    return compare(organisation, user, upload.columns, upload.rows, uuid4())


@given(text=NASTY)
@example("'=1")
@example("''+1+1")
def test_what_is_made_harmless_is_read_as_it_was(text):
    written = neutral(text)
    assert as_meant(written) == text
    assert neutral(written) == written or neutral(text) != text


@settings(
    max_examples=min(60, settings().max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(NASTY, min_size=9, max_size=9))
def test_any_words_survive_the_way_out_and_back(db, texts):
    organisation = OrganisationFactory()
    (service,) = sheets.provider(organisation, 1)
    place = service.at_locations.get().location
    place.name, place.address_1 = texts[0], texts[1]
    place.save()
    for name, text in zip(
        ("name", "alternate_name", "summary", "description", "eligibility", "alert"),
        texts[2:8],
        strict=True,
    ):
        setattr(service, name, text)
    session = service.sessions.get()
    session.description, session.opens_at, session.closes_at = texts[8], None, None
    service.sessions.set([session])
    service.phones.set([*service.phones.all(), type(service.phones.first())(number="0800 1111")])
    service.save()
    user = people.member(organisation).user
    for kind, make in (("csv", sheet_export.as_csv), ("xlsx", sheet_export.as_xlsx)):
        found = difference(organisation, user, f"services.{kind}", make(organisation))
        assert (found.errors, found.rows, found.same) == ([], [], 1)


def test_no_cell_of_the_file_is_a_formula():
    organisation = OrganisationFactory()
    (service,) = sheets.provider(organisation, 1)
    service.name, service.summary = '=HYPERLINK("http://x","y")', "@SUM(A1)"
    service.save()
    book = openpyxl.load_workbook(io.BytesIO(sheet_export.as_xlsx(organisation)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    text = sheet_export.as_csv(organisation).decode("utf-8-sig")
    written = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in written if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


# Files that nobody should send


def mangled(good_csv, good_xlsx, dice):
    """A file in one of the many ways in which files are wrong."""
    make = dice.choice(WAYS)
    return make(good_csv, good_xlsx, dice)


def cut(good_csv, good_xlsx, dice):
    content = dice.choice([good_csv, good_xlsx])
    return content[: dice.randrange(len(content))]


def flipped(good_csv, good_xlsx, dice):
    content = bytearray(dice.choice([good_csv, good_xlsx]))
    for _ in range(dice.randint(1, 30)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content)


def recoded(good_csv, good_xlsx, dice):
    text = good_csv.decode("utf-8-sig")
    code = dice.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037", "latin-1"])
    return text.encode(code, "replace")


def reshaped(good_csv, good_xlsx, dice):
    rows = list(csv.reader(io.StringIO(good_csv.decode("utf-8-sig"), newline="")))
    row = dice.choice(rows)
    where = dice.randrange(len(row))
    nasty = ["", "45382", "45382.5", "x" * 40_000, "=cmd|' /C calc'!A0", "<!ENTITY a 'b'>", "\x00",
             "TRUE", "1E+300", "-1", "9" * 400, "\ud7ff", '"', "2027-13-45", "12:60", "a;" * 500,
             "TS24 8AY", ";;;;", "Tuesdays 25pm to 26pm", "31/02/2027", "٣", "（０１６３２）"]  # fmt: skip
    how = dice.randrange(6)
    if how == 0:
        row[where] = dice.choice(nasty)
    elif how == 1:
        rows.insert(dice.randrange(len(rows)), list(rows[0]))
    elif how == 2:
        rows.pop(0)
    elif how == 3:
        row += ["more"] * dice.randint(1, 5)
    elif how == 4:
        rows[0][where % len(rows[0])] = dice.choice(["", "Name", "Reference", "\n", "Cost"])
    else:
        for line in rows[1:]:
            line[where % len(line)] = dice.choice(nasty)
    if dice.random() < 0.4:
        return _workbook(rows)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=dice.choice(",;\t|")).writerows(rows)
    return out.getvalue().encode("utf-8", "ignore")


def _workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        cells = [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row]
        book.active.append([float(c) if c in ("45382", "-1") else c[:32_000] for c in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(good_csv, good_xlsx, dice):
    """A workbook with one part taken out, emptied, cut, or filled with something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_xlsx)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = old.namelist()
        hit = dice.choice(names)
        for name in names:
            content = old.read(name)
            if name == hit:
                content = dice.choice(
                    [None, b"", content[: len(content) // 2], ENTITIES, b"<a/>", content * 2]
                )
            if content is not None:
                new.writestr(name, content)
        if dice.random() < 0.2:
            new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    b"</sheetData></worksheet>"
)
WAYS = [cut, flipped, recoded, reshaped, reshaped, reshaped, repacked]


@pytest.mark.one_database
def test_thousands_of_broken_files_give_words_and_keep_nothing():
    organisation = OrganisationFactory()
    sheets.provider(organisation, 2)
    user = people.member(organisation).user
    good = sheet_export.as_csv(organisation), sheet_export.as_xlsx(organisation)
    outcomes = {"refused": 0, "errors": 0, "read": 0}
    for seed in range(1900):
        content = mangled(*good, random.Random(seed))
        try:
            found = difference(organisation, user, "services.csv", content)
        except TableError as error:
            assert str(error)
            outcomes["refused"] += 1
            continue
        assert all(error.row >= 2 and error.message for error in found.errors)
        outcomes["errors" if found.errors else "read"] += 1
    assert min(outcomes.values()) > 100
    assert (Service.objects.count(), Location.objects.count()) == (2, 1)
    assert not Service.objects.filter(latest_revision__isnull=False).exists()


def test_broken_files_are_answered_with_a_page(client):
    organisation = OrganisationFactory()
    sheets.provider(organisation, 2)
    client = people.member(organisation)
    good = sheet_export.as_csv(organisation), sheet_export.as_xlsx(organisation)
    for seed in range(3000, 3030):
        page = sheets.send(client, organisation, mangled(*good, random.Random(seed)))
        assert page.status_code == 200
        SheetUpload.objects.all().delete()


def test_a_workbook_that_unpacks_to_very_much_is_refused_at_once():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    with pytest.raises(TableError, match="too large once unpacked"):
        read_back("bomb.xlsx", out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_that_defines_entities_is_refused(encoding):
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Reference", "Name"])
    book.save(out)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/extra.xml", ENTITIES.decode().encode(encoding))
    with pytest.raises(TableError, match="not a workbook as spreadsheets save it"):
        read_back("entities.xlsx", out.getvalue())
