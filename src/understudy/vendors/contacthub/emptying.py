"""Emptying an entry node: everything goes, and one entry of the stream tells it of all untouched rows."""

from dataclasses import replace

from understudy.vendors.contacthub import entries, events, updates
from understudy.vendors.contacthub.entries import node_of
from understudy.vendors.contacthub.event_tables import histories
from understudy.vendors.contacthub.records import CUSTOMERS, EVENTS, NODES, SESSIONS
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["emptied"]


def emptied(view: View, node: Document, *, events_only: bool = False) -> Documents:
    """The documents without the events of an entry node, and unless `events_only` without its customers too.

    Each is told to the updates stream as DELETE, events first. Nothing but the node remains: customers may be
    created in it again.
    """
    view = replace(view, documents=without_events(view, node))
    return view.documents if events_only else without_customers(view, node)


def without_events(view: View, node: Document) -> Documents:
    """The documents without the events of the node."""
    ws = node.body["workspace"]
    history = histories(view, ws).get(node.id)
    own = view.documents.where(EVENTS, node_of, node.id)
    documents = events.removed(view, ws, [each.id for each in own])
    for each in own:
        documents = documents.delete(EVENTS, each.id)
    if history is None:
        return documents
    gone = sorted(each.body["row"] for each in own if each.body["row"] is not None)
    rows, count = node.body["rows"], history.frame.height - len(gone)
    return updates.emptied(documents, ws, node.id, "EVENT", rows, gone, count, view.now)


def without_customers(view: View, node: Document) -> Documents:
    """The documents without the customers of the node and their sessions."""
    ws, documents = node.body["workspace"], view.documents
    own = documents.where(CUSTOMERS, node_of, node.id)
    for each in own:
        body = each.body["body"]
        if body is not None:
            documents = updates.recorded(documents, ws, "DELETE", "CUSTOMER", node.id, body, view.now)
        documents = documents.delete(CUSTOMERS, each.id)
    for session in view.documents.scan(SESSIONS):
        if session.body["node"] == node.id:
            documents = documents.delete(SESSIONS, session.id)
    people = entries.rows_of(view, node)
    if people is None:
        return documents
    gone = sorted(each.body["person"] for each in own if each.body["person"] is not None)
    rows, count = node.body["rows"], len(people.numbers) - len(gone)
    documents = updates.emptied(documents, ws, node.id, "CUSTOMER", rows, gone, count, view.now)
    return documents.put(NODES, node.id, {**node.body, "rows": None})
