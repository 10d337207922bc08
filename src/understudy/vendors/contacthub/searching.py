"""The customer search: who of a node matches."""

from collections.abc import Sequence

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.deeds import settled
from understudy.vendors.contacthub.entries import People
from understudy.vendors.contacthub.evaluating import predicate
from understudy.vendors.contacthub.expressions import columns_of, expression
from understudy.vendors.contacthub.grammar import Atomic, Combined, Query
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.sorting import NEWEST, Key
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["asked", "search"]


def asked(query: Query | None, external_id: str | None) -> Query | None:
    """The query and the exact external id, both of which must hold (H-77.5); None when nothing is asked."""
    if external_id is None:
        return query
    exact = Atomic("externalId", "EQUALS", (external_id,))
    return exact if query is None else Combined("INTERSECT", (exact, query))


def search(view: View, node: Document, query: Query | None, keys: Sequence[Key] = NEWEST) -> People:
    """The customers of a node who match (without a query all of them), with what they are sorted by."""
    query = None if query is None else settled(query, view, node)
    sorted_by = [key.attribute for key in keys if key.attribute in COLUMNS]
    if query is None:
        return customers.people(view, node, sorted_by)
    found = customers.people(view, node, [*columns_of(query), *sorted_by])
    test = predicate(query)
    bodies = {key: body for key, body in found.bodies.items() if test(body)}
    return People(found.rows.filter(expression(query, found.blank)), bodies, found.blank)
