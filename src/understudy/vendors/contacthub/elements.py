"""One element of a list of a customer: subscriptions, and the educations, likes and jobs of older clients."""

from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.customers import Customer, customer_of
from understudy.vendors.contacthub.parts import parts
from understudy.vendors.contacthub.targets import target_of
from understudy.vendors.contacthub.writing import changed
from understudy.world.view import View

__all__ = ["added", "dropped", "element", "exchanged"]


def element(request: Request, view: View, name: str, key: str, rule: str) -> dict[str, Any]:
    """The element with the id `key` of the customer's list `name`; Problem 404 when there is none."""
    return named(customer_of(request, view), name, key, rule)


def added(request: Request, view: View, name: str, rule: str, status: int) -> Reply:
    """The customer's list has the element that is sent besides the others; Problem 409 when it has its id."""
    customer, _ = target_of(request, view)
    sent, others = request.body, listed(customer, name)
    if any(each["id"] == sent["id"] for each in others):
        sentence = f"The customer has {name} with the id {sent['id'][:80]!r} already: change that one."
        raise Problem(409, "conflict", sentence, rule=rule)
    return saved(request, view, customer, name, [*others, sent], sent["id"], status)


def exchanged(request: Request, view: View, name: str, key: str, rule: str) -> Reply:
    """The element that is sent takes the place of the one with that id, and the others stay.

    Problem 404 when there is none, 400 when another id is sent.
    """
    customer, _ = target_of(request, view)
    named(customer, name, key, rule)
    if request.body["id"] != key:
        sentence = f"The id {request.body['id'][:80]!r} is not that of the path: an id cannot change."
        raise Problem(400, "badRequest", sentence, rule=rule)
    after = [request.body if each["id"] == key else each for each in listed(customer, name)]
    return saved(request, view, customer, name, after, key, 200)


def dropped(request: Request, view: View, name: str, key: str, rule: str, status: int) -> Reply:
    """The list without the element, and the others stay; Problem 404 when there is none."""
    customer, _ = target_of(request, view)
    named(customer, name, key, rule)
    after = [each for each in listed(customer, name) if each["id"] != key]
    documents, _ = changed(view, request.caller, customer, with_list(customer, name, after))
    return Reply(status, documents=documents)


def saved(
    request: Request, view: View, customer: Customer, name: str, after: list[Any], key: str, status: int
) -> Reply:
    """The element as it is once the customer's list is `after`."""
    documents, body = changed(view, request.caller, customer, with_list(customer, name, after))
    return Reply(status, named(Customer(customer.id, "", "", None, body), name, key, ""), documents=documents)


def with_list(customer: Customer, name: str, after: list[Any]) -> dict[str, Any]:
    """What clients write of the customer, with another list."""
    whole = parts(customer.body)
    return {**whole, "base": {**whole["base"], name: after}}


def named(customer: Customer, name: str, key: str, rule: str) -> dict[str, Any]:
    """The element of the list with this id; Problem 404 when there is none."""
    for each in listed(customer, name):
        if each["id"] == key:
            return each
    sentence = f"The customer {customer.id} has no {name} with the id {key[:80]!r}: read those that it has."
    raise Problem(404, "notFound", sentence, rule=rule)


def listed(customer: Customer, name: str) -> list[dict[str, Any]]:
    """The list of that name among the base properties."""
    found: list[dict[str, Any]] = parts(customer.body)["base"][name]
    return found
