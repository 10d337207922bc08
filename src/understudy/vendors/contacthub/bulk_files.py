"""The CSV files of bulk jobs: read strictly, and each row made what a client would send of an entity.

A column is a dotted path, as `base.contacts.email`. A cell is a text, or what the schema of its path asks
for: a number, true or false, or JSON where it is a list. An empty cell says nothing.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import orjson

from understudy.errors import Problem
from understudy.vendors.contacthub.event_types import REFERENCES

__all__ = ["MOST_ROWS", "Row", "Sheet", "read_sheet", "types_at", "unfit", "value_of"]

MOST_ROWS = 10_000
"""H-15.6: a job is carried out in one go, and nobody should have to wait long for that."""

MOST_COLUMNS = 500

Row = tuple[int, tuple[str, ...]]
"""The line of the file on which a row begins, the first being 1, and its cells."""

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: the paths of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(text: str | bytes) -> Sheet:
    """The sheet in a file; Problem 400, a sentence with the line, when it is no CSV with a header (H-15.5).

    It has to be UTF-8 without NUL, its quotes closed, each column named once. Blank lines are passed over.
    """
    try:
        content = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as fault:
        raise unreadable(f"The file is not UTF-8 from byte {fault.start} on: save it as such.") from fault
    if "\0" in content:
        raise unreadable("The file holds NUL characters, so it is no CSV: save it as text.")
    rows = list(rows_of(content))
    if not rows:
        raise unreadable("The file is empty: begin it with a row that names the columns.")
    columns = tuple(cell.strip() for cell in rows[0][1])
    if len(rows) - 1 > MOST_ROWS:
        raise unreadable(f"The file has more than {MOST_ROWS:,} rows: split it.")
    if len(columns) > MOST_COLUMNS:
        raise unreadable(f"The file has more than {MOST_COLUMNS} columns: leave some out.")
    if not all(columns):
        raise unreadable("A column of the file has no name: name it by a path such as base.firstName.")
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise unreadable(f"The column {twice[0][:80]} is there more than once: leave it out but once.")
    return Sheet(columns, tuple(rows[1:]))


def rows_of(content: str) -> Iterator[Row]:
    """Each row but blank ones."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    read = 0
    try:
        for cells in reader:
            line, read = read + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, tuple(cells)
    except csv.Error as fault:
        raise unreadable(f"The row at line {read + 1} is no CSV ({fault}): correct its quotes.") from fault


def unreadable(sentence: str) -> Problem:
    """The refusal of a file as a whole."""
    return Problem(400, "unreadableFile", sentence, rule="H-15.5")


def unfit(sentence: str) -> Problem:
    """The refusal of one row, whose line of the results says why (H-15.9)."""
    return Problem(400, "badRow", sentence, rule="H-15.9")


def types_at(schema: Schema, steps: Sequence[str]) -> frozenset[str] | None:
    """The JSON types of what is at a path, null left out; None when there can be nothing."""
    for step in steps:
        schema = REFERENCES.get(schema.get("$ref", ""), schema)
        members = schema.get("properties", {})
        if step in members:
            schema = members[step]
            continue
        free = schema.get("additionalProperties", "object" in types_of(schema))
        if free is False:
            return None
        schema = free if isinstance(free, Mapping) else {}
    return types_of(schema)


def types_of(schema: Schema) -> frozenset[str]:
    """The JSON types that a schema names, or else those of the text in a cell."""
    schema = REFERENCES.get(schema.get("$ref", ""), schema)
    said = schema.get("type", "string")
    return frozenset([said] if isinstance(said, str) else said) - {"null"}


def value_of(types: frozenset[str], path: str, cell: str) -> Any:
    """What a cell says of a path that takes these types; Problem 400 when it says nothing of the kind."""
    if "string" in types:
        return cell
    try:
        value = json.loads(cell.lower() if types == {"boolean"} else cell)
        # What cannot be written again, as lone surrogates or 1e999, could not be kept.
        orjson.dumps(value)
    except (ValueError, TypeError, RecursionError):
        value = None
    names = {bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    kind = names.get(type(value), "null")
    if kind not in types and not (kind == "integer" and "number" in types):
        raise unfit(f"The column {path} takes {' or '.join(sorted(types))}, not {cell[:60]!r}.")
    if isinstance(value, float) and not isfinite(value):
        raise unfit(f"The column {path} takes a finite number, not {cell[:60]!r}.")
    return value
