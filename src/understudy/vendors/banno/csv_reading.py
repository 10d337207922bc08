"""CSV files of users, read row by row and strictly: RFC 4180 in UTF-8, or Problem 400 (S-09)."""

import csv
import io
from collections.abc import Iterator

from understudy.errors import Cause, Problem

__all__ = ["MOST_LINES", "Row", "bad", "read_rows"]

MOST_LINES = 1_000_000
"""Five times as many as a segment has users (S-16); the answer can be many times as large as the file."""

MOST_COLUMNS = 1_000
LONGEST = 1_000_000
"""Characters of a row; without a limit, a row of commas would take eight times the memory of its file."""

Row = tuple[int, tuple[str, ...]]
"""The line of the file on which a row begins, the first being 1, and the row's values."""


def read_rows(raw: bytes, column: int) -> Iterator[Row]:
    """Each row of the file but blank ones, whose only value is empty or spaces; the header row among them.

    Problem 400, at the row where it shows, unless the file is UTF-8 (with or without a byte order mark) and
    free of NUL, its quotes are closed, and each row has the `column`, the first being 0. What a value
    looks like, a formula perhaps, is nobody's business here.
    """
    if column < 0:
        sentence = f"user_identifier_csv_column is {column}, but columns are counted from 0."
        raise bad(sentence, "/user_identifier_csv_column")
    if b"\0" in raw:
        raise bad("The file contains NUL characters, so it is no CSV: save it as text in UTF-8.")
    source = Source(raw)
    reader = csv.reader(source, strict=True)
    read = 0
    try:
        for values in reader:
            line, read = read + 1, reader.line_num
            source.taken = 0
            if not values or (len(values) == 1 and not values[0].strip()):
                continue
            refuse_width(len(values), column, line)
            # As a tuple, which garbage collections soon leave alone: with lists they take half of the time.
            yield line, tuple(values)
    except csv.Error as error:
        sentence = f"The row at line {read + 1} is no CSV: {error}. Correct its quotation marks."
        raise bad(sentence) from error
    except UnicodeDecodeError as error:
        sentence = f"The file is not UTF-8 after line {read}: save it as text in UTF-8."
        raise bad(sentence) from error


def refuse_width(width: int, column: int, line: int) -> None:
    """Problem 400 when a row has too many columns, or not the one with the identifier."""
    if width > MOST_COLUMNS:
        sentence = f"The row at line {line} has {width:,} columns, more than {MOST_COLUMNS:,}: remove some."
        raise bad(sentence)
    if width <= column:
        sentence = (
            f"The row at line {line} has {width} columns, so none with the index {column} that "
            "user_identifier_csv_column names: correct the row or the index."
        )
        raise bad(sentence)


class Source:
    """The lines of a file, decoded as they are asked for; Problem 400 when they are too many or too long.

    `taken` counts the characters of the row being read; whoever has the row sets it to 0.
    """

    def __init__(self, raw: bytes) -> None:
        self.text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8-sig", newline="")
        self.lines = 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST + 1):
            self.lines += 1
            self.taken += len(line)
            if self.taken > LONGEST:
                sentence = f"The row that reaches line {self.lines} is longer than {LONGEST:,} characters."
                raise bad(f"{sentence} Is a quotation mark not closed?")
            if self.lines > MOST_LINES:
                raise bad(f"The file has more than {MOST_LINES:,} lines: split it.")
            yield line


def bad(sentence: str, pointer: str = "/file") -> Problem:
    """The refusal of a form, which names the member that is wrong."""
    return Problem(400, "badRequest", sentence, causes=[Cause("body", pointer, sentence)], rule="S-09")
