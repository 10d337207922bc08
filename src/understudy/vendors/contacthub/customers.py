"""The customers of any node, read: those of entry nodes, and those that aggregate nodes make of them."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from understudy.errors import Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub import aggregates, entries
from understudy.vendors.contacthub.access import (
    refuse_unless_readable,
    refuse_unless_writable,
    workspace_of,
)
from understudy.vendors.contacthub.entries import Customer, People, tabled
from understudy.vendors.contacthub.matching import matching
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "Customer",
    "bodies",
    "count",
    "customer_of",
    "entries_of",
    "everybody",
    "find",
    "matching",
    "people",
    "table",
]


def find(view: View, ws: str, key: str) -> Customer | None:
    """The customer of the workspace with this id, None when there is none."""
    return entries.find(view, ws, key) or aggregates.find(view, ws, key)


def customer_of(request: Request, view: View) -> Customer:
    """The customer that the path names; Problem 404 when the workspace has none with this id (H-79.1).

    Problem 403 unless the caller may read its node, or write to it where the method is not GET.
    """
    workspace = workspace_of(request, view)
    key = request.path["customerId"]
    found = find(view, workspace.id, key.lower())
    if found is None:
        raise Problem(404, "customerNotFound", f"customer not found {key}", rule="H-79.1")
    node = view.documents.get(NODES, found.node)
    if node is not None and request.call.method in ("GET", "HEAD"):
        refuse_unless_readable(request.caller, view, node)
    elif node is not None:
        refuse_unless_writable(request.caller, view, node)
    return found


def entries_of(view: View, customer: Customer) -> list[Customer]:
    """The entry customers that an aggregate one is made of; an entry customer itself."""
    node = view.documents.get(NODES, customer.node)
    if node is None or is_entry(node):
        return [customer]
    keys = aggregates.members(view, customer)
    return [each for key in keys if (each := entries.find(view, customer.workspace, key)) is not None]


def count(view: View, node: Document) -> int:
    """How many customers a node has."""
    return (entries.count if is_entry(node) else aggregates.count)(view, node)


def people(view: View, node: Document, columns: Sequence[str] = tuple(COLUMNS)) -> People:
    """The customers of a node, to be searched by these attributes (of COLUMNS) and by any other."""
    return (entries.people if is_entry(node) else aggregates.people)(view, node, columns)


def table(view: View, node: Document, columns: Sequence[str] = tuple(COLUMNS)) -> pl.DataFrame:
    """All customers of a node: `id`, `person` (number, null for others) and a column per attribute path.

    Attributes of COLUMNS have its types; any other is text, what is no text in JSON.
    """
    asked = tuple(columns)
    return view.documents.derived(
        ("contacthub table", node.id, asked),
        lambda: tabled(people(view, node, [name for name in asked if name in COLUMNS]), asked),
    )


def bodies(view: View, node: Document, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The customers of a node with these ids, as on the wire, in that order; others are passed over."""
    return (entries.bodies if is_entry(node) else aggregates.bodies)(view, node, ids)


def everybody(view: View, node: Document) -> Iterator[Customer]:
    """All customers of a node, one by one; slow."""
    return (entries.everybody if is_entry(node) else aggregates.everybody)(view, node)


def is_entry(node: Document) -> bool:
    """Whether the node has customers of its own."""
    return bool(node.body["type"] == "ENTRY")
