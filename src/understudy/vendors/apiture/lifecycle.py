"""What happens to audiences and connections: by request, by time, and by what they depend on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from understudy.errors import Problem, Refused
from understudy.vendors.apiture.records import AUDIENCES, COLLABORATORS, CONNECTIONS, IMPORTS
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents, Due
from understudy.world.lifecycle import Machine, Transition
from understudy.world.view import View

__all__ = [
    "ARRIVE",
    "SETTINGS",
    "SETTLE",
    "TRANSITIONS",
    "VANISH",
    "arrival",
    "establishment",
    "moved",
    "retention",
    "stamped",
    "without_audience",
]

RETENTION = timedelta(days=30)
"""A-45: how long an archived audience is kept."""

ARRIVE = "apiture/arrive"
SETTLE = "apiture/settle"
VANISH = "apiture/vanish"

SECONDS = {"type": "number", "minimum": 0, "maximum": 31_536_000}

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "connection_delay": {
        **SECONDS,
        "description": "Seconds of the world's clock until a connection is made.",
    },
    "import_budget": {
        **SECONDS,
        "description": "Real seconds after which an import answers 202 and goes on.",
    },
    "import_seconds": {**SECONDS, "description": "Seconds of the world's clock until an import is complete."},
}
"""What a world may set, each with its JSON Schema."""

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
        raise Problem(409, "invalidConnectionStateTransition", str(refused), rule="B-05") from refused


def retention(view: View) -> Due:
    """When an audience archived now is removed, and how."""
    return Due(view.now + RETENTION, VANISH)


def establishment(view: View) -> Due | None:
    """When a connection made now is established or fails; None: at once."""
    delay = view.settings.get("connection_delay", 0)
    return Due(view.now + timedelta(seconds=delay), SETTLE) if delay else None


def arrival(view: View) -> Due | None:
    """When the customers of an import that is accepted now are in its audience; None: as soon as can be.

    An import that has no time at all to be answered in is complete at the next request, on any machine.
    """
    delay = view.settings.get("import_seconds", 0)
    if delay or view.settings.get("import_budget") == 0:
        return Due(view.now + timedelta(seconds=delay), ARRIVE)
    return None


def stamped(view: View, analyst: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes to a document, with who made them and when."""
    return {**changes, "updatedAt": timestamp(view.now), "updatedBy": analyst}


def vanished(view: View, audience: Document) -> Documents:
    """The documents after the time of an archived audience is over (A-45)."""
    return without_audience(view.documents, audience)


def without_audience(documents: Documents, audience: Document) -> Documents:
    """The documents after an audience and all it owns are gone (A-46, B-11)."""
    for connection in documents.scan(CONNECTIONS):
        if connection.body["audience"] == audience.id:
            documents = documents.delete(CONNECTIONS, connection.id)
    owned = documents.delete(IMPORTS, audience.id).delete(COLLABORATORS, audience.id)
    return owned.delete(AUDIENCES, audience.id)


def settled(view: View, connection: Document) -> Documents:
    """The documents after a pending connection came to the outcome its provider has for it (B-05)."""
    moment = timestamp(view.now)
    outcome = connection.body["outcome"]
    synced = moment if outcome == "active" else connection.body["lastSyncedAt"]
    body = {**connection.body, "state": outcome, "updatedAt": moment, "lastSyncedAt": synced}
    documents = view.documents.put(CONNECTIONS, connection.id, body)
    audience = documents.get(AUDIENCES, connection.body["audience"])
    if audience is None:
        return documents
    return documents.put(AUDIENCES, audience.id, audience.body, due=audience.due)


def arrived(view: View, pending: Document) -> Documents:
    """The documents after the customers of an accepted import came to be in its audience (A-53)."""
    documents = view.documents.delete(IMPORTS, pending.id)
    audience = documents.get(AUDIENCES, pending.id)
    if audience is None:
        return documents
    moment = timestamp(view.now)
    changes = {"members": pending.body["members"], "countedAt": moment, "updatedAt": moment}
    return documents.put(AUDIENCES, audience.id, {**audience.body, **changes}, due=audience.due)


TRANSITIONS: Mapping[str, Transition] = {ARRIVE: arrived, SETTLE: settled, VANISH: vanished}
