"""Connections that are pending, and who moved them: what only some targets show (B-05, B-09)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe, Stage
from understudy.vendors.apiture.behaviours.changing import moment
from understudy.vendors.apiture.behaviours.connection_states import moves
from understudy.vendors.apiture.behaviours.connections import (
    ACTIONS,
    ACTIVATE,
    DEACTIVATE,
    FAIL,
    READY,
    act,
    connected,
    connection,
    in_state,
    still,
)
from understudy.vendors.apiture.behaviours.steps import key, refused
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

HOUR = timedelta(hours=1)
"""How long a connection that is put on the stage is pending."""


def rewritten(
    probe: Probe, stage: Stage, exchange: Exchange, facts: Mapping[str, Any], **more: Any
) -> Exchange:
    """A connection on the stage, as read after some facts of it were set from inside."""
    identifier = key(probe, exchange)
    body = stage.documents("apiture/connections")[identifier]
    stage.put("apiture/connections", identifier, {**body, **facts}, **more)
    return connection(probe, identifier)


def waiting(probe: Probe, stage: Stage, outcome: str) -> Exchange:
    """A connection on the stage that is pending, and comes to its outcome in an hour."""
    made = connected(probe)
    until = moment(made.json()["createdAt"]) + HOUR
    due = {"at": until.isoformat(timespec="milliseconds"), "transition": "apiture/settle"}
    return rewritten(probe, stage, made, {"state": "pending", "outcome": outcome}, due=due)


@contextmanager
def pending(probe: Probe) -> Iterator[Callable[[], Exchange]]:
    """Makes connections that are still being made: as the target does it, else on a stage."""
    if connected(probe).json()["state"] == "pending":
        yield lambda: connected(probe)
    else:
        with probe.stage() as stage:
            yield lambda: waiting(probe, stage, "active")


@CONNECTIONS.promises("B-05", "A pending connection can be failed, and activated.", uses=(FAIL, *READY))
def pending_connection_moves(probe: Probe) -> None:
    """Where new connections are pending, or on a stage."""
    with pending(probe) as made:
        for operation in (FAIL, ACTIVATE):
            moves(probe, operation, made(), ACTIONS[operation])


@CONNECTIONS.promises(
    "B-05",
    "A connection that was moved while it was pending does not settle any more.",
    uses=(FAIL, *READY),
    severity=SHOULD,
    needs=("stage",),
)
def moved_connection_does_not_settle(probe: Probe) -> None:
    """It would have come to the contrary within the hour."""
    with probe.stage() as stage:
        for operation, outcome in ((FAIL, "active"), (ACTIVATE, "failed")):
            moved = moves(probe, operation, waiting(probe, stage, outcome), ACTIONS[operation])
            stage.step(hours=2)
            still(probe, moved)


@CONNECTIONS.promises(
    "B-05",
    "A pending connection becomes active or failed by itself, which changes updatedAt.",
    uses=READY,
    severity=SHOULD,
    needs=("stage",),
)
def pending_connection_settles(probe: Probe) -> None:
    """Not before its time; what failed was not synchronised."""
    with probe.stage() as stage:
        before = {outcome: waiting(probe, stage, outcome) for outcome in ("active", "failed")}
        stage.step(minutes=30)
        for exchange in before.values():
            still(probe, exchange)
        stage.step(minutes=30)
        for outcome, exchange in before.items():
            after = connection(probe, key(probe, exchange)).json()
            probe.same(outcome, after["state"], "the state", pointer="/state")
            for name in ("updatedAt", "lastSyncedAt") if outcome == "active" else ("updatedAt",):
                if moment(after[name]) < moment(after["createdAt"]) + HOUR:
                    probe.broken(f"a later {name}", after[name], pointer=f"/{name}")


@CONNECTIONS.promises(
    "B-05",
    "A pending connection cannot be deactivated: 409, and no change.",
    uses=(DEACTIVATE, *READY),
    severity=SHOULD,
)
def pending_connection_is_not_suspended(probe: Probe) -> None:
    """Where new connections are pending, or on a stage."""
    with pending(probe) as made:
        before = made()
        refused(act(probe, DEACTIVATE, before), "deactivating a pending connection", 409)
        if connection(probe, key(probe, before)).json()["state"] == "inactive":
            probe.broken("no change", "inactive", pointer="/state")


@CONNECTIONS.promises(
    "B-09",
    "Before the first synchronisation lastSyncedAt is when the connection was made.",
    uses=READY,
    severity=SHOULD,
)
def never_synchronised_is_dated(probe: Probe) -> None:
    """The member is required even then."""
    with pending(probe) as made:
        facts = made().json()
        probe.same(facts["createdAt"], facts["lastSyncedAt"], "lastSyncedAt", pointer="/lastSyncedAt")


@CONNECTIONS.promises(
    "B-05",
    "Whoever moves a connection is the one who updated it last.",
    uses=(FAIL, *READY),
    severity=SHOULD,
    needs=("stage",),
)
def moves_are_signed(probe: Probe) -> None:
    """On a connection that somebody else made, put there from inside."""
    with probe.stage() as stage:
        for operation in ACTIONS:
            mine = in_state(probe, "failed" if operation == ACTIVATE else "active")
            own = mine.json()["updatedBy"]["id"]
            others = stage.documents("apiture/analysts").keys() - {own}
            somebody = min(others) if others else probe.not_observable("There is one analyst only.")
            rewritten(probe, stage, mine, {"updatedBy": somebody})
            after = probe.expect(act(probe, operation, mine), 200).json()
            probe.same(own, after["updatedBy"]["id"], "updatedBy", pointer="/updatedBy/id")
