"""Institutions that never see each other (S-16)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.calls import EVENT_OF_ONE, EVERY, OF_DRAFT, OF_SEGMENT, sent
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    APPLIES,
    CREATE,
    DELETE,
    DRAFT_IDS,
    GET,
    IMPORT,
    LIST,
    MAKES,
    OF_USER,
    UPDATE,
    counted,
    created,
    draft_of,
    fetched,
    imported,
    key,
    listed_users,
    people,
    refused,
    said,
    segment,
    unknown,
)
from understudy.vendors.banno.behaviours.suites import OTHER, OURS, SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

ALL = (LIST, *EVERY)


def elsewhere(probe: Probe) -> dict[str, str]:
    """The stranger's institution, for `at`."""
    return {"institutionId": probe.setting(OTHER)}


def refused_at(probe: Probe, institution: str, what: str, *statuses: int, caller: str = "") -> None:
    """Broken unless every operation is refused in an institution, and changes nothing of ours.

    Without a status, lists may be empty instead, and what a deletion says does not count: no refusal of these
    is documented.
    """
    ids = some(probe)
    draft = draft_of(probe, ids)
    name = key(probe, created(probe, draft))
    before = fetched(probe, name)
    for operation in ALL:
        answer = sent(
            probe, operation, name, draft, user=ids[0], at={"institutionId": institution}, caller=caller
        )
        if not statuses and operation in (LIST, OF_USER) and answer.status == 200:
            got = probe.member(answer, "/segments")
            probe.same([], got, f"for {operation} {what}, segments", pointer="/segments")
        elif statuses or operation != DELETE:
            refused(answer, f"{operation} {what}", *statuses)
    probe.same(before, fetched(probe, name), "the segment as it was:")
    probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


@promises("S-16", "In an institution that is not there, every operation is refused.", uses=ALL)
def an_unknown_institution_is_refused(probe: Probe) -> None:
    refused_at(probe, unknown(probe), "in an unknown institution")


@promises("S-16", "In another institution, every operation is refused.", uses=ALL, needs=("stranger",))
def another_institution_is_refused(probe: Probe) -> None:
    refused_at(probe, probe.setting(OTHER), "in another institution")


@promises(
    "S-16", "A client of another institution is let do nothing in this one.", uses=ALL, needs=("stranger",)
)
def strangers_are_refused(probe: Probe) -> None:
    refused_at(probe, probe.setting(OURS), "by a stranger", caller="stranger")


@promises(
    "S-16",
    "Whoever names another institution than its own is answered 403.",
    uses=ALL,
    severity=SHOULD,
    needs=("stranger",),
)
def other_institutions_are_forbidden(probe: Probe) -> None:
    refused_at(probe, unknown(probe), "in an unknown institution", 403)
    refused_at(probe, probe.setting(OTHER), "in another institution", 403)
    refused_at(probe, probe.setting(OURS), "by a stranger", 403, caller="stranger")


@promises(
    "S-16",
    "In its own institution a stranger finds none of our segments and drafts.",
    uses=(
        GET,
        *MAKES,
        *(name for name in (*OF_SEGMENT, *OF_DRAFT, DELETE, OF_USER) if name not in (*MAKES, GET)),
    ),
    needs=("stranger",),
)
def ids_of_others_are_unknown(probe: Probe) -> None:
    ids, at = some(probe), elsewhere(probe)
    draft = draft_of(probe, ids)
    name = key(probe, created(probe, draft))
    before = fetched(probe, name)
    for operation in (*OF_SEGMENT, *OF_DRAFT):
        answer = sent(probe, operation, name, draft, at=at, caller="stranger")
        refused(answer, f"{operation} by a stranger, in its own institution")
    probe.call(DELETE, name, at=at, caller="stranger")
    listed = probe.expect(probe.call(LIST, at=at, caller="stranger"), 200)
    got = [each["segmentId"] for each in probe.member(listed, "/segments") if each["segmentId"] == name]
    probe.same([], got, "in the stranger's list, our segments", pointer="/segments")
    answer = probe.call(OF_USER, ids[0], at=at, caller="stranger")
    if answer.status == 200:
        probe.same([], probe.member(answer, "/segments"), "for a stranger, segments", pointer="/segments")
    probe.same(before, fetched(probe, name), "the segment as it was:")
    probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


@promises(
    "S-16",
    "To a stranger, ids of others are like those of nothing: 404, for drafts to be read 400.",
    uses=(GET, *MAKES, *(name for name in (*OF_SEGMENT, *OF_DRAFT, DELETE) if name not in (*MAKES, GET))),
    severity=SHOULD,
    needs=("stranger",),
)
def ids_of_others_are_like_none(probe: Probe) -> None:
    at, draft = elsewhere(probe), draft_of(probe, some(probe))
    name = key(probe, created(probe, draft))
    for operation in (*OF_SEGMENT, *OF_DRAFT, CREATE, DELETE):
        expected = {DELETE: 204, CREATE: 422, **dict.fromkeys(OF_DRAFT, 400)}.get(operation, 404)
        answer = sent(probe, operation, name, draft, at=at, caller="stranger")
        if answer.status != expected:
            got = f"{answer.status}"
            probe.broken(f"status {expected} for {operation} by a stranger", got, location="status")


@promises(
    "S-16",
    "A stranger can neither import our users nor use our drafts.",
    uses=(IMPORT, CREATE, *MAKES, *APPLIES),
    needs=("stranger",),
)
def users_of_others_are_unknown(probe: Probe) -> None:
    users, at = people(probe, 3), elsewhere(probe)
    ids = [user["endUserId"] for user in users]
    for kind, member in (("userId", "endUserId"), ("username", "username")):
        answer = imported(probe, [user[member] for user in users], kind, at=at, caller="stranger")
        counted(probe, answer, 0)
    ours = draft_of(probe, ids)
    answer = probe.call(CREATE, json=said(probe, ours), at=at, caller="stranger")
    refused(answer, "a creation by a stranger, from our draft")
    name = segment(probe, ids[:1])
    theirs = key(probe, imported(probe, ids[1:], at=at, caller="stranger"), "draftId")
    for operation in APPLIES:
        refused(probe.call(operation, name, theirs), f"{operation} by a draft of another institution")
    probe.same(sorted(ids[:1]), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


@promises(
    "S-16",
    "An administrator acts in every institution, and finds no unknown one: 404.",
    uses=(LIST, *MAKES[1:], GET, DRAFT_IDS, UPDATE, DELETE, EVENT_OF_ONE),
    severity=SHOULD,
    needs=("administrator", "stranger"),
)
def administrators_act_everywhere(probe: Probe) -> None:
    name, who = segment(probe, some(probe)), "administrator"
    body = {"name": probe.unique(), "sourceProvider": "Administration"}
    answer = probe.expect(probe.call(UPDATE, name, json=body, caller=who), 200)
    probe.same(answer.json(), fetched(probe, name), "as the administrator left it, the segment")
    probe.expect(probe.call(LIST, at=elsewhere(probe), caller=who), 200)
    probe.expect(probe.call(LIST, at={"institutionId": unknown(probe)}, caller=who), 404)
    probe.expect(probe.call(DELETE, name, caller=who), 204)
    refused(probe.call(GET, name), "a segment that the administrator deleted", 404)
