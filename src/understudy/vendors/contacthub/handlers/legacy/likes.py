"""Likes of customers one at a time, which the page does not list any more."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.elements import added, dropped, element, exchanged
from understudy.world.view import View

__all__ = [
    "delete_like_customer_workspaces",
    "get_like_customer_workspaces",
    "post_likes_customer_workspaces",
    "put_like_customer_workspaces",
]

NAME, RULE = "likes", "H-L.2"


def post_likes_customer_workspaces(request: Request, view: View) -> Reply:
    """One more of the customer's likes; Problem 409 when there is one of that id."""
    return added(request, view, NAME, RULE, 200)


@repeatable
def get_like_customer_workspaces(request: Request, view: View) -> Reply:
    """One of the customer's likes; Problem 404 when there is none of that id."""
    return Reply(200, element(request, view, NAME, request.path["id"], RULE))


def put_like_customer_workspaces(request: Request, view: View) -> Reply:
    """Another like in the place of that one; Problems 400, 404."""
    return exchanged(request, view, NAME, request.path["id"], RULE)


def delete_like_customer_workspaces(request: Request, view: View) -> Reply:
    """That like goes, the others stay; Problem 404."""
    return dropped(request, view, NAME, request.path["id"], RULE, 200)
