"""The files of identifiers that can be imported: Base64 of text, CSV, .xls or .xlsx (A-48 … A-51)."""

import base64
import binascii
import csv
import io
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

import polars as pl

from understudy.errors import Cause, Problem
from understudy.vendors.apiture import sheet_reader

__all__ = ["read_identifiers"]

LARGEST = 6_500_000
"""A-50: bytes of a file before it is written in Base64."""

MOST_ROWS = 1_000_000
"""As many identifiers as the reply could report unmatched (A-52)."""

WORKBOOKS = (b"\xd0\xcf\x11\xe0", b"PK")
SEPARATORS = ",;\t"
SECONDS = 30

REFUSALS = {
    sheet_reader.TWO_COLUMNS: "The workbook has more than one column: keep the column of identifiers only.",
    sheet_reader.TOO_LARGE: "The workbook unpacks to far more than a list needs: send plain text.",
}
UNREADABLE = "The content starts like an Excel workbook but cannot be read as one: save it again, or as text."


def read_identifiers(content: str, *, includes_header: bool) -> pl.Series:
    """The identifiers in the file, trimmed, in order; without the header row if there is one.

    Problem 400 invalidImportContent when the file cannot be used (A-50, A-51), 422 when it is empty.
    """
    raw = decoded(content)
    rows = workbook_rows(raw) if raw.startswith(WORKBOOKS) else text_rows(raw)
    if includes_header:
        rows = rows.slice(1)
    if rows.len() > MOST_ROWS:
        raise bad(f"The file has more than {MOST_ROWS:,} rows: split it.", rule="A-52")
    if rows.is_empty():
        sentence = "The file holds no identifier: put one on each line."
        raise Problem(422, "unprocessableEntity", sentence, rule="A-51")
    return rows


def decoded(content: str) -> bytes:
    """The file behind the Base64, which may have line breaks (A-50)."""
    try:
        raw = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad("The content is no Base64: encode the whole file again.", rule="A-50") from error
    if len(raw) > LARGEST:
        raise bad(f"The file has {len(raw):,} bytes, more than {LARGEST:,}: split it.", rule="A-50")
    return raw


def text_rows(raw: bytes) -> pl.Series:
    """The rows of a text or CSV file that are not blank, trimmed."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad("The file is neither UTF-8 text nor an Excel workbook: save it as one of these.") from error
    if "\0" in text:
        raise bad("The file contains NUL characters, so it is no text: save it as UTF-8 text.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' in text:
        return quoted_rows(text)
    refuse_separators(text)
    return lines(text)


def lines(text: str) -> pl.Series:
    """The lines that are not blank, trimmed; as a column, since there may be a million."""
    rows = pl.Series("identifier", [text]).str.split("\n").explode().str.strip_chars()
    return rows.filter(rows != "")


def quoted_rows(text: str) -> pl.Series:
    """The rows of a CSV file with quotes as RFC 4180 has them."""
    outside = re.sub(r'"[^"]*"', "", text)
    if '"' in outside:
        raise bad("A quotation mark in the file is never closed: close it, or double it inside quotes.")
    refuse_separators(outside)
    chunks = [pl.Series("identifier", [], dtype=pl.String)]
    try:
        rows = (row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row)
        while chunk := list(islice(rows, 50_000)):
            if any(len(row) > 1 for row in chunk):
                refuse_separators(SEPARATORS)
            chunks.append(pl.Series("identifier", [row[0].strip() for row in chunk], dtype=pl.String))
    except csv.Error as error:
        raise bad(f"The file is no CSV: {error}. Correct its quotation marks.") from error
    whole = pl.concat(chunks)
    return whole.filter(whole != "")


def refuse_separators(text: str) -> None:
    """Problem 400 when there is a second column."""
    if any(separator in text for separator in SEPARATORS):
        sentence = "The file has more than one column: keep one identifier per line, without separators."
        raise bad(sentence, rule="A-48")


def workbook_rows(raw: bytes) -> pl.Series:
    """The rows of an Excel workbook's only column, read by a process that may break (sheet_reader)."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
            [sys.executable, "-I", str(Path(sheet_reader.__file__))],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise bad(UNREADABLE) from error
    if ended.returncode != 0:
        raise bad(REFUSALS.get(ended.returncode, UNREADABLE))
    return lines(ended.stdout.decode())


def bad(sentence: str, *, rule: str = "A-51") -> Problem:
    """The refusal of a file, which names the member that holds it."""
    cause = Cause("body", "/content", sentence)
    return Problem(400, "invalidImportContent", sentence, causes=[cause], rule=rule)
