"""Audiences put into the archive, taken out of it, and deleted (A-43, A-46)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.calls import ONE, sent
from understudy.vendors.apiture.behaviours.changing import (
    as_it_was,
    moment,
    same_members,
    tag,
    ticked,
    unchanged,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, created, fetched, key, listed, word
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

STEPS = ("createCustomerAudience", "getCustomerAudience")
ARCHIVE = ("archiveCustomerAudience", "restoreCustomerAudience", *STEPS)
RESTORE = ("restoreCustomerAudience", "archiveCustomerAudience", *STEPS)
DELETE = ("deleteCustomerAudience", *STEPS)
READS = ("getCustomerAudience", "listCustomerAudienceCustomers", "listCustomerAudienceCollaborators")
CONNECTED = (
    *DELETE,
    "createCustomerAudienceConnection",
    "getCustomerAudienceConnection",
    "listCustomerAudienceConnections",
)

MARKS = ("state", "updatedAt", "updatedBy")
"""What archiving and restoring change."""


def placed(probe: Probe, operation: str, audience: str) -> Exchange:
    """The answer to archiving or restoring; Broken unless 200."""
    return probe.expect(probe.call(operation, audience), 200)


def moves(probe: Probe, operation: str, before: Exchange, state: str) -> Exchange:
    """The answer to archiving or restoring; Broken unless it, and it alone, changed the state."""
    answer = placed(probe, operation, key(probe, before))
    probe.same(state, probe.member(answer, "/state"), "the state", pointer="/state")
    same_members(probe, before.json(), answer.json(), but=MARKS)
    if tag(probe, answer) == tag(probe, before):
        probe.broken("a new entity tag", tag(probe, answer), location="header", pointer="ETag")
    unchanged(probe, answer)
    return answer


@AUDIENCES.promises(
    "A-43",
    "Archiving an audience changes its state to archived, its entity tag, and nothing else.",
    uses=ARCHIVE,
)
def archiving_changes_the_state(probe: Probe) -> None:
    """As the answer shows it, and every read after it."""
    before = fetched(probe, key(probe, created(probe, description="About to be archived.")))
    moves(probe, "archiveCustomerAudience", before, "archived")


@AUDIENCES.promises(
    "A-43",
    "Restoring an audience changes its state to active, its entity tag, and nothing else.",
    uses=RESTORE,
)
def restoring_changes_the_state(probe: Probe) -> None:
    """And it can be archived again after that."""
    audience = key(probe, created(probe, description="About to be restored."))
    placed(probe, "archiveCustomerAudience", audience)
    restored = moves(probe, "restoreCustomerAudience", fetched(probe, audience), "active")
    moves(probe, "archiveCustomerAudience", restored, "archived")


@AUDIENCES.promises(
    "A-43",
    "Archiving what is archived is answered by 200, and changes nothing.",
    uses=ARCHIVE,
)
def archiving_again_changes_nothing(probe: Probe) -> None:
    """Neither the entity tag nor updatedAt."""
    audience = key(probe, created(probe))
    before = placed(probe, "archiveCustomerAudience", audience)
    again = placed(probe, "archiveCustomerAudience", audience)
    as_it_was(probe, before, again)
    unchanged(probe, before)


@AUDIENCES.promises("A-43", "Restoring what is active is answered by 200, and changes nothing.", uses=RESTORE)
def restoring_again_changes_nothing(probe: Probe) -> None:
    """Neither after a restoration nor when it was never archived."""
    audience = key(probe, created(probe))
    for _ in range(2):
        before = fetched(probe, audience)
        again = placed(probe, "restoreCustomerAudience", audience)
        as_it_was(probe, before, again)
        unchanged(probe, before)
        placed(probe, "archiveCustomerAudience", audience)
        placed(probe, "restoreCustomerAudience", audience)


@AUDIENCES.promises(
    "A-43",
    "Archiving and restoring are changes, so that updatedAt says when; doing them again is none.",
    uses=ARCHIVE,
)
def archiving_moves_updated_at_once(probe: Probe) -> None:
    """Seen against audiences that are made in between."""
    made = fetched(probe, key(probe, created(probe))).json()
    since = made["updatedAt"]
    for operation in ("archiveCustomerAudience", "restoreCustomerAudience"):
        meanwhile = ticked(probe, since)
        since = placed(probe, operation, made["id"]).json()["updatedAt"]
        if moment(since) < meanwhile:
            probe.broken(f"updatedAt from {meanwhile}", since, pointer="/updatedAt")
        ticked(probe, since)
        again = placed(probe, operation, made["id"]).json()["updatedAt"]
        probe.same(since, again, "still the updatedAt", pointer="/updatedAt")


@AUDIENCES.promises(
    "A-43",
    "An archived audience is listed as archived and not as active, until it is restored.",
    uses=(
        "archiveCustomerAudience",
        "restoreCustomerAudience",
        "createCustomerAudience",
        "listCustomerAudiences",
    ),
)
def archived_audience_is_listed_as_archived(probe: Probe) -> None:
    """The list by state, each of the two."""
    name = word(probe)
    audience = key(probe, created(probe, name=name))
    for operation, state in (("archiveCustomerAudience", "archived"), ("restoreCustomerAudience", "active")):
        placed(probe, operation, audience)
        for asked in ("active", "archived"):
            got = listed(probe, {"q": name, "state": asked}, [audience])
            probe.same([audience] if asked == state else [], got, f"listed as {asked}:", pointer="/items")


@AUDIENCES.promises(
    "A-43",
    "Archiving or restoring an audience that does not exist is answered by 404.",
    uses=ARCHIVE[:2],
)
def archiving_nothing_is_404(probe: Probe) -> None:
    """No audience has the id."""
    for operation in ARCHIVE[:2]:
        probe.expect(probe.call(operation, UNKNOWN), 404)


@AUDIENCES.promises(
    "A-46",
    "A deleted audience is gone: 204 without a body, then 404 for every operation on it.",
    uses=(
        "deleteCustomerAudience",
        "createCustomerAudience",
        *(name for name in ONE if name != "deleteCustomerAudience"),
    ),
)
def deleted_audience_is_gone(probe: Probe) -> None:
    """Also for who has read it before; deleting it once more is one of these operations."""
    audience = key(probe, created(probe))
    for operation in READS:
        probe.expect(sent(probe, operation, audience), 200)
    answer = probe.expect(probe.call("deleteCustomerAudience", audience), 204)
    if answer.body:
        probe.broken("no body", f"{len(answer.body)} bytes")
    for operation in ONE:
        probe.expect(sent(probe, operation, audience), 404)


@AUDIENCES.promises(
    "A-46",
    "A deleted audience is not listed any more; others are, and stay as they are.",
    uses=(*DELETE, "listCustomerAudiences"),
)
def deletion_removes_one_audience(probe: Probe) -> None:
    """Two that a search finds, one of them deleted."""
    name = word(probe)
    gone, left = key(probe, created(probe, name=name)), key(probe, created(probe, name=name))
    before = fetched(probe, left)
    probe.expect(probe.call("deleteCustomerAudience", gone), 204)
    probe.same([left], listed(probe, {"q": name}, [gone, left]), "listed:", pointer="/items")
    unchanged(probe, before)


@AUDIENCES.promises("A-46", "The connections of a deleted audience are deleted with it.", uses=CONNECTED)
def deletion_takes_the_connections_along(probe: Probe) -> None:
    """And only those: the connection of another audience stays."""
    gone, left = key(probe, created(probe)), key(probe, created(probe))
    connections = []
    for audience in (gone, left):
        body = {"audience": {"id": audience}, "provider": {"name": "pendo"}}
        made = probe.call("createCustomerAudienceConnection", json=body)
        connections.append(key(probe, probe.expect(made, 201)))
        probe.expect(probe.call("getCustomerAudienceConnection", connections[-1]), 200)
    probe.expect(probe.call("deleteCustomerAudience", gone), 204)
    probe.expect(probe.call("getCustomerAudienceConnection", connections[0]), 404)
    probe.expect(probe.call("getCustomerAudienceConnection", connections[1]), 200)
    remaining = probe.call("listCustomerAudienceConnections", query={"audience": gone})
    if remaining.status == 200:  # whether an unknown audience is one with no connections is not documented
        probe.same([], probe.member(remaining, "/items"), "connections left:", pointer="/items")


@AUDIENCES.promises(
    "A-46", "An archived audience can be deleted.", uses=(*DELETE, "archiveCustomerAudience"), severity=SHOULD
)
def archived_audience_can_be_deleted(probe: Probe) -> None:
    """There is no need to restore it first."""
    audience = key(probe, created(probe))
    placed(probe, "archiveCustomerAudience", audience)
    probe.expect(probe.call("deleteCustomerAudience", audience), 204)
    probe.expect(probe.call("getCustomerAudience", audience), 404)
