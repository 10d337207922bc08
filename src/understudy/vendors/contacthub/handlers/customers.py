"""Customers read: searched, and one by one."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running, repeatable
from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.access import node_of
from understudy.vendors.contacthub.customers import customer_of
from understudy.vendors.contacthub.fields import paths_of, selected
from understudy.vendors.contacthub.grammar import parse
from understudy.vendors.contacthub.paging import CEILING, page_of
from understudy.vendors.contacthub.searching import asked, search
from understudy.vendors.contacthub.sorting import keys_of, ordered
from understudy.world.view import View

__all__ = ["get_customer_workspaces", "get_customers_workspaces"]


@repeatable
@long_running
def get_customers_workspaces(request: Request, view: View) -> Reply:
    """77: a page of the customers of a node who match, changed last first unless sorted (H-77.1 …)."""
    node = node_of(request, view, request.query["nodeId"])
    said = request.query.get("query")
    query = asked(parse(said) if said else None, request.query.get("externalId"))
    keys = keys_of(request.query.get("sort") or ())
    found = search(view, node, query, keys)
    place, page = page_of(request, found.count, ceiling=CEILING)
    elements = customers.bodies(view, node, ordered(found, keys, place))
    paths = paths_of(request.query.get("fields"))
    if paths:
        elements = [selected(body, paths) for body in elements]
    return Reply(200, {"elements": elements, "page": page})


@repeatable
def get_customer_workspaces(request: Request, view: View) -> Reply:
    """79: one whole customer, of an entry or an aggregate node (H-79.1, H-79.2)."""
    return Reply(200, customer_of(request, view).body)
