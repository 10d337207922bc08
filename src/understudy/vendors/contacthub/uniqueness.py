"""Which properties tell the customers of a node apart, and what is refused because of them."""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Request
from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.roles import UNTRUSTED
from understudy.vendors.contacthub.tables import at, missing
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["refuse_conflict", "refuse_incomplete", "twins", "unique_values"]

INVALID = "source customer is not valid"
UNIQUE = "unique customer property is required"
MANDATORY = "mandatory customer property is required"


def unique_values(node: Document, body: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the node's unique properties in a customer, by path."""
    return {path: at(body, path) for path in node.body["uniqueCustomer"]["properties"]}


def refuse_incomplete(
    node: Document, body: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """Problem 400 unless the customer has the node's unique and mandatory properties (H-78.4).

    One that was missing `before` too is passed over: a change of something else is not to blame.
    """
    wanted = dict.fromkeys(node.body["mandatoryProperties"], MANDATORY)
    wanted |= dict.fromkeys(node.body["uniqueCustomer"]["properties"], UNIQUE)
    causes = [
        Cause("body", "/" + path.replace(".", "/"), sentence)
        for path, sentence in wanted.items()
        if missing(at(body, path)) and (before is None or not missing(at(before, path)))
    ]
    if causes:
        raise Problem(400, "badRequest", INVALID, causes=causes, rule="H-78.4")


def twins(view: View, node: Document, body: Mapping[str, Any]) -> list[str]:
    """The ids of the node's customers with the same unique properties (H-78.3); none where one is missing."""
    values = unique_values(node, body)
    if not values or any(missing(value) for value in values.values()):
        return []
    return customers.matching(view, node, values, node.body["uniqueCustomer"]["caseSensitive"])


def refuse_conflict(
    request: Request, view: View, node: Document, customer: Customer, body: Mapping[str, Any]
) -> None:
    """Problem 409 when the customer would become the same as another one of the node (H-0.p1).

    It says which one, but not to an untrusted application (H-0.p2).
    """
    if unique_values(node, customer.body) == unique_values(node, body):
        return
    others = [key for key in twins(view, node, body) if key != customer.id]
    if not others:
        return
    if UNTRUSTED in request.caller.scopes:
        raise Problem(409, "conflict", "Conflict with exiting customer", rule="H-0.p2")
    # The page's own spelling: clients look for this text.
    sentence = f"Conflict with exiting customer {others[0]}"
    href = f"{request.call.origin}{request.call.target.rpartition('/')[0]}/{others[0]}"
    data = {"customer": {"id": others[0], "href": href}}
    raise Problem(409, "conflict", sentence, data=data, rule="H-0.p1")
