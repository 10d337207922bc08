"""What statistics count: customers and events of one node, or of all entry nodes that the caller may read."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from understudy.http.exchange import Request
from understudy.vendors.contacthub import customers, events, update_stream
from understudy.vendors.contacthub.access import node_of, nodes_of, readable, workspace_of
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.spans import Span
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["asked", "customers_of", "deleted", "events_of", "nodes_asked"]


def asked(request: Request) -> dict[str, str]:
    """The node as an answer repeats it, nothing when all are meant."""
    node = request.query.get("nodeId")
    return {} if node is None else {"nodeId": node.lower()}


def nodes_asked(request: Request, view: View) -> list[Document]:
    """The node of the query (H-5.2), else the entry nodes that the caller may read (H-5.3)."""
    if request.query.get("nodeId") is not None:
        return [node_of(request, view)]
    workspace = workspace_of(request, view)
    return [each for each in nodes_of(view, workspace.id, "ENTRY") if readable(request.caller, view, each)]


def entries_asked(request: Request, view: View) -> set[str]:
    """The ids of the entry nodes behind those asked for."""
    found: set[str] = set()
    for node in nodes_asked(request, view):
        found |= {node.id} if node.body["type"] == "ENTRY" else set(node.body["entryNodes"])
    return found


def customers_of(request: Request, view: View, *columns: str) -> pl.DataFrame:
    """The customers of the nodes asked for, with these columns (of COLUMNS); nobody without nodes."""
    tables = [customers.table(view, node, columns).select(columns) for node in nodes_asked(request, view)]
    return pl.concat(tables) if tables else pl.DataFrame(schema={name: COLUMNS[name] for name in columns})


def events_of(request: Request, view: View) -> pl.DataFrame:
    """The events of the nodes asked for."""
    workspace = workspace_of(request, view)
    nodes = nodes_asked(request, view)
    if request.query.get("nodeId") is not None:
        return events.search(view, workspace.id, node=nodes[0].id)
    return events.table(view, workspace.id).filter(pl.col("node").is_in([node.id for node in nodes]))


def deleted(request: Request, view: View, entity: str, span: Span) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The customers or events deleted in the span: when (milliseconds since 1970), and what they were."""
    workspace = workspace_of(request, view)
    filters = update_stream.Filters(entries_asked(request, view), entity)
    last = int(span.end.timestamp() * 1000)
    for at, data in update_stream.deleted(view, workspace.id, filters, int(span.start.timestamp() * 1000)):
        if at <= last:
            yield at, data
