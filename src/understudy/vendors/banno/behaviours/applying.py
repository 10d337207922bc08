"""Drafts that replace, add or remove the users of a segment (S-06, S-12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from understudy.conformance.forms import ids_in
from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.making import REQUIRED, some
from understudy.vendors.banno.behaviours.steps import (
    APPEND,
    APPLIES,
    DRAFT_IDS,
    GET,
    MAKES,
    REMOVE,
    REPLACE,
    STATS,
    UPDATE,
    created,
    draft_of,
    fetched,
    imported,
    key,
    listed_users,
    segment,
    strangers,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises


@dataclass(frozen=True)
class Case:
    """Places of the users in a segment, in the draft, and in the segment when it is applied."""

    before: Sequence[int]
    draft: Sequence[int]
    after: Sequence[int]


CASES = {
    REPLACE: (
        Case((0, 1, 2), (2, 3), (2, 3)),
        Case((0,), (1, 2, 3), (1, 2, 3)),
        Case((0, 1), (0, 1), (0, 1)),
    ),
    APPEND: (
        Case((0, 1), (1, 2), (0, 1, 2)),
        Case((0,), (1, 2, 3), (0, 1, 2, 3)),
        Case((0, 1), (0,), (0, 1)),
    ),
    REMOVE: (Case((0, 1, 2), (2, 3), (0, 1)), Case((0, 1), (2, 3), (0, 1)), Case((0, 1), (0, 1, 2), ())),
}


def applied(probe: Probe, operation: str, *, times: int = 1) -> None:
    """Broken unless an operation, done so many times, leaves the users that it must."""
    users = some(probe, 4)
    for case in CASES[operation]:
        name = segment(probe, [users[place] for place in case.before])
        draft = draft_of(probe, [users[place] for place in case.draft])
        for _ in range(times):
            probe.expect(probe.call(operation, name, draft), 200)
        expected = sorted(users[place] for place in case.after)
        probe.same(expected, listed_users(probe, name), "afterwards the users", pointer="/endUsers")


@promises("S-06", "POST of a draft makes its users those of the segment.", uses=(REPLACE, *MAKES))
def post_replaces_the_users(probe: Probe) -> None:
    applied(probe, REPLACE)


@promises("S-06", "PUT of a draft adds its users to those of the segment, each once.", uses=(APPEND, *MAKES))
def put_appends_the_users(probe: Probe) -> None:
    applied(probe, APPEND)


@promises(
    "S-06", "DELETE of a draft takes its users out of the segment, and no others.", uses=(REMOVE, *MAKES)
)
def delete_removes_the_users(probe: Probe) -> None:
    applied(probe, REMOVE)


@promises(
    "S-06",
    "Each way of applying a draft can be repeated, and changes nothing more then.",
    uses=(REPLACE, APPEND, REMOVE, *MAKES),
    severity=SHOULD,
)
def applying_can_be_repeated(probe: Probe) -> None:
    for operation in APPLIES:
        applied(probe, operation, times=3)


@promises(
    "S-06",
    "Applying a draft is answered with the segment, whose name and source stay.",
    uses=(*APPLIES, *MAKES, GET),
)
def applying_answers_with_the_segment(probe: Probe) -> None:
    users = some(probe)
    before = created(probe, draft_of(probe, users)).json()
    for operation in APPLIES:
        draft = draft_of(probe, users[:1])
        answer = probe.expect(probe.call(operation, before["segmentId"], draft), 200)
        now = fetched(probe, before["segmentId"])
        for member in REQUIRED:
            if member != "updatedAt":
                expected, got = before[member], probe.member(answer, f"/{member}")
                probe.same(expected, got, f"still the {member}", pointer=f"/{member}")
            probe.same(answer.json()[member], now[member], f"as answered, {member}", pointer=f"/{member}")


@promises(
    "S-06",
    "A segment says the draft that it was made from, whatever is applied to it later.",
    uses=(*APPLIES, *MAKES, GET),
    severity=SHOULD,
)
def the_first_draft_stays_named(probe: Probe) -> None:
    users = some(probe)
    first, other = draft_of(probe, users), draft_of(probe, users[:1])
    name = key(probe, created(probe, first))
    for operation in APPLIES:
        answer = probe.expect(probe.call(operation, name, other), 200)
        for got in (answer.json(), fetched(probe, name)):
            probe.same(first, got.get("draftId"), "the first draft", pointer="/draftId")


@promises(
    "S-06",
    "A draft is not used up: it can be applied again, to other segments, and make further ones.",
    uses=(REPLACE, APPEND, REMOVE, *MAKES, DRAFT_IDS),
    severity=SHOULD,
)
def drafts_can_be_used_again(probe: Probe) -> None:
    users = some(probe, 3)
    draft = draft_of(probe, users[:2])
    names = [key(probe, created(probe, draft)) for _ in range(2)]
    other = segment(probe, users[2:])
    for name, operation in zip([other, *names], (APPEND, REMOVE, REPLACE), strict=True):
        probe.expect(probe.call(operation, name, draft), 200)
    expected: tuple[list[str], ...] = (sorted(users), [], sorted(users[:2]))
    for name, ids in zip([other, *names], expected, strict=True):
        probe.same(ids, listed_users(probe, name), "the users", pointer="/endUsers")
    answer = probe.expect(probe.call(DRAFT_IDS, draft), 200)
    probe.same(sorted(users[:2]), sorted(ids_in(answer)), "still in the draft, users")


@promises(
    "S-06", "What is applied to one segment changes no other of the same draft.", uses=(*APPLIES, *MAKES)
)
def segments_do_not_share_their_users(probe: Probe) -> None:
    users = some(probe, 3)
    draft = draft_of(probe, users[:2])
    names = [key(probe, created(probe, draft)) for _ in range(4)]
    for name, operation in zip(names, APPLIES, strict=False):
        probe.expect(probe.call(operation, name, draft_of(probe, users[1:])), 200)
    expected = (sorted(users[1:]), sorted(users), sorted(users[:1]), sorted(users[:2]))
    for name, ids in zip(names, expected, strict=True):
        probe.same(ids, listed_users(probe, name), "the users", pointer="/endUsers")


@promises(
    "S-06",
    "updatedAt moves on when a draft is applied, and createdAt stays.",
    uses=(*APPLIES, *MAKES, GET),
    severity=SHOULD,
    needs=("stage",),
)
def applying_is_a_change(probe: Probe) -> None:
    with probe.stage() as stage:
        users = some(probe)
        latest = created(probe, draft_of(probe, users)).json()
        draft = draft_of(probe, users[:1])
        for operation in APPLIES:
            stage.step(hours=1)
            answer = probe.expect(probe.call(operation, latest["segmentId"], draft), 200)
            for now in (answer.json(), fetched(probe, latest["segmentId"])):
                got = now.get("createdAt")
                probe.same(latest["createdAt"], got, "createdAt as it was:", pointer="/createdAt")
                if not now["updatedAt"] > latest["updatedAt"]:
                    probe.broken("a later updatedAt", now["updatedAt"], pointer="/updatedAt")
            latest = now


def stats(probe: Probe, name: str, expected: int) -> None:
    """Broken unless the statistics count so many users."""
    answer = probe.expect(probe.call(STATS, name), 200)
    probe.same(expected, probe.member(answer, "/userCount"), "users:", pointer="/userCount")


@promises(
    "S-12",
    "The statistics count the users, after each change as well.",
    uses=(STATS, *APPLIES, *MAKES, UPDATE),
)
def statistics_count_the_users(probe: Probe) -> None:
    users = some(probe, 4)
    name = segment(probe, users[:3])
    stats(probe, name, 3)
    body = {"name": probe.unique(), "sourceProvider": "Understudy"}
    probe.expect(probe.call(UPDATE, name, json=body), 200)
    stats(probe, name, 3)
    steps = ((APPEND, users[2:], 4), (REMOVE, users[:1], 3), (REPLACE, users[:2], 2), (REMOVE, users, 0))
    for operation, ids, expected in steps:
        probe.expect(probe.call(operation, name, draft_of(probe, ids)), 200)
        stats(probe, name, expected)


@promises("S-12", "No campaign uses a segment that was just made.", uses=(STATS, *MAKES), severity=SHOULD)
def a_new_segment_has_no_campaigns(probe: Probe) -> None:
    answer = probe.expect(probe.call(STATS, segment(probe, some(probe))), 200)
    got = probe.member(answer, "/numberOfCampaigns")
    probe.same(0, got, "campaigns:", pointer="/numberOfCampaigns")


@promises(
    "S-06",
    "A draft that found nobody adds and removes nobody, and replaces all users by none.",
    uses=(REPLACE, APPEND, REMOVE, *MAKES),
    severity=SHOULD,
)
def a_draft_of_nobody_can_be_applied(probe: Probe) -> None:
    users = some(probe)
    name, nobody = segment(probe, users), key(probe, imported(probe, strangers(1)), "draftId")
    for operation, expected in ((APPEND, sorted(users)), (REMOVE, sorted(users)), (REPLACE, [])):
        probe.expect(probe.call(operation, name, nobody), 200)
        probe.same(expected, listed_users(probe, name), "the users", pointer="/endUsers")
