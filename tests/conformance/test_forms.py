"""Forms and CSV files as behaviours write and read them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.forms import FORM, csv_text, form, ids_in, rows_in
from understudy.conformance.suite import Exchange

VALUES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
ROWS = st.lists(st.lists(VALUES, min_size=2, max_size=4), max_size=5)


def answer(body: bytes) -> Exchange:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Exchange("GET", "http://target/file", {}, b"", 200, {}, body, moment, 0.0)


def parts(body: bytes) -> list[EmailMessage]:
    """The parts of a form, as another library reads them."""
    head = f"Content-Type: {FORM}\r\n\r\n".encode()
    return list(BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body).iter_parts())


def test_a_form_has_its_parts():
    """S-08: the fields and then the file, as it is; without a file only the fields."""
    fields = {"csv_header_row_exists": "false", "user_identifier_csv_column": "2"}
    *texts, file = parts(form("a,ü\r\nb", fields))

    assert list(fields.values()) == [part.get_content().strip() for part in texts]
    assert [*fields, "file"] == [
        part.get_param("name", header="content-disposition") for part in [*texts, file]
    ]
    assert "text/csv" == file.get_content_type()
    assert "a,ü\r\nb".encode() == file.get_payload(decode=True)
    assert 2 == len(parts(form(None, fields)))


@given(ROWS)
def test_rows_survive(rows):
    """S-09: what is written as CSV is read as it was, with a byte order mark as well."""
    text = csv_text(rows)

    assert rows == rows_in(answer(text.encode()))
    assert rows == rows_in(answer(b"\xef\xbb\xbf" + text.encode()))


def test_what_is_no_csv_cannot_be_read():
    """Quotation marks that are not closed, and bytes that are no text, are errors of the answer."""
    for body in (b'a,"b', b"\xff\xfe"):
        with pytest.raises(ValueError, match=r"CSV|codec"):
            rows_in(answer(body))


def test_ids_are_found_anywhere():
    """S-11: whatever the form of a file, the ids in it are found, in lower case."""
    name = "7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34"

    assert {name} == ids_in(answer(f'x;"{name.upper()}"\n[{name}]'.encode()))
    assert set() == ids_in(answer(b"\xffno id"))
