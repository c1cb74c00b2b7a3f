"""Tables from elsewhere, well and badly made."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.tables import TableError, read_table


def write(tmp_path, content, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_reads_headings_and_rows_with_the_spreadsheets_numbers(tmp_path):
    columns, rows = read_table(write(tmp_path, b'name,note\nA,"two\nlines"\n\nB,x\n'))
    assert columns == ["name", "note"]
    assert [(row.number, row.cells["name"]) for row in rows] == [(2, "A"), (5, "B")]


@pytest.mark.parametrize(
    "content",
    ["naïve,b\né,1\n".encode(), "naïve,b\né,1\n".encode("utf-8-sig"),
     "naïve,b\né,1\n".encode("cp1252"), "naïve;b\né;1\n".encode("utf-16")],
)  # fmt: skip
def test_reads_the_usual_encodings(tmp_path, content):
    columns, rows = read_table(write(tmp_path, content))
    assert columns == ["naïve", "b"]
    assert rows[0].cells == {"naïve": "é", "b": "1"}


def test_reads_a_workbook_as_it_looks(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "opens"])
    book.active.append([12.0, "=1+1 is text here", None])
    buffer = io.BytesIO()
    book.save(buffer)
    columns, rows = read_table(write(tmp_path, buffer.getvalue(), "table.xlsx"))
    assert columns == ["id", "name", "opens"]
    assert rows[0].cells["id"] == "12"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"a,,c\n1,2,3\n", "column 2 has no heading"),
        (b"a,a\n1,2\n", "two columns are called"),
        (b"a,b\n1,2,3\n", "line 2: more cells"),
        (b'a,b\n"1,2\n', "not a readable table"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"PK\x03\x04 no zip at all", "workbook"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path, content, words):
    with pytest.raises(TableError, match=words):
        read_table(write(tmp_path, content))


@settings(max_examples=300)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory, content):
    path = write(tmp_path_factory.mktemp("any"), content)
    try:
        read_table(path)
    except TableError as error:
        assert str(error)
