"""What happens to audiences and connections: by request, by time, and by what they depend on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from understudy.errors import Problem, Refused
from understudy.vendors.apiture.records import AUDIENCES, COLLABORATORS, CONNECTIONS
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents, Due
from understudy.world.lifecycle import Machine, Transition
from understudy.world.world import View

__all__ = ["TRANSITIONS", "establishment", "moved", "retention", "stamped", "without_audience"]

RETENTION = timedelta(days=30)
"""A-45: how long an archived audience is kept."""

VANISH = "apiture/vanish"
SETTLE = "apiture/settle"

CONNECTION = Machine(
    "connection",
    {
        ("activate", "pending"): "active",
        ("activate", "active"): "active",
        ("activate", "inactive"): "active",
        ("activate", "failed"): "active",
        ("deactivate", "active"): "inactive",
        ("deactivate", "inactive"): "inactive",
        ("fail", "pending"): "failed",
        ("fail", "active"): "failed",
        ("fail", "failed"): "failed",
    },
)
"""B-05: which request leads a connection from which state to which."""


def moved(action: str, state: str) -> str:
    """The state of a connection after `action`; Problem 409 when its state does not allow it (B-05)."""
    try:
        return CONNECTION.move(action, state)
    except Refused as refused:
        raise Problem(409, "invalidConnectionStateTransition", str(refused)) from refused


def retention(view: View) -> Due:
    """When an audience archived now is removed, and how."""
    return Due(view.now + RETENTION, VANISH)


def establishment(view: View) -> Due | None:
    """When a connection made now is established or fails; None: at once."""
    delay = view.settings.get("connection_delay", 0)
    return Due(view.now + timedelta(seconds=delay), SETTLE) if delay else None


def stamped(view: View, analyst: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes to a document, with who made them and when."""
    return {**changes, "updatedAt": timestamp(view.now), "updatedBy": analyst}


def without_audience(documents: Documents, audience: Document) -> Documents:
    """The documents after an audience and all it owns are gone (A-46, B-11)."""
    for connection in audience.body["connections"]:
        documents = documents.delete(CONNECTIONS, connection)
    return documents.delete(COLLABORATORS, audience.id).delete(AUDIENCES, audience.id)


def settled(documents: Documents, connection: Document) -> Documents:
    """The documents after a pending connection came to the outcome its provider has for it (B-05)."""
    if connection.due is None:
        return documents
    moment = timestamp(connection.due.at)
    outcome = connection.body["outcome"]
    synced = moment if outcome == "active" else connection.body["lastSyncedAt"]
    body = {**connection.body, "state": outcome, "updatedAt": moment, "lastSyncedAt": synced}
    documents = documents.put(CONNECTIONS, connection.id, body)
    audience = documents.get(AUDIENCES, connection.body["audience"])
    if audience is None:
        return documents
    return documents.put(AUDIENCES, audience.id, audience.body, due=audience.due)


TRANSITIONS: Mapping[str, Transition] = {VANISH: without_audience, SETTLE: settled}
