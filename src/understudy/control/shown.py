"""Worlds and documents as the control API shows them."""

from typing import Any

from understudy.control.clocks import clock_shown
from understudy.control.desk import world_in
from understudy.http.worlds import Hosted
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents
from understudy.world.members import Members
from understudy.world.snapshots import encoded

__all__ = ["counted", "document_counted", "document_shown", "size", "world_shown"]


def world_shown(hosted: Hosted) -> dict[str, Any]:
    """A world in numbers."""
    world = world_in(hosted)
    return {
        "name": hosted.name,
        "clock": clock_shown(world.clock),
        "exchanges": world.store.exchanges,
        "documents": size(world.store.read()),
        "faults": len(hosted.faults.rules()),
        "journal": {"kept": len(hosted.journal), "dropped": hosted.journal.dropped},
        "snapshots": list(hosted.snapshots),
    }


def size(documents: Documents) -> int:
    """How many documents there are in all collections."""
    return sum(documents.count(name) for name in documents.collections())


def document_shown(document: Document) -> dict[str, Any]:
    """A document as it is stored."""
    return described(document, encoded(document.body))


def document_counted(document: Document) -> dict[str, Any]:
    """A document with the number of people in the place of each list of them."""
    return described(document, counted(document.body))


def counted(value: Any) -> Any:
    """A body with the number of people in the place of a list of them, which may be megabytes."""
    if isinstance(value, Members):
        return {"$count": len(value)}
    if isinstance(value, dict):
        return {name: counted(child) for name, child in value.items()}
    return [counted(child) for child in value] if isinstance(value, list | tuple) else value


def described(document: Document, body: Any) -> dict[str, Any]:
    """A document with its body as JSON."""
    due = document.due
    return {
        "id": document.id,
        "revision": document.revision,
        "due": None if due is None else {"at": timestamp(due.at), "transition": due.transition},
        "body": body,
    }
