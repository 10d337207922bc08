"""The events of a bulk job, carried out row by row: recorded, changed or deleted."""

from collections.abc import Mapping
from typing import Any

from understudy.http.exchange import Caller
from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.bringing_back import written
from understudy.vendors.contacthub.bulk_files import unfit
from understudy.vendors.contacthub.event_changes import patched
from understudy.vendors.contacthub.event_types import contexts
from understudy.vendors.contacthub.events import Event
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["write_event"]

KINDS = ("SESSION_ID", "EXTERNAL_ID")


def write_event(
    view: View, caller: Caller, node: Document, event_type: str, operation: str, sent: dict[str, Any]
) -> Documents:
    """The documents after a row about an event of the entry node; Problem when it cannot be."""
    key = sent.pop("id", None)
    if operation == "DELETE":
        if key is None:
            raise unfit("An event is deleted by its id: give the row one.")
        return events.without(view, named(view, node, event_type, key))
    if key is None:
        return create(view, caller, node, event_type, sent)
    if operation == "INSERT":
        raise unfit("A new event gets its id here: leave the column id out.")
    return patched(view, named(view, node, event_type, key), sent)


def named(view: View, node: Document, event_type: str, key: str) -> Event:
    """The event with this id; Problem unless it is of the node and the type."""
    found = events.find(view, node.body["workspace"], key)
    if found is None or found.node != node.id:
        raise unfit(f"event not found {key[:80]}")
    if found.body["type"] != event_type:
        raise unfit(f"The event {found.id} is of type {found.body['type']}, the job of {event_type}.")
    return found


def create(view: View, caller: Caller, node: Document, event_type: str, sent: Mapping[str, Any]) -> Documents:
    """The documents with a new event."""
    if sent.get("context") not in contexts():
        raise unfit(f"An event needs a context, one of {', '.join(contexts())}.")
    back = sent.get("bringBackProperties")
    whole = {"properties": {}, **sent, "type": event_type}
    if back is not None:
        whole["bringBackProperties"] = brought_back(node, back)
    return written(view, caller, node.body["workspace"], whole, {}, within=node.id)[0]


def brought_back(node: Document, back: Mapping[str, Any]) -> dict[str, Any]:
    """By what an event is brought back: by a session unless said otherwise, and always in the job's node."""
    kind, value = back.get("type", KINDS[0]), back.get("value", "")
    if kind not in KINDS or not value:
        raise unfit(f"An event is brought back by a value of type {' or '.join(KINDS)}: give the row both.")
    if back.get("nodeId", node.id).lower() != node.id:
        raise unfit("The event is of another node than the job: upload it there.")
    return {"type": kind, "value": value, "nodeId": node.id}
