"""What customers did: the part of a query that asks for their events (H-77.11)."""

from dataclasses import replace

import polars as pl

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.aggregates import owners
from understudy.vendors.contacthub.evaluating import predicate
from understudy.vendors.contacthub.grammar import Combined, Composite, Did, Known, Query
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["settled"]


def settled(query: Query, view: View, node: Document) -> Query:
    """The query with the ids of those who did it in the place of everything that somebody did."""
    if isinstance(query, Did):
        return Known(who(query, view, node))
    if isinstance(query, Combined):
        return replace(query, queries=tuple(settled(each, view, node) for each in query.queries))
    return query


def who(did: Did, view: View, node: Document) -> frozenset[str]:
    """The ids of the node's customers with such an event; an aggregate customer has those of its members."""
    ws = node.body["workspace"]
    found = events.search(view, ws, node=node.id, type=did.event)
    doers = found["customer"].drop_nulls().to_list()
    if did.conditions:
        holds = predicate(Composite("and", did.conditions))
        theirs = found.filter(pl.col("customer").is_not_null())["id"]
        doers = [body["customerId"] for body in events.bodies(view, ws, theirs) if holds(body)]
    if node.body["type"] == "ENTRY":
        return frozenset(doers)
    owner = owners(view, node)
    return frozenset(owner[key] for key in doers if key in owner)
