"""The events of a workspace as they are now: the rows it started with, and documents over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from understudy.vendors.contacthub import updates
from understudy.vendors.contacthub.aggregates import member_ids
from understudy.vendors.contacthub.event_tables import histories, table, theirs
from understudy.vendors.contacthub.event_types import mode_of, types
from understudy.vendors.contacthub.policies import watched
from understudy.vendors.contacthub.records import EVENTS, NODES
from understudy.world.clock import parse_timestamp, timestamp
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = [
    "Event",
    "bodies",
    "find",
    "reconciled",
    "removed",
    "saved",
    "search",
    "swept",
    "table",
    "without",
]


@dataclass(frozen=True, slots=True)
class Event:
    """An event: `node` is its customer's entry node, `customer` None as long as it waits for one.

    `row` is the number of the row that it is, or is written over; None for an event that was posted. `body`
    is the event as on the wire, without prev and next; it is not to be changed in place.
    """

    id: str
    workspace: str
    node: str
    customer: str | None
    row: int | None
    body: dict[str, Any]


def find(view: View, ws: str, key: str) -> Event | None:
    """The event of the workspace with this id; None when there is none (any more)."""
    key = key.lower()
    own = view.documents.get(EVENTS, key)
    if own is not None:
        return event_of(own) if own.body["workspace"] == ws else None
    for node, history in histories(view, ws).items():
        drawn = history.event(key)
        if drawn is not None:
            return event_of_row(ws, node, *drawn)
    return None


def event_of(own: Document) -> Event | None:
    """The event that a document holds; None when it says that the event is gone."""
    said = own.body
    if said["body"] is None:
        return None
    return Event(own.id, said["workspace"], said["node"], said["customer"], said["row"], said["body"])


def event_of_row(ws: str, node: str, row: int, body: dict[str, Any]) -> Event:
    """The event that a row of the node's history is."""
    return Event(body["id"], ws, node, body["customerId"], row, body)


def search(
    view: View,
    ws: str,
    *,
    customers: Sequence[str] | None = None,
    node: str | None = None,
    type: str | None = None,  # noqa: A002 - the field's word
    context: str | None = None,
    mode: str | None = None,
    date_from: datetime | None = None,
    date_to: datetime | None = None,
) -> pl.DataFrame:
    """The events that fulfil all that is asked, newest first, with the columns of event_rows.COLUMNS.

    `customers` are ids of entry customers; of an aggregate `node` the events are those of its members; `mode`
    is ACTIVE or PASSIVE as the types of events are; both dates are included.
    """
    equal = {"type": type, "context": context}
    asked = [pl.col(name).cast(pl.String) == value for name, value in equal.items() if value is not None]
    if node is not None:
        asked.append(belonging(view, node))
    if mode is not None:
        alike = [name for name in types() if mode_of(name) == mode]
        asked.append(pl.col("type").cast(pl.String).is_in(alike))
    if date_from is not None:
        asked.append(pl.col("date") >= date_from)
    if date_to is not None:
        asked.append(pl.col("date") <= date_to)
    found = table(view, ws) if customers is None else theirs(view, ws, customers)
    return found.filter(asked) if asked else found


def belonging(view: View, key: str) -> pl.Expr:
    """Which events are those of a node, or of the customers that an aggregate node is made of."""
    node = view.documents.get(NODES, key)
    if node is None or node.body["type"] == "ENTRY":
        return pl.col("node") == key
    return pl.col("customer").is_in(member_ids(view, node).implode())


def bodies(view: View, ws: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The events of the workspace with these ids as on the wire, in that order; others are passed over."""
    return [event.body for event in found_of(view, ws, ids)]


def found_of(view: View, ws: str, ids: Iterable[str]) -> list[Event]:
    """The events of the workspace with these ids, in that order; others are passed over."""
    wanted = list(ids)
    owned = {key: own for key in wanted if (own := view.documents.get(EVENTS, key)) is not None}
    kept = [event for own in owned.values() if (event := event_of(own)) is not None]
    found = {event.id: event for event in kept if event.workspace == ws}
    drawn = [key for key in wanted if key not in owned]
    for node, history in histories(view, ws).items() if drawn else ():
        for row, body in history.events(history.places(drawn)):
            found[body["id"]] = event_of_row(ws, node, row, body)
    return [found[key] for key in wanted if key in found]


def saved(view: View, event: Event, operation: str) -> Documents:
    """The documents with this event in the place of what it was, told to the stream as CREATE or UPDATE.

    It is removed again when the retention policy says so.
    """
    body = {
        "workspace": event.workspace,
        "node": event.node,
        "customer": event.customer,
        "row": event.row,
        "body": event.body,
    }
    ws, node, said = event.workspace, event.node, event.body
    documents = view.documents.put(EVENTS, event.id, body)
    documents = updates.recorded(documents, ws, operation, "EVENT", node, said, view.now)
    view = replace(view, documents=documents)
    return watched(view, ws, node, said["type"], parse_timestamp(said["date"]))


def removed(view: View, ws: str, ids: Iterable[str]) -> Documents:
    """The documents without these events of the workspace, as `without` each; others are passed over."""
    for event in found_of(view, ws, ids):
        view = replace(view, documents=without(view, event))
    return view.documents


def without(view: View, event: Event) -> Documents:
    """The documents without the event, which is told to the stream as DELETE."""
    ws, node = event.workspace, event.node
    if event.row is None:
        documents = view.documents.delete(EVENTS, event.id)
    else:
        documents = view.documents.put(EVENTS, event.id, gone(ws, node, event.row))
    return updates.recorded(documents, ws, "DELETE", "EVENT", node, event.body, view.now)


def gone(ws: str, node: str, row: int) -> dict[str, Any]:
    """What a document says over a row that is gone."""
    return {"workspace": ws, "node": node, "customer": None, "row": row, "body": None}


def swept(view: View, ws: str, ids: Iterable[str]) -> Documents:
    """The documents without these events of the workspace, which may be very many at once.

    Those that nobody ever changed are told to the stream in one entry for each node, without their bodies.
    """
    wanted = list(ids)
    untouched = [key for key in wanted if view.documents.get(EVENTS, key) is None]
    documents = removed(view, ws, [key for key in wanted if view.documents.get(EVENTS, key) is not None])
    for node, history in histories(view, ws).items():
        places = sorted(history.places(untouched))
        for key, row in history.frame[places].select("id", "row").iter_rows():
            documents = documents.put(EVENTS, key, gone(ws, node, row))
        documents = updates.swept(documents, ws, node, history.rows, places, view.now)
    return documents


def reconciled(
    view: View, node: str, customer: str, *, session: str | None = None, external_id: str | None = None
) -> Documents:
    """The documents with the events that waited for this session or externalId given to the customer.

    That is H-94.7. Only events of that entry node are given: sessions and externalIds are those of a node.
    """
    sought = ("SESSION_ID", session) if external_id is None else ("EXTERNAL_ID", external_id)
    for own in view.documents.where(EVENTS, awaited, (node, *sought)):
        event = event_of(own)
        if event is not None:
            changed = {"updatedAt": timestamp(view.now), "version": event.body["version"] + 1}
            body = {**event.body, "customerId": customer, **changed}
            view = replace(
                view, documents=saved(view, replace(event, customer=customer, body=body), "UPDATE")
            )
    return view.documents


def awaited(own: Document) -> tuple[str, str, str] | None:
    """Node, type and value that the event of a document waits for; None when it waits for nobody."""
    body, back = own.body["body"], None
    if body is not None and own.body["customer"] is None:
        back = body["bringBackProperties"]
    return None if back is None else (own.body["node"], back["type"], back["value"])
