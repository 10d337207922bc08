"""How many users are told, and as what (S-07, S-10)."""

from understudy.conformance.forms import csv_text, ids_in
from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import (
    APPEND,
    CSV,
    DRAFT_IDS,
    IMPORT,
    LIST,
    MAKES,
    REMOVE,
    USERS,
    counted,
    created,
    draft_of,
    imported,
    key,
    listed_users,
    people,
    segment,
    sent_file,
    some_ids,
    strangers,
)
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises

MOST = 150
"""S-07: as many users as are listed."""

KINDS = {
    "userId": "endUserId",
    "username": "username",
    "netteller_id": "nettellerId",
    "member_number": "memberNumber",
}
"""S-08: the member of a user that holds an identifier of each kind."""


@promises(
    "S-07",
    "Up to 150 users of a segment are listed; with 151 the answer is 400.",
    uses=(USERS, *MAKES, APPEND, REMOVE),
)
def at_most_150_users_are_listed(probe: Probe) -> None:
    ids = some_ids(probe, MOST + 1)
    name = segment(probe, ids[:MOST])
    probe.same(sorted(ids[:MOST]), listed_users(probe, name), "the 150 users", pointer="/endUsers")
    last = draft_of(probe, ids[MOST:])
    probe.expect(probe.call(APPEND, name, last), 200)
    refused = probe.call(USERS, name)
    probe.expect(refused, 400)
    probe.expect(probe.call(REMOVE, name, last), 200)
    probe.same(sorted(ids[:MOST]), listed_users(probe, name), "the 150 users", pointer="/endUsers")


@promises(
    "S-07",
    "The CSV file has all users of a segment, also of one with more than 150.",
    uses=(CSV, *MAKES),
)
def the_file_has_all_users(probe: Probe) -> None:
    ids = some_ids(probe, MOST + 1)
    answer = probe.expect(probe.call(CSV, segment(probe, ids)), 200)
    got = ids_in(answer)
    missing = [each for each in ids if each not in got]
    probe.same([], missing, "missing in the file, users")


@promises(
    "S-07",
    "Users are listed with their id, name and username, the same in each segment.",
    uses=(USERS, *MAKES),
)
def users_are_listed_as_they_are(probe: Probe) -> None:
    users = people(probe, 3)
    answer = probe.expect(probe.call(USERS, segment(probe, [user["endUserId"] for user in users])), 200)
    got = {user["endUserId"]: user for user in probe.member(answer, "/endUsers")}
    for user in users:
        for name in ("endUserId", "firstName", "lastName", "username"):
            if name not in user:
                probe.broken(f"a member {name}", "none", pointer="/endUsers/0")
        probe.same(user, got.get(user["endUserId"]), "the user", pointer="/endUsers")


@promises(
    "S-07",
    "A segment without users has an empty list.",
    uses=(USERS, *MAKES, REMOVE),
    severity=SHOULD,
)
def a_segment_may_have_no_users(probe: Probe) -> None:
    ids = some(probe)
    name = segment(probe, ids)
    probe.expect(probe.call(REMOVE, name, draft_of(probe, ids)), 200)
    probe.same([], listed_users(probe, name), "users", pointer="/endUsers")


@promises(
    "S-08",
    "Users are found by id, username, NetTeller id and member number, as sourceType says.",
    uses=(IMPORT, *MAKES),
)
def users_are_found_by_four_kinds(probe: Probe) -> None:
    users = people(probe, 5)
    for kind, member in KINDS.items():
        known = {user[member]: user["endUserId"].lower() for user in users if user.get(member)}
        if not known:
            continue  # An optional member that these users do not have.
        answer = imported(probe, known, kind)
        probe.same(
            [], probe.member(answer, "/csvUnknownRows"), f"by {kind}, unknown rows", pointer="/csvUnknownRows"
        )
        got = listed_users(probe, key(probe, created(probe, key(probe, answer, "draftId"))))
        missing = [each for each in known.values() if each not in got]
        probe.same([], missing, f"by {kind}, users missing", pointer="/endUsers")
        if kind != "netteller_id":  # which several users may share
            counted(probe, answer, len(known))


