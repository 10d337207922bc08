"""Jobs of customers one at a time, which the page does not list any more."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.elements import added, dropped, element, exchanged
from understudy.world.view import View

__all__ = [
    "delete_job_customer_workspaces",
    "get_job_customer_workspaces",
    "post_jobs_customer_workspaces",
    "put_job_customer_workspaces",
]

NAME, RULE = "jobs", "H-L.2"


def post_jobs_customer_workspaces(request: Request, view: View) -> Reply:
    """One more of the customer's jobs; Problem 409 when there is one of that id."""
    return added(request, view, NAME, RULE, 200)


@repeatable
def get_job_customer_workspaces(request: Request, view: View) -> Reply:
    """One of the customer's jobs; Problem 404 when there is none of that id."""
    return Reply(200, element(request, view, NAME, request.path["id"], RULE))


def put_job_customer_workspaces(request: Request, view: View) -> Reply:
    """Another job in the place of that one; Problems 400, 404."""
    return exchanged(request, view, NAME, request.path["id"], RULE)


def delete_job_customer_workspaces(request: Request, view: View) -> Reply:
    """That job goes, the others stay; Problem 404."""
    return dropped(request, view, NAME, request.path["id"], RULE, 200)
