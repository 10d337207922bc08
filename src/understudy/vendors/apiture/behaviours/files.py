"""The files that can be imported: their forms, their size, and what makes one unusable (A-48, A-50, A-51)."""

from collections.abc import Sequence

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.lists import (
    IMPORT,
    PAGE,
    REPLACE,
    VALIDATE,
    encoded,
    identifiers,
    imported,
    key_of_list,
    members,
    named,
    strangers,
    validated,
)
from understudy.vendors.apiture.behaviours.steps import key, refused
from understudy.vendors.apiture.behaviours.suites import AUDIENCES
from understudy.vendors.apiture.behaviours.workbooks import xls, xlsx

__all__: list[str] = []

promises = AUDIENCES.promises

CREATE = "createCustomerAudience"
ASKS = (VALIDATE, CREATE, PAGE)

LARGEST = 6_500_000
"""Bytes of a file, before it is written in Base64."""
LONGEST = 8_905_000
"""Characters of a file in Base64."""


def matched(probe: Probe, ids: Sequence[str], what: str, content: str, *, header: bool = False) -> None:
    """Broken unless a file's content is understood as these identifiers of customers."""
    answer = validated(probe, fileName=what, content=content, includesHeader=header)
    got = probe.member(answer, "/customerCount"), probe.member(answer, "/unmatchedCount")
    probe.same(
        (len(ids), 0), got, f"of {what} customers and unmatched identifiers:", pointer="/customerCount"
    )


def unusable(probe: Probe, what: str, content: str, *statuses: int) -> None:
    """Broken unless a file is refused by all three operations that take one."""
    facts = {"content": content}
    for operation in (VALIDATE, IMPORT):
        refused(probe.call(operation, json=named(probe, **facts)), f"{operation} of {what}", *statuses)
    audience = key_of_list(probe)
    body = {"identifierType": "dataCustomerId", "includesHeader": False, **facts}
    refused(probe.call(REPLACE, audience, json=body), f"{REPLACE} by {what}", *statuses)


@promises("A-48", "Plain text and CSV files have one identifier on each line.", uses=ASKS)
def lines_are_identifiers(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4)
    matched(probe, ids, "plain text", encoded("\n".join(ids) + "\n"))
    matched(probe, ids, "plain text without a last line end", encoded("\n".join(ids)))
    matched(probe, ids, "text from Windows", encoded("\r\n".join(ids) + "\r\n"))
    matched(probe, ids[:1], "a single line", encoded(ids[0]))


@promises(
    "A-51",
    "Line ends of an old Mac, a byte order mark and CSV quotes are understood.",
    uses=ASKS,
    severity=SHOULD,
)
def unusual_text_is_understood(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4)
    matched(probe, ids, "text of an old Mac", encoded("\r".join(ids)))
    matched(probe, ids, "text with a byte order mark", encoded("\ufeff" + "\n".join(ids)))
    matched(probe, ids, "quoted CSV", encoded("".join(f'"{each}"\r\n' for each in ids)))
    matched(probe, ids, "quoted CSV with a header", encoded('"my, ids"\n' + "\n".join(ids)), header=True)


@promises("A-51", "Blank lines are skipped and spaces around identifiers cut.", uses=ASKS, severity=SHOULD)
def blanks_are_nothing(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4)
    matched(probe, ids, "text with blank lines", encoded("\n\n".join(ids) + "\n  \n\n"))
    matched(probe, ids, "text with spaces", encoded("".join(f"  {each} \n" for each in ids)))


@promises(
    "A-51",
    "Whoever is named twice is a customer once, and unmatched once.",
    uses=(*ASKS, IMPORT),
    severity=SHOULD,
)
def duplicates_count_once(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 3)
    rows = [*ids, "nobody-at-all", *ids, ids[0], "nobody-at-all"]
    for answer in (validated(probe, rows), imported(probe, rows)):
        probe.same(len(ids), probe.member(answer, "/customerCount"), "customers:", pointer="/customerCount")
        got = probe.member(answer, "/unmatchedCount")
        probe.same(1, got, "unmatched identifiers:", pointer="/unmatchedCount")
    probe.same(sorted(ids), members(probe, key(probe, answer)), "the customers", pointer="/items")


@promises(
    "A-48", "An .xlsx workbook of one column can be imported, with or without a header.", uses=(*ASKS, IMPORT)
)
def workbooks_can_be_imported(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4)
    rows = [[each] for each in ids]
    matched(probe, ids, "workbook.xlsx", encoded(xlsx(rows)))
    matched(probe, ids, "workbook with a header.xlsx", encoded(xlsx([["ids"], *rows])), header=True)
    answer = imported(probe, content=encoded(xlsx(rows)), fileName="workbook.xlsx")
    probe.same(sorted(ids), members(probe, key(probe, answer)), "the customers", pointer="/items")