@promises("S-08", "An identifier of one kind finds nobody as another kind.", uses=(IMPORT, LIST, USERS, CSV))
def kinds_are_told_apart(probe: Probe) -> None:
    users = people(probe, 5)
    names, ids = [user["username"] for user in users], [user["endUserId"] for user in users]
    wrong = [(kind, ids) for kind in ("username", "netteller_id", "member_number")]
    for kind, values in (*wrong, ("userId", names)):
        answer = imported(probe, values, kind)
        counted(probe, answer, 0)
        told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
        probe.same([[each] for each in values], told, f"unknown as {kind}", pointer="/csvUnknownRows")


@promises(
    "S-10",
    "Users named several times are found once; unknown rows are told each time.",
    uses=(IMPORT, *MAKES),
    severity=SHOULD,
)
def users_are_found_once(probe: Probe) -> None:
    users, nobody = people(probe, 3), strangers(1)[0]
    ids = [user["endUserId"] for user in users]
    answer = imported(probe, [*ids, nobody, *ids, ids[0], nobody])
    counted(probe, answer, len(ids))
    told = [row["values"] for row in probe.member(answer, "/csvUnknownRows")]
    probe.same([[nobody], [nobody]], told, "unknown rows", pointer="/csvUnknownRows")
    got = listed_users(probe, key(probe, created(probe, key(probe, answer, "draftId"))))
    probe.same(sorted(ids), got, "the users", pointer="/endUsers")


@promises(
    "S-10",
    "Spaces around an identifier do not count, and usernames are the same in capitals.",
    uses=(IMPORT, LIST, USERS, CSV),
    severity=SHOULD,
)
def identifiers_are_compared_as_written(probe: Probe) -> None:
    users = people(probe, 3)
    names, ids = [user["username"] for user in users], [user["endUserId"] for user in users]
    for kind, values in (
        ("username", [f"  {each} " for each in names]),
        ("userId", [f" {each}\t" for each in ids]),
        ("username", [each.upper() for each in names]),
        ("username", [each.capitalize() for each in names]),
    ):
        counted(probe, probe.expect(sent_file(probe, csv_text([each] for each in values), kind), 200), 3)


@promises(
    "S-10",
    "Part of an identifier, or more than it, finds nobody.",
    uses=(IMPORT, LIST, USERS, CSV),
    severity=SHOULD,
)
def identifiers_are_compared_whole(probe: Probe) -> None:
    for user in people(probe, 3):
        for kind, member in KINDS.items():
            value = user.get(member)
            if value:
                counted(probe, imported(probe, [f"{value}-x", f"x{value}"], kind), 0)
        counted(probe, imported(probe, [user["username"][:-1] + "_"], "username"), 0)


@promises(
    "S-10",
    "Zeros at the beginning of a number are part of it.",
    uses=(IMPORT, DRAFT_IDS, LIST, USERS, CSV),
    severity=SHOULD,
)
def zeros_count(probe: Probe) -> None:
    kinds = {kind: KINDS[kind] for kind in ("netteller_id", "member_number")}
    users = people(probe, 50)
    found = [
        (kind, user[member], user["endUserId"].lower())
        for kind, member in kinds.items()
        for user in users
        if user.get(member, "").startswith("0")
    ]
    if not found:
        probe.not_observable("None of the users that it knows has a number with a zero at its beginning.")
    for kind, value, name in found[:5]:
        for text, expected in ((value, [name]), (value[1:], [])):
            draft = key(probe, imported(probe, [text], kind), "draftId")
            got = ids_in(probe.expect(probe.call(DRAFT_IDS, draft), 200))
            probe.same(expected, [each for each in [name] if each in got], f"by {kind} {text}, of one user")


@promises(
    "S-10",
    "A NetTeller id that several users share finds them all.",
    uses=(IMPORT, *MAKES),
    severity=SHOULD,
)
def a_shared_identifier_finds_all(probe: Probe) -> None:
    by: dict[str, list[str]] = {}
    for user in people(probe, MOST):
        if user.get("nettellerId"):
            by.setdefault(user["nettellerId"], []).append(user["endUserId"].lower())
    shared = [(value, ids) for value, ids in by.items() if len(ids) > 1]
    if not shared:
        probe.not_observable("No two of the users that it knows share a NetTeller id.")
    value, ids = shared[0]
    answer = imported(probe, [value, value], "netteller_id")
    got = listed_users(probe, key(probe, created(probe, key(probe, answer, "draftId"))))
    probe.same([], [each for each in ids if each not in got], "users missing", pointer="/endUsers")
    counted(probe, answer, len(got))
