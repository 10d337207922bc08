"""How a CSV file is read (S-08, S-09)."""

from collections.abc import Mapping

from understudy.conformance.forms import csv_text
from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    CSV,
    IMPORT,
    IMPORT_FOR,
    LIST,
    MAKES,
    USERS,
    counted,
    refused,
    segment,
    sent_file,
    strangers,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__ = ["COLUMN", "HEADER"]

promises = SEGMENTS.promises

READS = (LIST, USERS, CSV)
COLUMN, HEADER = "user_identifier_csv_column", "csv_header_row_exists"

Said = list[tuple[int, list[str]]]
"""The number and the values of each unknown row."""


def read(probe: Probe, file: str | bytes, fields: Mapping[str, str], found: int) -> Exchange:
    """The answer to an import; Broken when it is refused, or finds another number of users."""
    answer = probe.expect(sent_file(probe, file, fields=fields), 200)
    counted(probe, answer, found)
    return answer


def unknown(probe: Probe, answer: Exchange, expected: list[list[str]]) -> None:
    """Broken unless these are the unknown rows."""
    told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
    probe.same(expected, told, "unknown rows", pointer="/csvUnknownRows")


def numbered(probe: Probe, answer: Exchange, expected: Said) -> None:
    """Broken unless these are the unknown rows, with these numbers."""
    told = [(row["rowNumber"], row["values"]) for row in probe.member(answer, "/csvUnknownRows")]
    probe.same(
        [list(each) for each in expected],
        [list(each) for each in told],
        "unknown rows",
        pointer="/csvUnknownRows",
    )


@promises("S-08", "The column with the identifiers is counted from 0.", uses=(IMPORT, *READS))
def the_column_is_counted_from_zero(probe: Probe) -> None:
    ids, nobody = some(probe, 3), strangers(3)
    for column in range(3):
        rows = []
        for user, other in zip(ids, nobody, strict=True):
            row = [other, f"{other}-too", f"{other}-as-well"]
            row[column] = user
            rows.append(row)
        answer = read(probe, csv_text(rows), {HEADER: "false", COLUMN: f"{column}"}, len(ids))
        unknown(probe, answer, [])
        rows[1][column] = "nobody"
        answer = read(probe, csv_text(rows), {HEADER: "false", COLUMN: f"{column}"}, len(ids) - 1)
        unknown(probe, answer, [rows[1]])


@promises("S-08", "Without a column the first one holds the identifiers.", uses=(IMPORT, *READS))
def the_first_column_is_the_default(probe: Probe) -> None:
    ids = some(probe, 3)
    rows = [[user, *strangers(2)] for user in ids]
    unknown(probe, read(probe, csv_text(rows), {HEADER: "false"}, len(ids)), [])
    rows = [[*strangers(1), user] for user in ids]
    unknown(probe, read(probe, csv_text(rows), {HEADER: "false"}, 0), rows)