# A should, for the file is as small as can be: a server may want fonts and styles that no identifier needs.
@promises("A-48", "An .xls workbook of one column can be imported.", uses=ASKS, severity=SHOULD)
def old_workbooks_can_be_imported(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 4)
    matched(probe, ids, "workbook.xls", encoded(xls([[each] for each in ids])))


@promises("A-48", "A file with a second column is refused.", uses=(*ASKS, IMPORT, REPLACE))
def a_second_column_is_refused(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 2)
    unusable(probe, "two columns on each line", encoded(f"{ids[0]},Bob\n{ids[1]},Carol\n"))
    unusable(probe, "two columns on the last line only", encoded(f"{ids[0]}\n{ids[1]},Carol\n"))
    unusable(probe, "a workbook with two columns", encoded(xlsx([[ids[0], "Bob"], [ids[1], "Carol"]])))


@promises(
    "A-48",
    "Tabs and semicolons separate columns as well: such a file is refused.",
    uses=(*ASKS, IMPORT, REPLACE),
    severity=SHOULD,
)
def other_separators_are_refused(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 2)
    for separator in ("\t", ";"):
        text = "".join(f"{each}{separator}{number}\n" for number, each in enumerate(ids))
        unusable(probe, f"columns separated by {separator!r}", encoded(text))


@promises(
    "A-48", "A file with a second column is answered 400.", uses=(*ASKS, IMPORT, REPLACE), severity=SHOULD
)
def a_second_column_is_bad(probe: Probe) -> None:
    unusable(probe, "two columns", encoded("one,two\nthree,four\n"), 400)


@promises("A-50", "Content that is no Base64 is refused.", uses=(*ASKS, IMPORT, REPLACE))
def content_is_base64(probe: Probe) -> None:
    for content in ("This is no Base64!", "YWJj*ZGVm"):
        unusable(probe, f"the content {content}", content)


@promises(
    "A-50", "Content that is no Base64 is answered 400.", uses=(*ASKS, IMPORT, REPLACE), severity=SHOULD
)
def content_that_is_no_base64_is_bad(probe: Probe) -> None:
    unusable(probe, "content that is no Base64", "This is no Base64!", 400)


@promises(
    "A-50", "Base64 may be broken into lines of 76 characters, as mail does.", uses=ASKS, severity=SHOULD
)
def base64_may_have_line_breaks(probe: Probe) -> None:
    ids = identifiers(probe, "dataCustomerId", 9)
    text = encoded("\n".join(ids))
    lines = "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    matched(probe, ids, "Base64 with line breaks", lines)


@promises(
    "A-50",
    "A file may have 6,500,000 bytes; content of more than 8,905,000 characters is refused.",
    uses=ASKS,
)
def files_have_a_largest_size(probe: Probe) -> None:
    (known, *_) = identifiers(probe, "dataCustomerId", 2)
    rows = strangers((LARGEST - len(known) - 1) // 100, length=99)
    text = "\n".join([*rows, known]).rjust(LARGEST, "x")
    answer = validated(probe, content=encoded(text))
    probe.same(1, probe.member(answer, "/customerCount"), "customers:", pointer="/customerCount")
    got = probe.member(answer, "/unmatchedCount")
    probe.same(len(rows), got, "unmatched identifiers:", pointer="/unmatchedCount")
    content = encoded("\n" * (LONGEST // 4 * 3 + 3))
    refused(
        probe.call(VALIDATE, json=named(probe, content=content)), f"{len(content):,} characters of content"
    )


@promises(
    "A-51",
    "A file that is neither text nor a workbook is answered 400.",
    uses=(*ASKS, IMPORT, REPLACE),
    severity=SHOULD,
)
def other_files_are_bad(probe: Probe) -> None:
    unusable(probe, "a picture", encoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe"), 400)
    unusable(probe, "a workbook that is cut off", encoded(xlsx([["one"]])[:300]), 400)


@promises(
    "A-51", "A file without any identifier is answered 422.", uses=(*ASKS, IMPORT, REPLACE), severity=SHOULD
)
def an_empty_file_is_unprocessable(probe: Probe) -> None:
    for what, text in (("blank lines", "\n \n"), ("an empty file", "")):
        unusable(probe, what, encoded(text), 422)
    answer = probe.call(VALIDATE, json=named(probe, ["customer ids"], includesHeader=True))
    refused(answer, "a header alone", 422)


@promises("A-51", "Tax ids are the same with hyphens, spaces and without.", uses=(VALIDATE,), severity=SHOULD)
def tax_ids_are_compared_by_their_digits(probe: Probe) -> None:
    rows = ["000-00-0001", "000000001", "000 00 0001", "00-0000002"]
    answer = validated(probe, rows, identifierType="taxIdNumber")
    several = probe.member(answer, "/unmatchedCount")
    if several == 0:
        probe.not_observable("The institution has customers with tax ids that nobody should have.")
    probe.same(2, several, "different tax ids that match nobody:", pointer="/unmatchedCount")
