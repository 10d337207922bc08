"""Making, reading, listing and renaming segments (S-03, S-04, S-13)."""

from typing import Any

from understudy.conformance.suite import SHOULD, UNSET, Probe
from understudy.vendors.banno.behaviours.steps import (
    CREATE,
    DELETE,
    GET,
    LIST,
    MAKES,
    OF_USER,
    REMOVE,
    UPDATE,
    created,
    draft_of,
    fetched,
    key,
    listed_users,
    people,
    refused,
    said,
    segment,
)
from understudy.vendors.banno.behaviours.suites import OURS, SEGMENTS

__all__ = ["REQUIRED", "some"]

promises = SEGMENTS.promises

REQUIRED = ("createdAt", "institutionId", "name", "segmentId", "updatedAt", "sourceProvider")
"""S-04: what every segment says."""

MANY = 101
"""Segments that fit no usual page."""

TEXTS = ("A plain name", "Ünïcode 名前", "Quotes \" ' and <b>tags</b> & more")

WRONG = (5, None, ["a"], {"a": 1}, True, UNSET)
"""What is no text; UNSET stands for a member that is left out."""


def some(probe: Probe, most: int = 2) -> list[str]:
    """The ids of so many users."""
    return [user["endUserId"] for user in people(probe, most)]


def without(body: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """A body with another value for a member, or without it."""
    changed = {**body, name: value}
    return {key: value for key, value in changed.items() if value is not UNSET}


@promises(
    "S-03", "A segment keeps the name, the source and the draft that it was made with.", uses=(*MAKES, GET)
)
def a_segment_keeps_what_it_was_made_with(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    for text in TEXTS:
        facts = {"name": f"{text} {probe.unique()}", "sourceProvider": text}
        answer = created(probe, draft, **facts)
        for body in (answer.json(), fetched(probe, key(probe, answer))):
            for name, value in {"draftId": draft, **facts}.items():
                if name != "draftId" or name in body:  # which is optional
                    probe.same(value, body.get(name), name, pointer=f"/{name}")


def bad_creations(probe: Probe, *statuses: int) -> None:
    """Broken unless a creation without one of the three members, or with another type of it, is refused."""
    body = said(probe, draft_of(probe, some(probe)))
    for name in ("name", "sourceProvider", "draftId"):
        for value in WRONG:
            answer = probe.call(CREATE, json=without(body, name, value))
            what = "left out" if value is UNSET else f"as {value!r}"
            refused(answer, f"a creation with {name} {what}", *statuses)
    if statuses:
        return
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    got = [each for each in listed if each["name"] == body["name"]]
    probe.same([], got, "from refused creations the segments", pointer="/segments")


@promises(
    "S-03",
    "A segment cannot be made without name, source and draft, and nothing is made then.",
    uses=(*MAKES,),
)
def a_creation_names_all_three(probe: Probe) -> None:
    bad_creations(probe)


@promises(
    "S-03",
    "A creation in which name, source or draft is missing or no text is answered 400.",
    uses=(CREATE, *MAKES),
    severity=SHOULD,
)
def an_incomplete_creation_is_bad(probe: Probe) -> None:
    bad_creations(probe, 400)


@promises("S-03", "Renaming changes name and source, and nothing else.", uses=(UPDATE, *MAKES, GET))
def renaming_changes_name_and_source(probe: Probe) -> None:
    ids = some(probe, 3)
    name = segment(probe, ids)
    before = fetched(probe, name)
    for text in TEXTS:
        body = {"name": f"{text} {probe.unique()}", "sourceProvider": f"by {text}"}
        answer = probe.expect(probe.call(UPDATE, name, json=body), 200)
        expected = {**before, **body}
        for got in (answer.json(), fetched(probe, name)):
            expected["updatedAt"] = got.get("updatedAt")
            probe.same(expected, got, "the segment")
        probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


def bad_updates(probe: Probe, *statuses: int) -> None:
    """Broken unless an update without one of the two members is refused, and nothing is changed by it."""
    name = segment(probe, some(probe))
    before = fetched(probe, name)
    body = {"name": "Changed in spite of it", "sourceProvider": "Nobody"}
    for member in body:
        for value in WRONG:
            answer = probe.call(UPDATE, name, json=without(body, member, value))
            what = "left out" if value is UNSET else f"as {value!r}"
            refused(answer, f"an update with {member} {what}", *statuses)
    probe.same(before, fetched(probe, name), "the segment as it was:")


@promises(
    "S-03", "An update needs both name and source, and changes nothing without.", uses=(UPDATE, *MAKES, GET)
)
def an_update_names_both(probe: Probe) -> None:
    bad_updates(probe)


@promises(
    "S-03",
    "An update in which name or source is missing or no text is answered 400.",
    uses=(UPDATE, *MAKES, GET),
    severity=SHOULD,
)
def an_incomplete_update_is_bad(probe: Probe) -> None:
    bad_updates(probe, 400)


@promises(
    "S-04",
    "A segment says its id, institution, name, source and times, the same wherever it is shown.",
    uses=(GET, *MAKES),
)
def a_segment_says_what_it_is(probe: Probe) -> None:
    answer = created(probe, draft_of(probe, some(probe)))
    name = key(probe, answer)
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    shown = [each for each in listed if each["segmentId"] == name]
    probe.same(1, len(shown), "in the list, times that the segment is there:", pointer="/segments")
    for body in (answer.json(), fetched(probe, name), *shown):
        for member in REQUIRED:
            if member not in body:
                probe.broken(f"a member {member}", "none", pointer=f"/{member}")
            expected = probe.member(answer, f"/{member}")
            probe.same(expected, body[member], f"wherever it is shown, {member}", pointer=f"/{member}")
        got = str(body["institutionId"]).lower()
        probe.same(probe.setting(OURS).lower(), got, "the institution", pointer="/institutionId")


@promises(
    "S-04",
    "A segment says which draft it was made from, and that it was not changed since.",
    uses=(CREATE, *MAKES),
    severity=SHOULD,
)
def a_segment_says_where_it_is_from(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    answer = created(probe, draft)
    probe.same(draft, probe.member(answer, "/draftId"), "the draft", pointer="/draftId")
    updated = probe.member(answer, "/updatedAt")
    probe.same(probe.member(answer, "/createdAt"), updated, "updatedAt", pointer="/updatedAt")


@promises("S-04", "Each segment has an id of its own, also of the same name and draft.", uses=(*MAKES, GET))
def segments_have_their_own_ids(probe: Probe) -> None:
    draft, name = draft_of(probe, some(probe)), probe.unique()
    ids = {key(probe, created(probe, draft, name=name)) for _ in range(3)}
    probe.same(3, len(ids), "ids of three segments:", pointer="/segmentId")
    for each in sorted(ids):
        probe.same(each, fetched(probe, each)["segmentId"], "the segment", pointer="/segmentId")


@promises(
    "S-03",
    "updatedAt moves on with a new name, and createdAt stays.",
    uses=(UPDATE, *MAKES, GET),
    severity=SHOULD,
    needs=("stage",),
)
def a_new_name_is_a_change(probe: Probe) -> None:
    with probe.stage() as stage:
        before = created(probe, draft_of(probe, some(probe))).json()
        stage.step(hours=1)
        body = {"name": probe.unique(), "sourceProvider": "Understudy"}
        answer = probe.expect(probe.call(UPDATE, before["segmentId"], json=body), 200)
        for after in (answer.json(), fetched(probe, before["segmentId"])):
            created_at = after.get("createdAt")
            probe.same(before["createdAt"], created_at, "createdAt as it was:", pointer="/createdAt")
            if not after["updatedAt"] > before["updatedAt"]:
                probe.broken("a later updatedAt", after["updatedAt"], pointer="/updatedAt")


@promises("S-13", "The list has all segments at once, however many.", uses=(LIST, *MAKES[1:]))
def the_list_has_all_segments(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    made = [key(probe, created(probe, draft)) for _ in range(MANY)]
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    there = {each["segmentId"] for each in listed}
    missing = [each for each in made if each not in there]
    probe.same([], missing, "missing in the list", pointer="/segments")
    probe.same(len(listed), len(there), "different segments in the list:", pointer="/segments")


@promises(
    "S-13",
    "Segments are listed in the order in which they were made.",
    uses=(LIST, *MAKES[1:], UPDATE),
    severity=SHOULD,
)
def the_list_is_in_order_of_creation(probe: Probe) -> None:
    draft = draft_of(probe, some(probe))
    made = [created(probe, draft, name=f"{text} {probe.unique()}").json() for text in "BACED"]
    body = {"name": "A changed one", "sourceProvider": "Understudy"}
    probe.expect(probe.call(UPDATE, made[1]["segmentId"], json=body), 200)
    listed = probe.member(probe.expect(probe.call(LIST), 200), "/segments")
    expected = [each["createdAt"] for each in made]
    ids = {each["segmentId"] for each in made}
    got = [each["createdAt"] for each in listed if each["segmentId"] in ids]
    probe.same(expected, got, "in the list, times of creation", pointer="/segments")
    times = [each["createdAt"] for each in listed]
    probe.same(sorted(times), times, "in the list, times of creation in order", pointer="/segments")


@promises(
    "S-13",
    "The segments of a user are those that have the user, and no others.",
    uses=(OF_USER, *MAKES, REMOVE, DELETE),
)
def segments_are_found_by_their_users(probe: Probe) -> None:
    first, second, third = some(probe, 3)
    drafts = [draft_of(probe, ids) for ids in ([first, second], [second, third])]
    left, right = (key(probe, created(probe, draft)) for draft in drafts)

    def found(user: str) -> list[str]:
        answer = probe.expect(probe.call(OF_USER, user), 200)
        listed = probe.member(answer, "/segments")
        return sorted(each["segmentId"] for each in listed if each["segmentId"] in (left, right))

    for user, expected in ((first, [left]), (second, sorted([left, right])), (third, [right])):
        probe.same(expected, found(user), "of a user's segments", pointer="/segments")
    probe.expect(probe.call(REMOVE, left, drafts[1]), 200)
    probe.same([right], found(second), "after a removal, of the user's segments", pointer="/segments")
    probe.expect(probe.call(DELETE, right), 204)
    probe.same([], found(third), "after a deletion, of the user's segments", pointer="/segments")
    probe.same([left], found(first), "of a user's segments", pointer="/segments")
