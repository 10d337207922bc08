"""Educations of customers one at a time, which the page does not list any more."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.elements import added, dropped, element, exchanged
from understudy.world.view import View

__all__ = [
    "delete_education_customer_workspaces",
    "get_education_customer_workspaces",
    "post_educations_customer_workspaces",
    "put_education_customer_workspaces",
]

NAME, RULE = "educations", "H-L.2"


def post_educations_customer_workspaces(request: Request, view: View) -> Reply:
    """One more of the customer's educations; Problem 409 when there is one of that id."""
    return added(request, view, NAME, RULE, 200)


@repeatable
def get_education_customer_workspaces(request: Request, view: View) -> Reply:
    """One of the customer's educations; Problem 404 when there is none of that id."""
    return Reply(200, element(request, view, NAME, request.path["id"], RULE))


def put_education_customer_workspaces(request: Request, view: View) -> Reply:
    """Another education in the place of that one; Problems 400, 404."""
    return exchanged(request, view, NAME, request.path["id"], RULE)


def delete_education_customer_workspaces(request: Request, view: View) -> Reply:
    """That education goes, the others stay; Problem 404."""
    return dropped(request, view, NAME, request.path["id"], RULE, 200)
