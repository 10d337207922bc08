"""What is known about a customer, handed out as a whole."""

from dataclasses import replace

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.consents import logged
from understudy.vendors.contacthub.customers import customer_of, entries_of
from understudy.world.view import View

__all__ = ["get_export_customer_workspaces"]


def get_export_customer_workspaces(request: Request, view: View) -> Reply:
    """91: the customer and all events (H-91.1); the log of consents says that they were asked for (H-91.2).

    Of an aggregate customer the events are those of the entry customers, and the request is logged for each.
    """
    customer = customer_of(request, view)
    ws, members = customer.workspace, entries_of(view, customer)
    theirs = events.search(view, ws, customers=[each.id for each in members])
    export = {"customer": customer.body, "events": events.bodies(view, ws, theirs["id"])}
    for each in members:
        documents = logged(view, request.caller, ws, each.node, each.id, "DATA_PORTABILITY_REQUESTED")
        view = replace(view, documents=documents)
    return Reply(200, export, documents=view.documents)
