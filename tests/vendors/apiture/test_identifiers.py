"""Files of identifiers."""

import base64
import io
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from understudy.errors import Problem
from understudy.vendors.apiture import identifiers
from understudy.vendors.apiture.identifiers import LARGEST, read_identifiers


def encoded(raw) -> str:
    """Base64 of a file given as bytes or text."""
    return base64.b64encode(raw.encode() if isinstance(raw, str) else raw).decode()


def read(raw, *, includes_header=False) -> list[str]:
    """The identifiers in a file."""
    return read_identifiers(encoded(raw), includes_header=includes_header).to_list()


def refusal(content, *, includes_header=False) -> Problem:
    """Why a file is refused."""
    with pytest.raises(Problem) as refused:
        read_identifiers(content, includes_header=includes_header)
    return refused.value


def xlsx(*rows) -> bytes:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(*rows) -> bytes:
    """The same in the old format."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("ids")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write(y, x, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


plain = st.text(
    st.characters(codec="utf-8", exclude_characters=',;\t\r\n"\0', exclude_categories=["Z", "C"]), min_size=1
)


@given(
    st.lists(plain, min_size=1),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.booleans(),
)
def test_lines_are_identifiers(ids, end, mark, quoted):
    """A-48, A-51: one identifier per line, whatever ends the lines, byte order mark and CSV quotes or not."""
    lines = [f'"{text}"' if quoted else text for text in ids]

    assert ids == read(mark + (end.join(lines) + end).encode())


def test_blanks_do_not_count():
    """A-51: blank lines are skipped and identifiers trimmed."""
    assert ["a1", "b2"] == read("\n  a1 \n\n \nb2\n\n")


def test_quotes_are_read_as_csv_has_them():
    """A-51: separators inside quotes belong to the identifier; doubled quotes are one."""
    assert ["a,b", 'c"d', "e;f", "plain"] == read('"a,b"\r\n"c""d"\r\n"e;f"\r\nplain\r\n')


@pytest.mark.parametrize("text", ["a,b\n", "a\nb,\n", "a;b", "a\tb", '"a","b"', '"a";b', 'x\n"a"\t"b"'])
def test_a_second_column_is_refused(text):
    """A-48, A-51: a comma, semicolon or tab outside quotes is a second column: 400."""
    problem = refusal(encoded(text))

    assert (400, "invalidImportContent") == (problem.status, problem.code)
    assert "more than one column" in problem.detail


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfea\x00b\x00", b"\x80abc", b"a\x00b", b'"never closed', b'"a"b"c"', b"PK", b"PK\x03\x04rubbish"],
)
def test_what_is_no_list_is_refused(raw):
    """A-51: what is neither UTF-8 text nor a readable workbook is a 400."""
    assert (400, "invalidImportContent") == ((problem := refusal(encoded(raw))).status, problem.code)


def test_base64_may_have_line_breaks():
    """A-50: MIME line breaks and other whitespace in the Base64 are accepted."""
    text = "\n".join(f"{number:020x}" for number in range(100))
    content = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")

    assert text.split("\n") == read_identifiers(content, includes_header=False).to_list()


@pytest.mark.parametrize("content", ["abc", "a===", "####", "é" * 8])
def test_bad_base64_is_refused(content):
    """A-51: content that is no Base64 is a 400."""
    assert 400 == refusal(content).status


def test_a_file_has_a_largest_size():
    """A-50: 6,500,000 bytes are read, one more is a 400."""
    most = b"x" * (LARGEST - 1) + b"\n"

    assert 1 == len(read(most))
    assert 400 == refusal(encoded(most + b"y")).status


def test_a_file_has_a_largest_number_of_rows(monkeypatch):
    """A-52: a file has at most as many rows as a reply could report, or it is a 400."""
    monkeypatch.setattr(identifiers, "MOST_ROWS", 3)

    assert ["1", "2", "3"] == read("1\n2\n\n3\n")
    assert 400 == refusal(encoded("1\n2\n3\n4\n")).status


@pytest.mark.parametrize(("text", "header"), [("", False), ("\n \r\n", False), ("only a header", True)])
def test_a_file_without_identifiers_is_refused(text, header):
    """A-51: no data rows, the header left aside, is a 422."""
    assert 422 == refusal(encoded(text), includes_header=header).status


@pytest.mark.parametrize("make", [xlsx, xls])
def test_workbooks_are_read(make):
    """A-48: .xlsx and .xls are told by their first bytes; numbers are read as they are seen."""
    rows = [["customer ids"], [123456789], ["  a1 "], [""], [1.5], ["line\nbreak"]]

    assert ["123456789", "a1", "1.5", "line break"] == read(make(*rows), includes_header=True)


def test_a_workbook_has_one_column():
    """A-48: a workbook with a second column is a 400 that says so; one that starts further right is fine."""
    assert ["a", "b"] == read(xlsx([None, "a"], [None, "b"]))
    assert "more than one column" in refusal(encoded(xlsx(["a"], ["b", "c"]))).detail


def test_a_zip_bomb_is_refused():
    """A-51: an .xlsx that unpacks to far more than its size is a 400, and is never unpacked."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)

    assert len(bomb.getvalue()) < 400_000
    assert "unpacks to far more" in refusal(encoded(bomb.getvalue())).detail


def test_a_sheet_as_large_as_the_world_is_refused():
    """A-51: two cells in opposite corners, for which a reader would ask for 549 GB, are a 400."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    out = io.BytesIO()
    book.save(out)

    assert 400 == refusal(encoded(out.getvalue())).status


def test_another_kind_of_archive_is_refused():
    """A-51: a ZIP archive that is no workbook is a 400."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ids.txt", "a1")

    assert 400 == refusal(encoded(out.getvalue())).status
