"""Sessions of customers: listed, linked, read, taken away."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.customers import customer_of
from understudy.vendors.contacthub.records import SESSIONS
from understudy.vendors.contacthub.sessions import linked, sessions_of, wire
from understudy.vendors.contacthub.targets import target_of
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "delete_session_customer_workspaces",
    "get_session_customer_workspaces",
    "get_sessions_customer_workspaces",
    "post_session_customer_workspaces",
]


@repeatable
def get_sessions_customer_workspaces(request: Request, view: View) -> Reply:
    """86: the customer's sessions, all at once (H-86.1)."""
    return Reply(200, {"elements": [wire(each) for each in sessions_of(view, customer_of(request, view))]})


def post_session_customer_workspaces(request: Request, view: View) -> Reply:
    """87: the session is linked to the customer (H-87.1); Problem 400 when it is to somebody (H-87.3)."""
    customer, _ = target_of(request, view)
    documents, session = linked(view, customer, request.body["value"])
    return Reply(201, session, documents=documents)


@repeatable
def get_session_customer_workspaces(request: Request, view: View) -> Reply:
    """88: one session of the customer; Problem 404 when there is none of that id (H-88.2)."""
    return Reply(200, wire(session_of(request, view)))


def delete_session_customer_workspaces(request: Request, view: View) -> Reply:
    """89: the session is linked to nobody any more (H-89.1); Problem 404 (H-89.2).

    Events that it brought stay.
    """
    session = session_of(request, view)
    return Reply(204, documents=view.documents.delete(SESSIONS, session.id))


def session_of(request: Request, view: View) -> Document:
    """The session that the path names; Problem 404 unless it is the customer's."""
    customer, key = customer_of(request, view), request.path["sessionId"]
    session = view.documents.get(SESSIONS, key.lower())
    if session is None or session.body["customer"] != customer.id:
        sentence = f"The customer {customer.id} has no session with the id {key[:80]!r}: list its sessions."
        raise Problem(404, "notFound", sentence, rule="H-88.2")
    return session
