"""The customers of any node, read: those of entry nodes, and those that aggregate nodes make of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from understudy.errors import Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub import entries
from understudy.vendors.contacthub.access import (
    refuse_unless_readable,
    refuse_unless_writable,
    workspace_of,
)
from understudy.vendors.contacthub.entries import Customer, People, tabled
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.tables import at
from understudy.world.documents import Document
from understudy.world.world import View

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
    return entries.find(view, ws, key)


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
    return [customer]


def count(view: View, node: Document) -> int:
    """How many customers a node has."""
    return entries.count(view, node)


def people(view: View, node: Document, columns: Sequence[str] = tuple(COLUMNS)) -> People:
    """The customers of a node, to be searched by these attributes (of COLUMNS) and by any other."""
    return entries.people(view, node, columns)


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
    return entries.bodies(view, node, ids)


def everybody(view: View, node: Document) -> Iterator[Customer]:
    """All customers of a node, one by one; slow."""
    return entries.everybody(view, node)


def matching(view: View, node: Document, values: Mapping[str, Any], case_sensitive: bool = True) -> list[str]:
    """The ids of the customers of a node that have all these values, by attribute path.

    A value of None, or an attribute that is unset, is nobody's. Texts are compared whatever their case unless
    `case_sensitive`. Nobody for no values at all.
    """
    if not values or None in values.values():
        return []
    wanted = {path: value if case_sensitive else folded(value) for path, value in values.items()}
    known = [path for path in wanted if path in COLUMNS]
    found = people(view, node, known)
    rows = found.rows if alike(found.blank, wanted, known, case_sensitive) else found.rows.clear()
    tests = [equal(path, wanted[path], case_sensitive) for path in known]
    return rows.filter(*tests)["id"].to_list() + [
        key for key, body in found.bodies.items() if alike(body, wanted, (), case_sensitive)
    ]


def alike(
    body: Mapping[str, Any], wanted: Mapping[str, Any], but: Collection[str], case_sensitive: bool
) -> bool:
    """Whether a body has all the wanted values, `but` some that are not asked for here."""
    for path, value in wanted.items():
        if path not in but:
            held = at(body, path)
            if value != (held if case_sensitive else folded(held)):
                return False
    return True


def equal(path: str, value: Any, case_sensitive: bool) -> pl.Expr:
    """Whether rows have the value in a column: a text or a day, for nothing else can be unique."""
    shown = pl.col(path)
    if COLUMNS[path] == pl.Date:
        shown = shown.dt.to_string("%Y-%m-%d")
    elif COLUMNS[path] != pl.String or not isinstance(value, str):
        return pl.lit(False)
    return (shown if case_sensitive else shown.str.to_lowercase()).eq(value)


def folded(value: Any) -> Any:
    """A text in lower case, anything else as it is."""
    return value.lower() if isinstance(value, str) else value
