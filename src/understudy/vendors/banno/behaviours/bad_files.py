"""Files and forms that cannot be used (S-09)."""

from collections.abc import Mapping

from understudy.conformance.forms import csv_text
from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.banno.behaviours.files import COLUMN, HEADER
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    CREATE,
    CSV,
    IMPORT,
    IMPORT_FOR,
    LIST,
    USERS,
    refused,
    segment,
    sent_file,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

BOTH = (IMPORT, IMPORT_FOR, LIST, USERS, CSV, CREATE)


def unusable(
    probe: Probe, what: str, file: str | bytes | None, fields: Mapping[str, str], name: str, *statuses: int
) -> None:
    """Broken unless both imports refuse a form; `name` is a segment."""
    for each in ("", name):
        answer: Exchange = sent_file(probe, file, fields=fields, segment=each)
        where = "an import for a segment" if each else "an import"
        refused(answer, f"{where} {what}", *statuses)


@promises("S-09", "An import without a file, or with a column that no row has, is refused.", uses=BOTH)
def a_form_has_a_file_with_the_column(probe: Probe) -> None:
    ids = some(probe)
    name, file = segment(probe, ids), csv_text([each, "x"] for each in ids)
    unusable(probe, "without a file", None, {HEADER: "false"}, name)
    unusable(probe, "by a third column of two", file, {HEADER: "false", COLUMN: "2"}, name)


@promises(
    "S-09",
    "A form without a file, or whose column or flag is none, is answered 400.",
    uses=BOTH,
    severity=SHOULD,
)
def a_bad_form_is_answered_400(probe: Probe) -> None:
    ids = some(probe)
    name, file = segment(probe, ids), csv_text([each, "x"] for each in ids)
    unusable(probe, "without a file", None, {HEADER: "false"}, name, 400)
    for column in ("2", "-1", "one", "0.5", "1e99", ""):
        fields = {HEADER: "false", COLUMN: column}
        unusable(probe, f"by the column {column!r}", file, fields, name, 400)
    unusable(probe, "with the flag `maybe`", file, {HEADER: "maybe"}, name, 400)


@promises(
    "S-09",
    "A file is text in UTF-8, with closed quotation marks, or the answer is 400.",
    uses=BOTH,
    severity=SHOULD,
)
def a_file_is_text(probe: Probe) -> None:
    ids = some(probe)
    name, text = segment(probe, ids), csv_text([each, "Zoë"] for each in ids)
    files: dict[str, str | bytes] = {
        "of a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe",
        "of UTF-16": text.encode("utf-16"),
        "of Latin 1": text.encode("latin-1"),
        "of text with a NUL": f"{ids[0]},\0\r\n",
        "of quotation marks that are not closed": f'{ids[0]},x\r\n"{ids[1]},x\r\n',
    }
    for what, file in files.items():
        unusable(probe, what, file, {HEADER: "false"}, name, 400)


@promises(
    "S-09",
    "A file in which one row lacks the column of the identifiers is answered 400.",
    uses=BOTH,
    severity=SHOULD,
)
def every_row_has_the_column(probe: Probe) -> None:
    ids = some(probe, 3)
    name = segment(probe, ids)
    rows = [["x", each] for each in ids]
    for place in range(3):
        ragged = [*rows[:place], ["y"], *rows[place + 1 :]]
        unusable(
            probe,
            f"with a short row {place + 1}",
            csv_text(ragged),
            {HEADER: "false", COLUMN: "1"},
            name,
            400,
        )
