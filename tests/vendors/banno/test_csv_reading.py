"""Reading CSV files of users."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import Problem
from understudy.vendors.banno.csv_reading import MOST_LINES, read_rows

values = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
tricky = st.text('a,"\r\n =é\u2028\x1c', max_size=12)
tables = st.lists(st.lists(values | tricky, min_size=1, max_size=4), max_size=6)


def blank(row) -> bool:
    """Whether a row counts as none."""
    return not row or (len(row) == 1 and not row[0].strip())


def refusal(raw, column=0) -> str:
    """Why a file is refused."""
    with pytest.raises(Problem) as refused:
        list(read_rows(raw, column))
    assert (400, "S-09") == (refused.value.status, refused.value.rule)
    assert refused.value.detail == refused.value.causes[0].message
    return refused.value.detail


# Python's writer leaves a lone carriage return unquoted where lines end otherwise.
@given(tables, st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)]))
def test_what_was_written_is_read(table, style):
    """S-09: whatever Python's csv module writes comes back, each row with the line on which it begins."""
    text, lines = io.StringIO(newline=""), []
    writer = csv.writer(text, lineterminator=style[0], quoting=style[1])
    for row in table:
        lines.append(1 + len(re.findall("\r\n|\r|\n", text.getvalue())))
        writer.writerow(row)

    expected = [(line, tuple(row)) for line, row in zip(lines, table, strict=True) if not blank(row)]
    assert expected == list(read_rows(text.getvalue().encode(), 0))
    assert expected == list(read_rows(b"\xef\xbb\xbf" + text.getvalue().encode(), 0))


@given(st.text('a,"\r\n ', max_size=20))
def test_any_text_is_read_as_the_csv_module_reads_it(text):
    """S-09: any text gives the rows that Python's strict csv reader gives, and is refused when it refuses."""
    try:
        rows = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True) if not blank(row)
        ]
    except csv.Error:
        assert "is no CSV" in refusal(text.encode())
    else:
        assert rows == [row for _, row in read_rows(text.encode(), 0)]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw):
    """S-09: whatever the bytes, there are rows or a Problem 400, and nothing else happens."""
    try:
        rows = list(read_rows(raw, 0))
    except Problem:
        assert refusal(raw)
    else:
        assert not any(blank(row) for _, row in rows)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("id\nflores0000\n".encode("utf-16"), "NUL"),
        ("id\nflores0000\n".encode("utf-16-be"), "NUL"),
        (b"\xff\xfeid", "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8 after line 0"),
        ("id\nJosé\n".encode("latin-1"), "not UTF-8"),
        (b"id\nflores\x000000\n", "NUL"),
        (b'id\n"flores0000\nchavez0001\n', "row at line 2 is no CSV: unexpected end of data"),
        (b'id\n"flores"0000\n', "row at line 2 is no CSV"),
        (b'id\n"' + b"x" * 200_000 + b'"\n', "field larger than field limit"),
        (b"," * 1_000, "row at line 1 has 1,001 columns, more than 1,000"),
        (b"a\n" + b"," * 999_999, "row at line 2 has 1,000,000 columns"),
        (b"," * 3_000_000, "row that reaches line 1 is longer than 1,000,000 characters"),
        (b'"' + b'\n",,,,,"' * 200_000, "is longer than 1,000,000 characters"),
        (b"\n" * (MOST_LINES + 1), "more than 1,000,000 lines"),
    ],
)
def test_what_is_no_csv_is_refused(raw, told):
    """S-09: what is not UTF-8, is binary, leaves quotes open, or has too many columns or lines is refused."""
    assert told in refusal(raw)


def test_every_row_needs_the_identifier():
    """S-09: a row without the identifier's column is refused with its line, the header row as well."""
    assert "row at line 3 has 1 columns, so none with the index 1" in refusal(b"a,b\n1,2\n3\n", 1)
    assert "row at line 1 has 2 columns" in refusal(b"a,b\n1,2,3\n", 2)
    assert [(1, ("a", "b")), (2, ("1", "2", "3"))] == list(read_rows(b"a,b\n1,2,3\n", 1))


def test_columns_are_counted_from_zero():
    """S-08, S-09: a negative index is refused, whatever the file."""
    assert "columns are counted from 0" in refusal(b"", -1)


def test_an_empty_file_has_no_rows():
    """A file without rows is a CSV file."""
    assert [] == list(read_rows(b"", 0))
    assert [] == list(read_rows(b"\xef\xbb\xbf\r\n  \r\n\n", 3))


def test_blank_lines_are_skipped_but_counted():
    """S-09: blank lines are no rows, yet later rows have the numbers of their lines."""
    assert [(2, ("a", "b")), (5, ("1", "2"))] == list(read_rows(b"\na,b\n\n \n1,2", 0))


def test_formulas_are_data():
    """A value that a spreadsheet would take for a formula is read as it stands."""
    cells = ("=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("x")')
    assert [(1, cells)] == list(read_rows(b'=1+1,@SUM(A1),+1,-1,"=HYPERLINK(""x"")"\n', 0))
