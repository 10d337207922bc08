"""Forgetting a customer: all data goes, and the log says that it went."""

from dataclasses import replace

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import consents, updates
from understudy.vendors.contacthub.access import refuse_unless_writable
from understudy.vendors.contacthub.customers import customer_of, entries_of
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.writing import removed
from understudy.world.view import View

__all__ = ["post_forget_customer_workspaces"]


def post_forget_customer_workspaces(request: Request, view: View) -> Reply:
    """92: customer, sessions and events are gone, and the log of consents says so (H-92.1, H-92.2).

    Stream and log keep no data of them (H-92.5). Of an aggregate customer all that it is made of is forgotten
    (H-92.3).
    """
    for customer in entries_of(view, customer_of(request, view)):
        node = view.documents.get(NODES, customer.node)
        if node is not None:
            refuse_unless_writable(request.caller, view, node)
        ws, key = customer.workspace, customer.id
        view = replace(view, documents=updates.forgotten(removed(view, customer), key))
        view = replace(view, documents=consents.forgotten(view, request.caller, ws, customer.node, key))
    return Reply(204, documents=view.documents)
