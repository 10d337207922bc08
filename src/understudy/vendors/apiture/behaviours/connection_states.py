"""The states of a connection, and what moves it from one to another (B-04, B-05)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import moment, same_members, tag, ticked
from understudy.vendors.apiture.behaviours.connections import (
    ACTIONS,
    ACTIVATE,
    DEACTIVATE,
    FAIL,
    LIST,
    READY,
    act,
    connected,
    connection,
    in_state,
    listed_for,
    still,
)
from understudy.vendors.apiture.behaviours.steps import key, refused
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__ = ["moves"]

MARKS = ("state", "updatedAt", "updatedBy", "lastSyncedAt")
"""What moving a connection changes."""

STEADY = ("audience", "provider", "id", "createdAt", "createdBy")
"""What nothing changes."""


def moves(probe: Probe, operation: str, before: Exchange, *states: str) -> Exchange:
    """The answer to moving a connection; Broken unless it is in one of the states then, and else the same."""
    after = probe.expect(act(probe, operation, before), 200)
    if probe.member(after, "/state") not in states:
        probe.broken(f"the state {' or '.join(states)}", after.json()["state"], pointer="/state")
    same_members(probe, before.json(), after.json(), but=MARKS)
    if tag(probe, after) == tag(probe, before):
        probe.broken("a new entity tag", tag(probe, after), location="header", pointer="ETag")
    if after.json()["state"] != "pending":
        still(probe, after)
    return after


@CONNECTIONS.promises(
    "B-04",
    "A new connection is active, or pending until it is, or failed.",
    uses=(*READY, LIST),
)
def new_connection_is_not_inactive(probe: Probe) -> None:
    """Nobody has suspended it yet; the list shows it at once."""
    made = connected(probe)
    if made.json()["state"] not in ("pending", "active", "failed"):
        probe.broken("pending, active or failed", made.json()["state"], pointer="/state")
    got = [item["id"] for item in listed_for(probe, made.json()["audience"]["id"])]
    probe.same([key(probe, made)], got, "connections:", pointer="/items")


@CONNECTIONS.promises(
    "B-05",
    "A new connection with the provider of the vendor's examples is active, or pending until it is.",
    uses=READY,
    severity=SHOULD,
)
def documented_provider_is_connected(probe: Probe) -> None:
    """Failed at birth it would be of no use."""
    made = connected(probe)
    if made.json()["state"] not in ("pending", "active"):
        probe.broken("pending or active", made.json()["state"], pointer="/state")


@CONNECTIONS.promises(
    "B-05",
    "Deactivating an active connection makes it inactive, and changes nothing else.",
    uses=(DEACTIVATE, *READY),
)
def deactivating_suspends(probe: Probe) -> None:
    """As the answer shows it, and every read after it."""
    moves(probe, DEACTIVATE, in_state(probe, "active"), "inactive")


@CONNECTIONS.promises(
    "B-05",
    "Activating an inactive connection resumes it, and changes nothing else.",
    uses=(ACTIVATE, *READY),
)
def activating_resumes(probe: Probe) -> None:
    """It may be pending for a while."""
    moves(probe, ACTIVATE, in_state(probe, "inactive"), "active", "pending")


@CONNECTIONS.promises(
    "B-04",
    "Activating a failed connection tries again.",
    uses=(ACTIVATE, *READY),
)
def activating_tries_again(probe: Probe) -> None:
    """It may be pending for a while."""
    moves(probe, ACTIVATE, in_state(probe, "failed"), "active", "pending")


@CONNECTIONS.promises(
    "B-05",
    "Failing an active connection makes it failed, and changes nothing else.",
    uses=(FAIL, *READY),
)
def failing_fails(probe: Probe) -> None:
    """As the answer shows it, and every read after it."""
    moves(probe, FAIL, in_state(probe, "active"), "failed")


@CONNECTIONS.promises(
    "B-05",
    "Activating an inactive or a failed connection makes it active at once.",
    uses=(ACTIVATE, *READY),
    severity=SHOULD,
)
def activating_is_done_at_once(probe: Probe) -> None:
    """Not pending, as when it was new."""
    for state in ("inactive", "failed"):
        moves(probe, ACTIVATE, in_state(probe, state), "active")


@CONNECTIONS.promises(
    "B-05",
    "Bringing a connection into the state that it is in is answered by 200, and changes nothing.",
    uses=(ACTIVATE, *READY),
)
def same_state_changes_nothing(probe: Probe) -> None:
    """Each of the three operations, twice: neither the entity tag nor any member moves."""
    for operation, state in ACTIONS.items():
        before = in_state(probe, state)
        for _ in range(2):
            again = probe.expect(act(probe, operation, before), 200)
            # What is active may be brought up to date at any moment.
            but = ("lastSyncedAt",) if state == "active" else ()
            same_members(probe, before.json(), again.json(), but=but)
            probe.same(tag(probe, before), tag(probe, again), "still the tag", location="header")


@CONNECTIONS.promises(
    "B-05",
    "A failed connection cannot be deactivated, nor an inactive one be failed: 409, and no change.",
    uses=(DEACTIVATE, *READY),
    severity=SHOULD,
)
def impossible_moves_are_409(probe: Probe) -> None:
    """Both would hide what is the case."""
    for operation, state in ((DEACTIVATE, "failed"), (FAIL, "inactive")):
        before = in_state(probe, state)
        refused(act(probe, operation, before), f"{operation} of an {state} connection", 409)
        still(probe, before)


@CONNECTIONS.promises(
    "B-05",
    "Moving a connection is a change: updatedAt says when; what changes nothing is none.",
    uses=(ACTIVATE, *READY),
)
def moves_are_dated(probe: Probe) -> None:
    """Seen against audiences that are made in between."""
    current = in_state(probe, "active")
    made = current.json()
    for operation in (DEACTIVATE, ACTIVATE, FAIL):
        since = current.json()["updatedAt"]
        meanwhile = ticked(probe, since)
        current = probe.expect(act(probe, operation, current), 200)
        updated = current.json()["updatedAt"]
        if moment(updated) < meanwhile:
            probe.broken(f"updatedAt from {meanwhile}", updated, pointer="/updatedAt")
        ticked(probe, updated)
        again = probe.expect(act(probe, operation, current), 200)
        probe.same(updated, again.json()["updatedAt"], "still the updatedAt", pointer="/updatedAt")
        for name in STEADY:
            probe.same(made[name], again.json()[name], f"still the {name}", pointer=f"/{name}")


@CONNECTIONS.promises(
    "B-05",
    "A connection of an archived audience cannot be activated: 409, and no change.",
    uses=(ACTIVATE, *READY, "archiveCustomerAudience", "restoreCustomerAudience"),
    severity=SHOULD,
)
def archived_audience_is_not_activated(probe: Probe) -> None:
    """Restored, it can."""
    for state in ("inactive", "failed"):
        before = in_state(probe, state)
        audience = before.json()["audience"]["id"]
        probe.expect(probe.call("archiveCustomerAudience", audience), 200)
        refused(act(probe, ACTIVATE, before), "activating for an archived audience", 409)
        probe.same(state, connection(probe, key(probe, before)).json()["state"], "still")
        probe.expect(probe.call("restoreCustomerAudience", audience), 200)
        probe.expect(act(probe, ACTIVATE, before), 200)
