"""CSV files to download (S-11)."""

from understudy.conformance.forms import csv_text, ids_in, rows_in
from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.banno.behaviours.files import HEADER
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    APPEND,
    CREATE,
    CSV,
    DRAFT_IDS,
    IMPORT,
    LIST,
    MAKES,
    MISSING,
    REMOVE,
    STATS,
    USERS,
    created,
    draft_of,
    imported,
    key,
    people,
    sent_file,
    strangers,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

FILES = (CSV, MISSING, DRAFT_IDS, LIST, USERS, IMPORT, CREATE)
COLUMNS = ("endUserId", "firstName", "lastName", "username", "email", "nettellerId", "memberNumber")


def files(probe: Probe) -> list[tuple[str, Exchange]]:
    """The three files, each with the id of what it is of."""
    draft = key(probe, imported(probe, [*some(probe), *strangers(1)]), "draftId")
    name = key(probe, created(probe, draft))
    asked = ((CSV, name), (MISSING, draft), (DRAFT_IDS, draft))
    return [(each, probe.expect(probe.call(operation, each), 200)) for operation, each in asked]


@promises("S-11", "CSV files come with a Content-Disposition.", uses=FILES)
def files_have_a_disposition(probe: Probe) -> None:
    for _, answer in files(probe):
        probe.header(answer, "Content-Disposition")


@promises(
    "S-11",
    "CSV files are attachments of the type text/csv, named after what they are of.",
    uses=FILES,
    severity=SHOULD,
)
def files_are_attachments(probe: Probe) -> None:
    for name, answer in files(probe):
        probe.same("text/csv", answer.media_type, "media type", pointer="Content-Type", location="header")
        expected = f'attachment; filename="{name}-end-users.csv"'
        got = probe.header(answer, "Content-Disposition")
        probe.same(expected, got, "Content-Disposition", pointer="Content-Disposition", location="header")


@promises(
    "S-11",
    "The file of a segment has its users, and follows its changes.",
    uses=(CSV, *MAKES, APPEND, REMOVE),
)
def the_file_of_a_segment_has_its_users(probe: Probe) -> None:
    first, second, third = some(probe, 3)
    name = key(probe, created(probe, draft_of(probe, [first, second])))
    steps = (
        ("", "", {first, second}),
        (APPEND, third, {first, second, third}),
        (REMOVE, first, {second, third}),
    )
    for operation, user, expected in steps:
        if operation:
            probe.expect(probe.call(operation, name, draft_of(probe, [user])), 200)
        got = ids_in(probe.expect(probe.call(CSV, name), 200)) & {first, second, third}
        probe.same(sorted(expected), sorted(got), "of three users in the file")


@promises(
    "S-11",
    "The file of a segment has seven columns, with what is listed of its users.",
    uses=(CSV, *MAKES),
    severity=SHOULD,
)
def the_file_of_a_segment_has_seven_columns(probe: Probe) -> None:
    users = people(probe, 20)
    name = key(probe, created(probe, draft_of(probe, [user["endUserId"] for user in users])))
    header, *rows = rows_in(probe.expect(probe.call(CSV, name), 200))
    probe.same(list(COLUMNS), header, "columns")
    expected = [[user.get(column, "") for column in COLUMNS] for user in users]
    probe.same(sorted(expected), sorted(rows), "the users")


@promises(
    "S-11",
    "The file of a draft's missing users has the rows that name nobody, and no others.",
    uses=(MISSING, IMPORT, LIST, USERS, CSV),
)
def the_file_of_the_missing_has_them(probe: Probe) -> None:
    ids, nobody = some(probe), strangers(3)
    draft = key(probe, imported(probe, [ids[0], *nobody, ids[1]]), "draftId")
    answer = probe.expect(probe.call(MISSING, draft), 200)
    text = answer.body.decode("utf-8", "replace").lower()
    probe.same(nobody, [each for each in nobody if each in text], "in the file, of those missing")
    probe.same([], [each for each in ids if each.lower() in text], "in the file, of those found")


@promises(
    "S-11",
    "The file of a draft's missing users has their rows as they were, below the header.",
    uses=(MISSING, IMPORT, LIST, USERS, CSV),
    severity=SHOULD,
)
def the_missing_are_told_as_they_were(probe: Probe) -> None:
    ids, nobody = some(probe), strangers(2)
    rows = [[each, "Bob, or so", 'the "one"', "=1+1"] for each in (ids[0], nobody[0], ids[1], nobody[1])]
    header = ["id", "name", "remark", "formula"]
    answer = probe.expect(sent_file(probe, csv_text([header, *rows]), fields={}), 200)
    file = probe.expect(probe.call(MISSING, key(probe, answer, "draftId")), 200)
    probe.same([header, rows[1], rows[3]], rows_in(file), "the rows")
    answer = probe.expect(sent_file(probe, csv_text(rows), fields={HEADER: "false"}), 200)
    file = probe.expect(probe.call(MISSING, key(probe, answer, "draftId")), 200)
    probe.same([["rowNumber", "value"], ["2", nobody[0]], ["4", nobody[1]]], rows_in(file), "the rows")
    answer = imported(probe, ids)
    file = probe.expect(probe.call(MISSING, key(probe, answer, "draftId")), 200)
    probe.same([["rowNumber", "value"]], rows_in(file), "the rows")


@promises(
    "S-11",
    "The file of a draft's users has the id of each user found, and no other.",
    uses=(DRAFT_IDS, IMPORT, LIST, USERS, CSV),
)
def the_file_of_a_draft_has_its_users(probe: Probe) -> None:
    ids = some(probe, 4)
    for found in (ids[:3], ids[:1], ids[1:]):
        answer = imported(probe, [*found, *strangers(2)])
        file = probe.expect(probe.call(DRAFT_IDS, key(probe, answer, "draftId")), 200)
        got = ids_in(file) & {each.lower() for each in ids}
        probe.same(sorted(found), sorted(got), "of the users in the file")


@promises(
    "S-11",
    "The file of a draft's users has one column, endUserId, and each user once.",
    uses=(DRAFT_IDS, IMPORT, LIST, USERS, CSV),
    severity=SHOULD,
)
def the_file_of_a_draft_has_one_column(probe: Probe) -> None:
    ids = some(probe, 3)
    for found in (ids, []):
        answer = imported(probe, [*found, *strangers(1), *found])
        file = probe.expect(probe.call(DRAFT_IDS, key(probe, answer, "draftId")), 200)
        header, *rows = rows_in(file)
        probe.same(["endUserId"], header, "columns")
        probe.same(sorted([each] for each in found), sorted(rows), "the users")


@promises(
    "S-11",
    "The file of a segment has as many rows as users are counted in it.",
    uses=(CSV, LIST, STATS),
    severity=SHOULD,
)
def the_file_of_a_segment_is_whole(probe: Probe) -> None:
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    for name in [each["segmentId"] for each in listed[:20]]:
        answers = [probe.call(operation, name) for operation in (STATS, CSV, STATS)]
        # It may belong to somebody who changes or deletes it at the same time.
        if {answer.status for answer in answers} == {200} and answers[0].json() == answers[2].json():
            rows = rows_in(answers[1])
            probe.same(probe.member(answers[0], "/userCount"), len(rows) - 1, "rows below the header:")
