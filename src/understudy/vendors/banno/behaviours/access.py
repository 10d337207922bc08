"""Who may call, and do what (S-01, S-02)."""

from collections.abc import Iterator, Sequence

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.banno.behaviours.calls import EVENT, EVENT_OF_ONE, EVERY, READS, WRITES, sent
from understudy.vendors.banno.behaviours.steps import (
    CREATE,
    GET,
    IMPORT_FOR,
    LIST,
    MAKES,
    draft_of,
    fetched,
    key,
    listed_users,
    people,
    refused,
    segment,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

SECURED = tuple(name for name in EVERY if name != IMPORT_FOR)
"""Y-07: the page forgets to secure one."""


def at_hand(probe: Probe) -> tuple[str, str, list[str]]:
    """A segment, its draft, and the ids of its users."""
    ids = [user["endUserId"] for user in people(probe, 2)]
    name = segment(probe, ids)
    return name, draft_of(probe, ids[:1]), ids


def with_tokens(probe: Probe, operations: Sequence[str]) -> Iterator[tuple[str, Exchange]]:
    """Each operation without a token and with one that nobody issued."""
    name, draft, _ = at_hand(probe)
    for operation in operations:
        for what, token in (("no token", ""), ("a token that nobody issued", "Bearer nobody-issued-this")):
            answer = sent(probe, operation, name, draft, headers={"Authorization": token})
            yield f"{operation} with {what}", answer


@promises(
    "S-01",
    "Requests without an access token, or with one that nobody issued, are refused.",
    uses=(LIST, *SECURED),
)
def nobody_comes_in_without_a_token(probe: Probe) -> None:
    for what, answer in with_tokens(probe, SECURED):
        refused(answer, what, 401, 403)


@promises(
    "S-01",
    "Every operation answers 401 to a request without a valid access token.",
    uses=(LIST, *EVERY),
    severity=SHOULD,
)
def a_missing_token_is_answered_401(probe: Probe) -> None:
    for what, answer in with_tokens(probe, EVERY):
        refused(answer, what, 401)


@promises(
    "S-02",
    "The permission to view is enough for everything that reads.",
    uses=(*READS, *MAKES),
    needs=("reader",),
)
def who_may_view_may_read(probe: Probe) -> None:
    name, draft, ids = at_hand(probe)
    for operation in READS:
        probe.expect(sent(probe, operation, name, draft, user=ids[0], caller="reader"), 200)


@promises(
    "S-02",
    "Without the permission to edit nothing is made, changed or deleted.",
    uses=(CREATE, *WRITES, *MAKES[:3], GET),
    needs=("reader",),
)
def who_may_only_view_changes_nothing(probe: Probe) -> None:
    name, draft, ids = at_hand(probe)
    before = fetched(probe, name)
    for operation in WRITES:
        refused(sent(probe, operation, name, draft, caller="reader"), f"{operation} by one who may only view")
    probe.same(before, fetched(probe, name), "the segment as it was:")
    probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


@promises(
    "S-02",
    "Without the permission to edit the answer is 403, for adding to the history as well.",
    uses=(CREATE, *WRITES, EVENT, EVENT_OF_ONE, *MAKES[:3]),
    severity=SHOULD,
    needs=("reader",),
)
def who_may_only_view_is_forbidden_to_write(probe: Probe) -> None:
    name, draft, _ = at_hand(probe)
    for operation in (*WRITES, EVENT, EVENT_OF_ONE):
        answer = sent(probe, operation, name, draft, caller="reader")
        refused(answer, f"{operation} by one who may only view", 403)


@promises(
    "S-02",
    "The permission to edit is enough to read what one makes.",
    uses=(*READS, *MAKES),
    severity=SHOULD,
)
def who_may_edit_may_view(probe: Probe) -> None:
    name, draft, ids = at_hand(probe)
    for operation in READS:
        answer = probe.expect(sent(probe, operation, name, draft, user=ids[0]), 200)
        if operation == GET:
            probe.same(name, key(probe, answer), "the segment", pointer="/segmentId")
