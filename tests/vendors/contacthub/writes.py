"""Customers for tests of what changes them: some of the seeded ones, and new ones."""

from typing import Any

from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, TIBURON, Desk

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.records import NODES

__all__ = [
    "create",
    "logs",
    "named",
    "newcomer",
    "patch",
    "paths",
    "put",
    "refused",
    "size",
    "somebody",
    "told",
    "unique",
]


def somebody(desk: Desk, node: str = BRANCHES, place: int = 0) -> Customer:
    """One of the customers that a node started with."""
    view = desk.world.view(1)
    document = view.documents.get(NODES, node)
    assert document is not None
    key = customers.people(view, document, ["id"]).rows["id"][place]
    found = customers.find(view, document.body["workspace"], key)
    assert found is not None
    return found


def named(desk: Desk, key: str) -> dict[str, Any] | None:
    """The customer with this id as it is now, None when there is none."""
    found = customers.find(desk.world.view(1), TIBURON, key)
    return None if found is None else found.body


def newcomer(email: str = "new@example.com", **more: Any) -> dict[str, Any]:
    """The body of a POST to Newsletter; `more` are base properties."""
    contacts = {"email": email, **more.pop("contacts", {})}
    return {"nodeId": NEWSLETTER, "base": {"contacts": contacts, **more}}


def unique(
    desk: Desk, node: str, *properties: str, sensitive: bool = True, mandatory: tuple[str, ...] = ()
) -> None:
    """Let the customers of the node be told apart by these properties."""
    body = {**desk.document("nodes", node), "mandatoryProperties": list(mandatory)}
    policy = {"properties": list(properties), "caseSensitive": sensitive}
    desk.put("nodes", node, {**body, "uniqueCustomer": policy})


def create(desk: Desk, body: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """The customer that a POST answers."""
    reply = desk.call("postCustomerWorkspaces", newcomer() if body is None else body, **given)
    assert reply.status == 201, reply.body
    return reply.body


def patch(desk: Desk, key: str, body: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The customer that a PATCH answers."""
    reply = desk.call("patchCustomerWorkspaces", body, customerId=key, **given)
    assert reply.status == 200, reply.body
    return reply.body


def put(desk: Desk, key: str, body: dict[str, Any], **given: Any) -> dict[str, Any]:
    """The customer that a PUT answers."""
    reply = desk.call("putCustomerWorkspaces", body, customerId=key, **given)
    assert reply.status == 200, reply.body
    return reply.body


def told(desk: Desk, before: int = 0) -> list[tuple[str, str, str]]:
    """(operation, entity, id) of the updates that were recorded since the stream had `before` of them."""
    documents = desk.world.store.read().scan("contacthub/updates")
    return [(each.body["operation"], each.body["entity"], each.body["data"]["id"]) for each in documents][
        before:
    ]


def logs(desk: Desk, **given: Any) -> list[dict[str, Any]]:
    """The log of consents."""
    reply = desk.call("getConsentsWorkspaces", **given)
    assert reply.status == 200, reply.body
    return reply.body["elements"]


def size(desk: Desk, node: str = NEWSLETTER) -> int:
    """How many customers the node has."""
    view = desk.world.view(1)
    document = view.documents.get(NODES, node)
    assert document is not None
    return customers.count(view, document)


def refused(desk: Desk, operation: str, body: Any, status: int, **given: Any) -> dict[str, Any]:
    """The body of the refusal with this status."""
    reply = desk.call(operation, body, **given)
    assert status == reply.status, reply.body
    return reply.body


def paths(body: dict[str, Any]) -> list[str]:
    """Where the errors of a refusal are."""
    return [error["path"] for error in body["errors"]]
