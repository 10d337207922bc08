"""Reads the first column of a workbook; run as a program of its own, workbook in, lines out.

A workbook is a program for its reader: two cells in opposite corners, five kilobytes in all, make calamine
ask for 549 GB and abort the process. So this process may abort, and has little memory to ask for. It imports
nothing of ours, for it is started for every workbook.

Exit codes: 0 with one line per row on standard output; TWO_COLUMNS, TOO_LARGE, UNREADABLE; anything else
(an abort among them) means unreadable as well.
"""

import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import python_calamine

if sys.platform != "win32":  # Windows has no such limits; there, only the sizes below protect.
    import resource

__all__ = ["TOO_LARGE", "TWO_COLUMNS", "UNREADABLE"]

TWO_COLUMNS = 3
TOO_LARGE = 4
UNREADABLE = 5

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 20
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
SMALL = 10 * 1024 * 1024
"""A packed file may claim to unpack to this much, however small it is; beyond it the ratio counts."""


class RefusedError(Exception):
    """The workbook cannot be imported; the exit code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    """Standard input to standard output."""
    limit()
    raw = sys.stdin.buffer.read()
    try:
        text = "\n".join(first_column(raw))
    except RefusedError as refused:
        sys.exit(refused.code)
    except Exception:  # noqa: BLE001 - whatever a crafted file provokes, it is the file that is bad
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def limit() -> None:
    """Take away the memory and the time that no honest workbook needs."""
    if sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        # A system that has a tighter limit already, or does not know this one, says so.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def first_column(raw: bytes) -> Iterator[str]:
    """The first sheet's only column, row by row, empty rows left out."""
    if raw.startswith(b"PK"):
        refuse_bomb(raw)
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    column = None
    for row in sheet.iter_rows():
        filled = [place for place, cell in enumerate(row) if written(cell)]
        if not filled:
            continue
        column = filled[0] if column is None else column
        if filled != [column]:
            raise RefusedError(TWO_COLUMNS)
        yield written(row[column])


def refuse_bomb(raw: bytes) -> None:
    """Raise RefusedError unless the archive is an .xlsx that unpacks to a reasonable size."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_RATIO * len(raw)):
        raise RefusedError(TOO_LARGE)
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise RefusedError(UNREADABLE)


def written(cell: Any) -> str:
    """A cell's text on one line; whole numbers without a decimal point, as they are seen in the sheet."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


if __name__ == "__main__":
    main()
