"""What an import tells, and the draft that it leaves (S-05)."""

from understudy.conformance.forms import csv_text
from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    APPEND,
    CREATE,
    CSV,
    DRAFT,
    IMPORT,
    IMPORT_FOR,
    LIST,
    MAKES,
    USERS,
    counted,
    created,
    imported,
    key,
    listed_users,
    segment,
    sent_file,
    strangers,
)
from understudy.vendors.banno.behaviours.suites import OURS, SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

READS = (LIST, USERS, CSV)
"""What it takes to know users."""


@promises(
    "S-05", "An import tells how many users it found, and which rows name nobody.", uses=(IMPORT, *READS)
)
def an_import_tells_what_it_found(probe: Probe) -> None:
    ids, nobody = some(probe, 3), strangers(2)
    rows = [ids[0], nobody[0], ids[1], nobody[1], ids[2]]
    for values, expected in ((rows, nobody), (ids, []), (nobody, nobody)):
        answer = imported(probe, values)
        counted(probe, answer, len(values) - len(expected))
        told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
        probe.same([[each] for each in expected], told, "unknown rows", pointer="/csvUnknownRows")


@promises("S-05", "The rows that name nobody are told whole and all, however many.", uses=(IMPORT, *READS))
def unknown_rows_are_told_whole(probe: Probe) -> None:
    known = some(probe, 1)[0]
    rows = [[each, f"Name {number}", ""] for number, each in enumerate(strangers(2_500))]
    answer = probe.expect(sent_file(probe, csv_text([*rows, [known, "Known", ""]])), 200)
    told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
    probe.same(len(rows), len(told), "unknown rows:", pointer="/csvUnknownRows")
    probe.same(rows, told, "unknown rows", pointer="/csvUnknownRows")
    counted(probe, answer, 1)


@promises(
    "S-05", "Each import leaves a draft of its own, which a segment can be made of.", uses=(*MAKES, DRAFT)
)
def imports_leave_drafts(probe: Probe) -> None:
    first, second = some(probe)
    drafts = {each: key(probe, imported(probe, [each]), "draftId") for each in (first, second)}
    probe.same(2, len(set(drafts.values())), "drafts of two imports:", pointer="/draftId")
    for user, draft in drafts.items():
        made = created(probe, draft)
        probe.same([user.lower()], listed_users(probe, key(probe, made)), "the users", pointer="/endUsers")


@promises("S-05", "A draft says its id, its institution and when it was made.", uses=(DRAFT, IMPORT, *READS))
def a_draft_says_what_it_is(probe: Probe) -> None:
    draft = key(probe, imported(probe, [*some(probe), *strangers(1)]), "draftId")
    answer = probe.expect(probe.call(DRAFT, draft), 200)
    probe.same(draft, probe.member(answer, "/draftId"), "the draft", pointer="/draftId")
    got = str(probe.member(answer, "/institutionId")).lower()
    probe.same(probe.setting(OURS).lower(), got, "the institution", pointer="/institutionId")
    moment = probe.member(answer, "/createdAt")
    again = probe.expect(probe.call(DRAFT, draft), 200)
    probe.same(moment, probe.member(again, "/createdAt"), "createdAt as it was:", pointer="/createdAt")


@promises(
    "S-05",
    "A draft is made when it is imported.",
    uses=(DRAFT, IMPORT, *READS),
    severity=SHOULD,
    needs=("stage",),
)
def a_draft_is_made_when_it_is_imported(probe: Probe) -> None:
    ids = some(probe)
    with probe.stage() as stage:
        moments = []
        for _ in range(2):
            draft = key(probe, imported(probe, ids), "draftId")
            stage.step(hours=1)
            answer = probe.expect(probe.call(DRAFT, draft), 200)
            moments.append(probe.member(answer, "/createdAt"))
        if not moments[0] < moments[1]:
            expected = f"a createdAt later than {moments[0]}"
            probe.broken(expected, moments[1], pointer="/createdAt")


@promises("S-05", "An import makes no segment.", uses=(LIST, IMPORT, USERS, CSV))
def an_import_makes_no_segment(probe: Probe) -> None:
    draft = key(probe, imported(probe, some(probe)), "draftId")
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    got = [each["segmentId"] for each in listed if each.get("draftId") == draft]
    probe.same([], got, "of a draft that was not used, segments", pointer="/segments")


@promises(
    "S-05", "An import for a segment tells the same, for both of its operations.", uses=(IMPORT_FOR, *MAKES)
)
def an_import_for_a_segment_tells_the_same(probe: Probe) -> None:
    ids, nobody = some(probe, 3), strangers(2)
    name = segment(probe, ids[:1])
    for operation in ("append", "delete"):
        answer = imported(probe, [*ids, *nobody], segment=name, operation=operation)
        counted(probe, answer, len(ids))
        told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
        probe.same([[each] for each in nobody], told, "unknown rows", pointer="/csvUnknownRows")
        made = created(probe, key(probe, answer, "draftId"))
        got = listed_users(probe, key(probe, made))
        probe.same(sorted(ids), got, "in the draft, users", pointer="/endUsers")


@promises(
    "S-05",
    "An import for a segment leaves its users as they are, until the draft is applied.",
    uses=(IMPORT_FOR, *MAKES, APPEND),
    severity=SHOULD,
)
def an_import_for_a_segment_changes_nothing(probe: Probe) -> None:
    first, second, third = some(probe, 3)
    name = segment(probe, [first, second])
    for operation, values in (("delete", [first]), ("append", [third])):
        answer = imported(probe, values, segment=name, operation=operation)
        got = listed_users(probe, name)
        probe.same(
            sorted([first, second]), got, f"after an import to {operation}, users", pointer="/endUsers"
        )
    probe.expect(probe.call(APPEND, name, key(probe, answer, "draftId")), 200)
    got = listed_users(probe, name)
    probe.same(sorted([first, second, third]), got, "with the draft applied, users", pointer="/endUsers")


@promises(
    "S-05",
    "A segment cannot be made of a draft that found nobody: 422.",
    uses=(CREATE, IMPORT),
    severity=SHOULD,
)
def nobody_makes_no_segment(probe: Probe) -> None:
    draft = key(probe, imported(probe, strangers(2)), "draftId")
    body = {"name": probe.unique(), "sourceProvider": "Understudy", "draftId": draft}
    probe.expect(probe.call(CREATE, json=body), 422)
