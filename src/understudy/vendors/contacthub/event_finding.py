"""The events that a request asks for: one by its id, or all that match."""

from collections.abc import Sequence

import polars as pl

from understudy.errors import Cause, Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub import customers, events
from understudy.vendors.contacthub.access import (
    node_of,
    nodes_of,
    readable,
    refuse_unless_readable,
    refuse_unless_writable,
    workspace_of,
)
from understudy.vendors.contacthub.aggregates import members
from understudy.vendors.contacthub.event_moments import moment_of
from understudy.vendors.contacthub.events import Event
from understudy.vendors.contacthub.records import NODES
from understudy.world.view import View

__all__ = ["asked", "event_named", "neighbours"]

SORTABLE = ("date", "registeredAt", "updatedAt", "type", "context", "id")
"""What events can be sorted by (H-93.10)."""


def event_named(request: Request, view: View) -> Event:
    """The event that the path names; Problem 404 when the workspace has none with this id (H-95.2).

    Problem 403 unless the caller may read its node, or write to it where the method is not GET.
    """
    workspace, key = workspace_of(request, view), request.path["id"]
    event = events.find(view, workspace.id, key)
    if event is None:
        raise Problem(404, "eventNotFound", f"event not found {key}", rule="H-95.2")
    node = view.documents.get(NODES, event.node)
    if node is not None and request.call.method in ("GET", "HEAD"):
        refuse_unless_readable(request.caller, view, node)
    elif node is not None:
        refuse_unless_writable(request.caller, view, node)
    return event


def neighbours(view: View, event: Event) -> dict[str, str | None]:
    """The ids of the customer's events before and after this one, by date; null where none is (H-95.3)."""
    if event.customer is None:
        return {"prev": None, "next": None}
    newest_first = events.search(view, event.workspace, customers=[event.customer])["id"].to_list()
    place = newest_first.index(event.id)
    older = newest_first[place + 1] if place + 1 < len(newest_first) else None
    return {"prev": older, "next": newest_first[place - 1] if place else None}


def asked(request: Request, view: View) -> pl.DataFrame:
    """The events that fulfil all that the query asks, as it sorts them: event_rows.COLUMNS of each.

    Of nodes that the caller may not read none is found. Problem 404 for an unknown node (H-93.4), 400 for a
    moment that is in no calendar or a sort that is unknown (H-93.10).
    """
    query, ws = request.query, workspace_of(request, view).id
    moments = {
        name: moment_of(query[name], name, "query") for name in ("dateFrom", "dateTo") if query.get(name)
    }
    found = events.search(
        view,
        ws,
        customers=theirs(view, ws, query.get("customerId")),
        node=node_of(request, view, query["nodeId"]).id if query.get("nodeId") else None,
        type=query.get("type"),
        context=query.get("context"),
        mode=query.get("mode"),
        date_from=moments.get("dateFrom"),
        date_to=moments.get("dateTo"),
    )
    hidden = [each.id for each in nodes_of(view, ws, "ENTRY") if not readable(request.caller, view, each)]
    if hidden:
        found = found.filter(~pl.col("node").is_in(hidden))
    return sorted_by(found, query.get("sort"))


def theirs(view: View, ws: str, key: str | None) -> Sequence[str] | None:
    """The entry customers meant by an id: that one, or those an aggregate one is made of (H-93.3)."""
    if key is None:
        return None
    found = customers.find(view, ws, key.lower())
    return [] if found is None else members(view, found) or [found.id]


def sorted_by(found: pl.DataFrame, sort: str | None) -> pl.DataFrame:
    """The events by `field`, `field,asc` or `field,desc`, the newest first of equals; else Problem 400.

    That is H-93.10.
    """
    if not sort:
        return found
    field, _, direction = sort.partition(",")
    if field not in SORTABLE or direction.lower() not in ("", "asc", "desc"):
        known = ", ".join(SORTABLE)
        sentence = f"Events cannot be sorted by {sort[:80]!r}: say one of {known}, then `,asc` or `,desc`."
        raise Problem(400, "badSort", sentence, causes=[Cause("query", "/sort", sentence)], rule="H-93.10")
    key = pl.col(field).cast(pl.String) if field in ("type", "context") else pl.col(field)
    return found.sort(key, descending=direction.lower() == "desc", maintain_order=True)
