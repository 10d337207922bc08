"""What is not there: deleted, unknown, malformed (S-14)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.calls import EVENT_OF_ONE, EVERY, OF_DRAFT, OF_SEGMENT, sent
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    APPLIES,
    CREATE,
    CSV,
    DELETE,
    DRAFT_IDS,
    GET,
    IMPORT,
    IMPORT_FOR,
    LIST,
    MAKES,
    MISSING,
    OF_USER,
    STATS,
    UPDATE,
    USERS,
    created,
    draft_of,
    fetched,
    key,
    listed_users,
    refused,
    said,
    segment,
    unknown,
)
from understudy.vendors.banno.behaviours.suites import OURS, SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

LISTED = (GET, STATS, USERS, CSV, *APPLIES, EVENT_OF_ONE)
"""Operations on a segment that list 404."""

UNLISTED = (UPDATE, IMPORT_FOR)
"""Those that do not."""

MALFORMED = ("no-uuid", "1", "7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e3", "g" * 36)
"""Texts that are no UUIDs."""


@promises(
    "S-14",
    "A deleted segment is gone: neither read, listed, counted, changed nor downloaded.",
    uses=(DELETE, *MAKES, *OF_SEGMENT),
)
def a_deleted_segment_is_gone(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    name, other = key(probe, created(probe, draft)), key(probe, created(probe, draft))
    probe.expect(probe.call(DELETE, name), 204)
    for operation in LISTED:
        refused(sent(probe, operation, name, draft), f"{operation} of a deleted segment", 404)
    for operation in UNLISTED:
        refused(sent(probe, operation, name, draft), f"{operation} of a deleted segment")
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    got = [each["segmentId"] for each in listed if each["segmentId"] in (name, other)]
    probe.same([other], got, "of two segments listed", pointer="/segments")


@promises(
    "S-14",
    "The draft of a deleted segment can be used further.",
    uses=(DELETE, *MAKES, *OF_DRAFT),
    severity=SHOULD,
)
def a_draft_outlives_its_segment(probe: Probe) -> None:
    ids = some(probe)
    draft = draft_of(probe, ids)
    probe.expect(probe.call(DELETE, key(probe, created(probe, draft))), 204)
    for operation in OF_DRAFT:
        probe.expect(probe.call(operation, draft), 200)
    got = listed_users(probe, key(probe, created(probe, draft)))
    probe.same(sorted(ids), got, "the users", pointer="/endUsers")


@promises(
    "S-14",
    "A deletion is answered 204, also of what was deleted before or never there.",
    uses=(DELETE, *MAKES),
    severity=SHOULD,
)
def a_deletion_can_be_repeated(probe: Probe) -> None:
    name = segment(probe, some(probe))
    for each in (name, name, unknown(probe)):
        probe.expect(probe.call(DELETE, each), 204)


@promises(
    "S-14",
    "Of an unknown segment the answer is 404, where that is listed.",
    uses=(GET, *LISTED, *MAKES),
)
def an_unknown_segment_is_not_found(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    for operation in LISTED:
        refused(sent(probe, operation, unknown(probe), draft), f"{operation} of an unknown segment", 404)


@promises("S-14", "An unknown segment cannot be renamed or imported for.", uses=(UPDATE, IMPORT_FOR))
def an_unknown_segment_is_not_changed(probe: Probe) -> None:
    for operation in UNLISTED:
        answer = sent(probe, operation, unknown(probe), unknown(probe))
        refused(answer, f"{operation} of an unknown segment")


@promises(
    "S-14",
    "An unknown segment to be renamed or imported for is answered 404, though that is not listed.",
    uses=(UPDATE, IMPORT_FOR),
    severity=SHOULD,
)
def an_unknown_segment_to_change_is_not_found(probe: Probe) -> None:
    for operation in UNLISTED:
        answer = sent(probe, operation, unknown(probe), unknown(probe))
        refused(answer, f"{operation} of an unknown segment", 404)


@promises("S-14", "An unknown user is in no segments.", uses=(OF_USER,), severity=SHOULD)
def an_unknown_user_is_in_no_segments(probe: Probe) -> None:
    answer = probe.expect(probe.call(OF_USER, unknown(probe)), 200)
    probe.same([], probe.member(answer, "/segments"), "segments", pointer="/segments")


@promises("S-14", "An unknown draft is neither read nor downloaded.", uses=OF_DRAFT)
def an_unknown_draft_is_not_read(probe: Probe) -> None:
    for operation in OF_DRAFT:
        refused(probe.call(operation, unknown(probe)), f"{operation} of an unknown draft")


@promises(
    "S-14",
    "An unknown draft to be read or downloaded is answered 400, for 404 is not listed.",
    uses=OF_DRAFT,
    severity=SHOULD,
)
def an_unknown_draft_is_bad(probe: Probe) -> None:
    for operation in OF_DRAFT:
        refused(probe.call(operation, unknown(probe)), f"{operation} of an unknown draft", 400)


@promises(
    "S-14", "An unknown draft cannot be applied: 404, and the users stay.", uses=(*APPLIES, *MAKES, GET)
)
def an_unknown_draft_is_not_applied(probe: Probe) -> None:
    ids = some(probe)
    name = segment(probe, ids)
    before = fetched(probe, name)
    for operation in APPLIES:
        refused(probe.call(operation, name, unknown(probe)), f"{operation} by an unknown draft", 404)
    probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")
    probe.same(before, fetched(probe, name), "the segment as it was:")


@promises("S-14", "No segment can be made of an unknown draft.", uses=(CREATE, LIST))
def an_unknown_draft_makes_nothing(probe: Probe) -> None:
    body = said(probe, unknown(probe))
    refused(probe.call(CREATE, json=body), "a creation from an unknown draft")
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    got = [each for each in listed if each["name"] == body["name"]]
    probe.same([], got, "from a refused creation the segments", pointer="/segments")


@promises("S-14", "A creation from an unknown draft is answered 422.", uses=(CREATE,), severity=SHOULD)
def an_unknown_draft_is_unprocessable(probe: Probe) -> None:
    refused(probe.call(CREATE, json=said(probe, unknown(probe))), "a creation from an unknown draft", 422)


@promises(
    "S-14",
    "An id in the path that is no UUID is refused.",
    uses=(GET, CREATE, IMPORT, *OF_SEGMENT, *OF_DRAFT),
)
def ids_are_uuids(probe: Probe) -> None:
    good = unknown(probe)
    for bad in MALFORMED:
        for operation in OF_SEGMENT:
            refused(sent(probe, operation, bad, good), f"{operation} of the segment `{bad}`")
        for operation in OF_DRAFT:
            refused(sent(probe, operation, good, bad), f"{operation} of the draft `{bad}`")
        for operation in (CREATE, IMPORT, *OF_SEGMENT, *OF_DRAFT):
            answer = sent(probe, operation, good, good, at={"institutionId": bad})
            refused(answer, f"{operation} of the institution `{bad}`")


@promises(
    "S-14",
    "An id that is no UUID is answered 400 where the operation lists that, else 404.",
    uses=(GET, *EVERY),
    severity=SHOULD,
)
def malformed_ids_are_told(probe: Probe) -> None:
    good = unknown(probe)
    for bad in MALFORMED:
        for operation in (*OF_SEGMENT, DELETE, OF_USER):
            expected = 400 if operation in (UPDATE, IMPORT_FOR, EVENT_OF_ONE, USERS) else 404
            refused(sent(probe, operation, bad, good, user=bad), f"{operation} of `{bad}`", expected)
        for operation in OF_DRAFT:
            refused(sent(probe, operation, good, bad), f"{operation} of the draft `{bad}`", 400)
        for operation in (LIST, OF_USER, DELETE, GET, STATS, CSV, *APPLIES):
            answer = sent(probe, operation, good, good, at={"institutionId": bad})
            refused(answer, f"{operation} of the institution `{bad}`", 404)


@promises(
    "S-14", "Ids are the same in capitals.", uses=(GET, *MAKES, STATS, MISSING, DRAFT_IDS), severity=SHOULD
)
def ids_may_be_in_capitals(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    name = key(probe, created(probe, draft.upper()))
    at = {"institutionId": probe.setting(OURS).upper()}
    probe.same(fetched(probe, name), fetched(probe, name.upper(), at=at), "the segment")
    for operation in (MISSING, DRAFT_IDS):
        probe.expect(probe.call(operation, draft.upper()), 200)
