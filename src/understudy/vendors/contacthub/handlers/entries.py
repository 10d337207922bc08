"""The entry customers that make an aggregate customer."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import aggregates, customers
from understudy.vendors.contacthub.paging import CEILING, page_of
from understudy.world.view import View

__all__ = ["get_entries_customer_workspaces"]


def get_entries_customer_workspaces(request: Request, view: View) -> Reply:
    """90: the entry customers of an aggregate one, in the order of their nodes (H-90.1).

    None for a customer of an entry node (H-90.3).
    """
    customer = customers.customer_of(request, view)
    keys = aggregates.members(view, customer)
    chosen, page = page_of(request, len(keys), ceiling=CEILING)
    found = [customers.find(view, customer.workspace, key) for key in keys[chosen]]
    return Reply(200, {"elements": [each.body for each in found if each is not None], "page": page})
