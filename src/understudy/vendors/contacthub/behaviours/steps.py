"""Steps that several behaviours take: finding a node, making customers and events, reading, being refused."""

from collections.abc import Mapping
from typing import Any

from understudy.conformance.steps import refused, unknown
from understudy.conformance.suite import Exchange, NotObservable, Probe

__all__ = [
    "ENTRIES",
    "EVENT",
    "EVENTS",
    "FILLED",
    "FORGET",
    "GET",
    "MAKES",
    "NODES",
    "PATCH",
    "POST",
    "POST_EVENT",
    "PUT",
    "SEARCH",
    "created",
    "customer",
    "event",
    "facts",
    "fetched",
    "found",
    "homes",
    "node",
    "planted",
    "refused",
    "unknown",
]

NODES, ENTRIES = "getNodesConfigurationWorkspaces", "getEntriesNodesConfigurationWorkspaces"
SEARCH, POST, GET = "getCustomersWorkspaces", "postCustomerWorkspaces", "getCustomerWorkspaces"
PATCH, PUT, FORGET = "patchCustomerWorkspaces", "putCustomerWorkspaces", "postForgetCustomerWorkspaces"
EVENTS, EVENT, POST_EVENT = "getEventsWorkspaces", "getEventWorkspaces", "postEventWorkspaces"

MAKES = (ENTRIES, POST)
"""What it takes to make a customer: a node has to be found first."""

FILLED = ("externalId", "base.contacts.email", "base.credential.username", "base.firstName", "base.lastName")
"""Properties that a customer of ours can be told apart by, or have because it must."""


def homes(probe: Probe) -> list[dict[str, Any]]:
    """The entry nodes where we know how to make customers, as they are listed."""
    answer = probe.expect(probe.call(ENTRIES, query={"size": 50}), 200)
    found = []
    for each in probe.member(answer, "/elements"):
        unique = (each.get("uniqueCustomer") or {}).get("properties") or []
        if unique and {*unique, *(each.get("mandatoryProperties") or [])} <= {*FILLED}:
            found.append(dict(each))
    return found


def node(probe: Probe) -> dict[str, Any]:
    """The first entry node where we know how to make customers; NotObservable without any."""
    for each in homes(probe):
        return each
    raise NotObservable(
        f"It needs an entry node whose customers are told apart by some of {', '.join(FILLED)}."
    )


def planted(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A body with a value at a dotted path, made on the way where nothing is there."""
    first, _, rest = path.partition(".")
    return {**body, first: planted(body.get(first) or {}, rest, value) if rest else value}


def facts(probe: Probe, home: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a customer who is nobody else, for this node: all of FILLED is said."""
    digits = probe.digits()[:20]
    values = {
        "externalId": f"understudy-check-{digits}",
        "base.contacts.email": f"check.{digits}@example.com",
        "base.credential.username": f"check.{digits}",
        "base.firstName": "Understudy",
        "base.lastName": f"Check {digits[:8]}",
    }
    body: dict[str, Any] = {"nodeId": home["id"]}
    for path, value in values.items():
        body = planted(body, path, value)
    return body


def created(probe: Probe, body: Mapping[str, Any], **more: Any) -> Exchange:
    """The answer to the creation of a customer; Broken when it is refused."""
    return probe.expect(probe.call(POST, json=body, **more), 200, 201)


def customer(probe: Probe, home: Mapping[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    """A new customer as the creation answers it; `said` takes the place of members of its body."""
    body = {**facts(probe, home or node(probe)), **said}
    made: dict[str, Any] = probe.member(created(probe, body), "")
    if not isinstance(made.get("id"), str):
        probe.broken("an id that is a text", f"{made.get('id')}", pointer="/id")
    return made


def fetched(probe: Probe, key: str, **more: Any) -> dict[str, Any]:
    """A customer as it is read; Broken when it cannot be."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(GET, key, **more), 200), "")
    return body


def found(probe: Probe, home: Mapping[str, Any], **asked: Any) -> list[dict[str, Any]]:
    """The customers of a page of a search in the node; Broken when it is refused."""
    answer = probe.expect(probe.call(SEARCH, query={"nodeId": home["id"], **asked}), 200)
    elements: list[dict[str, Any]] = probe.member(answer, "/elements")
    return elements


def event(probe: Probe, key: str, kind: str = "viewedPage", **said: Any) -> str:
    """The id of a new event of a customer; Broken when it is refused. `said` are further members."""
    body = {"customerId": key, "type": kind, "context": "WEB", "properties": {}, **said}
    answer = probe.expect(probe.call(POST_EVENT, json=body), 202)
    return str(probe.member(answer, "/id"))