@promises(
    "S-08",
    "The first row is a header unless csv_header_row_exists says that it is none.",
    uses=(IMPORT, *READS),
)
def the_first_row_is_a_header(probe: Probe) -> None:
    ids, header = some(probe, 3), ["user", "its name"]
    rows = [[user, "somebody"] for user in ids]
    for fields in ({}, {HEADER: "true"}):
        answer = read(probe, csv_text([header, *rows]), fields, len(ids))
        unknown(probe, answer, [])
        probe.same(header, probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")
        answer = read(probe, csv_text(rows), fields, len(ids) - 1)
        probe.same(rows[0], probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")
    unknown(probe, read(probe, csv_text([header, *rows]), {HEADER: "false"}, len(ids)), [header])
    read(probe, csv_text(rows), {HEADER: "false"}, len(ids))


@promises("S-09", "A file without a header has no headers.", uses=(IMPORT, *READS), severity=SHOULD)
def without_a_header_there_are_no_headers(probe: Probe) -> None:
    answer = read(probe, csv_text([[user, "Bob"] for user in some(probe)]), {HEADER: "false"}, 2)
    probe.same([], probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")


@promises("S-08", "The source type is needed, and is one of four.", uses=(IMPORT, IMPORT_FOR, *MAKES))
def the_source_type_is_one_of_four(probe: Probe) -> None:
    bad_source_types(probe)


@promises(
    "S-08",
    "A missing or unknown source type is answered 400, also one as only the text spells it.",
    uses=(IMPORT, IMPORT_FOR, *MAKES),
    severity=SHOULD,
)
def an_unknown_source_type_is_bad(probe: Probe) -> None:
    bad_source_types(probe, 400)


def bad_source_types(probe: Probe, *statuses: int) -> None:
    """Broken unless both imports refuse other source types and none; of all statuses, those as documented."""
    ids = some(probe)
    file, name = csv_text([each] for each in ids), segment(probe, ids)
    kinds: list[str | None] = [None, "", "email", "USERNAME"]
    if statuses:  # Y-02: the page's text has other values than its enumeration.
        kinds += ["netteller-ids", "member-numbers", "usernames", "userIds", "user_id"]
    for kind in kinds:
        source = {} if kind is None else {"sourceType": kind}
        what = "without a source type" if kind is None else f"of the source type {kind!r}"
        refused(sent_file(probe, file, query=source), f"an import {what}", *statuses)
        answer = sent_file(probe, file, segment=name, query={"operationType": "append", **source})
        refused(answer, f"an import for a segment {what}", *statuses)


@promises("S-08", "An import for a segment needs an operation: append or delete.", uses=(IMPORT_FOR, *MAKES))
def the_operation_is_one_of_two(probe: Probe) -> None:
    bad_operations(probe)


@promises(
    "S-08", "A missing or unknown operation is answered 400.", uses=(IMPORT_FOR, *MAKES), severity=SHOULD
)
def an_unknown_operation_is_bad(probe: Probe) -> None:
    bad_operations(probe, 400)


def bad_operations(probe: Probe, *statuses: int) -> None:
    """Broken unless an import for a segment refuses other operations, and none."""
    ids = some(probe)
    file, name = csv_text([each] for each in ids), segment(probe, ids)
    for operation in (None, "", "replace", "APPEND", "remove"):
        query = {"sourceType": "userId"} | ({} if operation is None else {"operationType": operation})
        what = "without an operation" if operation is None else f"with the operation {operation!r}"
        refused(
            sent_file(probe, file, segment=name, query=query), f"an import for a segment {what}", *statuses
        )


@promises(
    "S-09",
    "Unknown rows say their line in the file, the header's being 1; blank lines are skipped.",
    uses=(IMPORT, *READS),
    severity=SHOULD,
)
def rows_say_their_line(probe: Probe) -> None:
    first, second = some(probe)
    lines = ["a,b", f"{first},x", "no-1,y", "", "no-2,z", "   ", f"{second},v", "no-3,w"]
    for end in ("\r\n", "\n"):
        for last in (end, ""):
            file = end.join(lines) + last
            numbered(
                probe, read(probe, file, {}, 2), [(3, ["no-1", "y"]), (5, ["no-2", "z"]), (8, ["no-3", "w"])]
            )
    answer = read(probe, "\n".join(lines[2:]), {HEADER: "false"}, 1)
    numbered(probe, answer, [(1, ["no-1", "y"]), (3, ["no-2", "z"]), (6, ["no-3", "w"])])


@promises(
    "S-09",
    "Values in quotation marks may hold commas, quotation marks and line ends.",
    uses=(IMPORT, *READS),
    severity=SHOULD,
)
def quoted_values_are_values(probe: Probe) -> None:
    (user,) = some(probe, 1)
    odd = ["no, no", 'the "one"', "two\r\nlines", ""]
    rows = [["id", "b, c", "d", "e"], ["no-1", *odd[:3]], [user, *odd[:3]], odd, ["no-2", "", "", ""]]
    answer = read(probe, csv_text(rows), {}, 1)
    probe.same(rows[0], probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")
    numbered(probe, answer, [(2, rows[1]), (6, rows[3]), (8, rows[4])])


@promises("S-09", "What looks like a formula is told as it is.", uses=(IMPORT, *READS))
def formulas_are_data(probe: Probe) -> None:
    rows = [["=1+1", "=HYPERLINK(A1)"], ["+1", "-1"], ["@SUM(A1)", "=cmd|' /C calc'!A0"]]
    unknown(probe, read(probe, csv_text(rows), {HEADER: "false"}, 0), rows)


@promises(
    "S-09", "Values are told as they are: other scripts, long ones, and empty ones.", uses=(IMPORT, *READS)
)
def values_are_told_as_they_are(probe: Probe) -> None:
    rows = [["ü-1", "名前", ""], ["no-2", "x" * 1_000, "ß"], ["no-3", "", "é"]]
    unknown(probe, read(probe, csv_text(rows).encode(), {HEADER: "false"}, 0), rows)


@promises(
    "S-09", "A byte order mark before the file is no part of it.", uses=(IMPORT, *READS), severity=SHOULD
)
def a_byte_order_mark_is_nothing(probe: Probe) -> None:
    (user,) = some(probe, 1)
    read(probe, "\ufeff" + csv_text([[user]]), {HEADER: "false"}, 1)
    answer = read(probe, "\ufeff" + csv_text([["id"], [user]]), {}, 1)
    probe.same(["id"], probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")


@promises("S-09", "A file without rows names nobody.", uses=(IMPORT, *READS), severity=SHOULD)
def a_file_may_be_empty(probe: Probe) -> None:
    for file, headers in (("", []), ("a,b\r\n", ["a", "b"]), ("\r\n\r\n", [])):
        answer = read(probe, file, {}, 0)
        probe.same(headers, probe.member(answer, "/csvHeaders"), "headers", pointer="/csvHeaders")
        unknown(probe, answer, [])
