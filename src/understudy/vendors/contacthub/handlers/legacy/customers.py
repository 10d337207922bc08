"""Deleting a customer, which the page does not list any more."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.targets import target_of
from understudy.vendors.contacthub.writing import removed
from understudy.world.view import View

__all__ = ["delete_customer_workspaces"]


def delete_customer_workspaces(request: Request, view: View) -> Reply:
    """The customer is gone, with its sessions and its events (H-L.1); Problem 404 when there is none."""
    customer, _ = target_of(request, view)
    return Reply(200, documents=removed(view, customer))
