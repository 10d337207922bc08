"""Subscriptions of customers: created, read, modified, deleted, one at a time."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.elements import added, dropped, element, exchanged
from understudy.vendors.contacthub.parts import subscription
from understudy.world.view import View

__all__ = [
    "delete_subscription_customer_workspaces",
    "get_subscription_customer_workspaces",
    "post_subscriptions_customer_workspaces",
    "put_subscription_customer_workspaces",
]

NAME = "subscriptions"


def post_subscriptions_customer_workspaces(request: Request, view: View) -> Reply:
    """82: a subscription more (H-82.1); Problem 409 when the customer has one of that id (H-82.3)."""
    return added(request, view, NAME, "H-82.3", 201)


@repeatable
def get_subscription_customer_workspaces(request: Request, view: View) -> Reply:
    """83: one subscription; Problem 404 when the customer has none of that id (H-83.2)."""
    found = element(request, view, NAME, request.path["propertyId"], "H-83.2")
    return Reply(200, subscription(found))


def put_subscription_customer_workspaces(request: Request, view: View) -> Reply:
    """84: another subscription in the place of that one (H-84.1); Problems 400, 404 (H-84.3)."""
    return exchanged(request, view, NAME, request.path["propertyId"], "H-84.3")


def delete_subscription_customer_workspaces(request: Request, view: View) -> Reply:
    """85: that subscription goes, the others stay (H-85.1); Problem 404 (H-85.2)."""
    return dropped(request, view, NAME, request.path["propertyId"], "H-85.2", 204)
