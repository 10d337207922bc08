"""A CSV file becomes a draft: the users whom it names, and the rows that name nobody (S-05, S-08 … S-10)."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
import polars as pl

from understudy.http.exchange import Reply
from understudy.vendors.banno.csv_reading import Row, bad, read_rows
from understudy.vendors.banno.csv_writing import csv_text
from understudy.vendors.banno.users import Users
from understudy.world.members import Members

__all__ = ["Draft", "drafted"]

CHUNK = 5_000
"""Rows of a file that are in memory as Python values at a time."""

EXCERPT = 100
"""An answer with more unknown rows is written as text at once, and judged by its first ones."""

UNNAMED = ("rowNumber", "value")
"""S-11: what is told of an unknown row where the file has no headers."""


@dataclass(slots=True)
class Unknown:
    """The rows that name nobody: how many, the first EXCERPT of them as JSON values, and all as JSON text."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)
    text: io.BytesIO = field(default_factory=io.BytesIO)

    def add(self, rows: Sequence[Row]) -> None:
        """Take more rows."""
        told = [{"rowNumber": line, "values": values} for line, values in rows]
        self.text.write(b"," if self.count else b'{"csvUnknownRows":[')
        self.text.write(orjson.dumps(told)[1:-1])
        first = rows[: EXCERPT - len(self.first)]
        self.first += [{"rowNumber": line, "values": list(values)} for line, values in first]
        self.count += len(rows)

    def reply(self, rest: Mapping[str, Any]) -> Reply:
        """The rows as `csvUnknownRows` of an object that has `rest` besides; to be asked for once."""
        value = {**rest, "csvUnknownRows": self.first}
        if self.count <= EXCERPT:
            return Reply(200, value)
        # Written to its end in the place where it is: a copy would be as large as the import.
        self.text.write(b"]," + orjson.dumps(rest).removeprefix(b"{"))
        return Reply(200, self.text.getvalue(), excerpt=value)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says: its headers, whom it names, and which rows name nobody.

    `missing` is a CSV file of these rows, for whoever wants it later.
    """

    headers: tuple[str, ...]
    members: Members
    missing: str
    unknown: Unknown

    def facts(self) -> dict[str, Any]:
        """The part of the draft's document that comes from the file."""
        return {"members": self.members, "headers": list(self.headers), "unknown": self.missing}

    def reply(self, key: str) -> Reply:
        """ParsedCSVResults of the draft, whose id is `key`; to be asked for once."""
        found = len(self.members)
        return self.unknown.reply(
            {"csvHeaders": list(self.headers), "draftId": key, "foundUsersCount": found}
        )


def drafted(users: Users, kind: str, form: Mapping[str, Any]) -> Draft:
    """Read the `file` of an import's form and look its users up by identifiers of that kind (users.KINDS).

    Problem 400 when there is no file, or when read_rows refuses it.
    """
    if "file" not in form:
        raise bad("The form has no file: send the CSV file as the part `file`.")
    column, has_header = form["user_identifier_csv_column"], form["csv_header_row_exists"]
    rows = read_rows(form["file"], column)
    _, headers = next(rows, (1, ())) if has_header else (1, ())
    missing = [csv_text([headers or UNNAMED])]
    unknown, found = Unknown(), [Members().numbers]
    while chunk := list(islice(rows, CHUNK)):
        match = users.match(kind, pl.Series([values[column] for _, values in chunk], dtype=pl.String))
        found.append(match.members.numbers)
        if gone := [chunk[place] for place in match.unknown.arg_true()]:
            unknown.add(gone)
            told = (values if has_header else (line, values[column]) for line, values in gone)
            missing.append(csv_text(told))
    return Draft(headers, Members(pl.concat(found)), "".join(missing), unknown)
