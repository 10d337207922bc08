"""Customers written: created or merged, changed in part, changed as a whole."""

from dataclasses import replace
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import node_of, workspace_of
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.merging import patched, replaced
from understudy.vendors.contacthub.parts import IMMUTABLE, parts, writable
from understudy.vendors.contacthub.sessions import noted
from understudy.vendors.contacthub.targets import target_of
from understudy.vendors.contacthub.uniqueness import refuse_conflict, refuse_incomplete
from understudy.vendors.contacthub.writing import changed, merged_create
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["patch_customer_workspaces", "post_customer_workspaces", "put_customer_workspaces"]


def post_customer_workspaces(request: Request, view: View) -> Reply:
    """78: a new customer, or the one that is the same with what is sent merged in; 201 either way (H-78.2).

    Problem 404 for an unknown entry node, 400 for a customer that the node does not take (H-78.4, H-78.8).
    """
    ws = workspace_of(request, view).id
    node = node_of(request, view, request.body["nodeId"], "ENTRY")
    documents, body = merged_create(view, request.caller, ws, node, request.body)
    return answered(request, view, documents, Customer(body["id"], ws, node.id, None, body), 201)


def patch_customer_workspaces(request: Request, view: View) -> Reply:
    """80: the customer with what is sent put over it (H-80.1 … H-80.7).

    Problem 400 for what cannot change (H-80.8), and 409 when it would be another customer's twin (H-0.p1).
    """
    customer, node = target_of(request, view)
    refuse_immutable({name: None for name in IMMUTABLE if name in request.body}, request.body)
    after = patched(parts(customer.body), writable(request.body), strict=strict(request))
    refuse_incomplete(node, after, customer.body)
    return saved(request, view, customer, node, after)


def put_customer_workspaces(request: Request, view: View) -> Reply:
    """81: the customer that is sent in the place of the one that was there (H-81.1 … H-81.8).

    Problem 400 unless it has what the node wants (H-81.2) and the id and node that it had (H-81.9), 409 when
    it would be another customer's twin (H-0.p1).
    """
    customer, node = target_of(request, view)
    refuse_immutable({"id": customer.id, "nodeId": customer.node}, request.body)
    refuse_incomplete(node, request.body)
    after = replaced(parts(customer.body), writable(request.body), strict=strict(request))
    return saved(request, view, customer, node, after)


def saved(request: Request, view: View, customer: Customer, node: Document, after: dict[str, Any]) -> Reply:
    """The customer as it is after the change, unless it would be another one's twin."""
    refuse_conflict(request, view, node, customer, after)
    documents, body = changed(view, request.caller, customer, after)
    return answered(request, view, documents, replace(customer, body=body), 200)


def answered(request: Request, view: View, documents: Documents, customer: Customer, status: int) -> Reply:
    """The customer, with the session that the query names linked to it (H-78.12)."""
    view = replace(view, documents=documents)
    return Reply(status, customer.body, documents=noted(view, customer, request.query.get("sessionId")))


def refuse_immutable(fixed: dict[str, Any], sent: dict[str, Any]) -> None:
    """Problem 400 when the body has other values than these (H-80.8, H-81.9)."""
    causes = [
        Cause("body", f"/{name}", f"{name} is immutable", "IMMUTABLE")
        for name, value in fixed.items()
        if name in sent and (value is None or str(sent[name]).lower() != value)
    ]
    if causes:
        names = ", ".join(cause.pointer[1:] for cause in causes)
        raise Problem(
            400, "badRequest", f"What cannot change was sent: {names}.", causes=causes, rule="H-80.8"
        )


def strict(request: Request) -> bool:
    """Whether subscriptions that are not sent go."""
    return request.query.get("mode") == "STRICT"
