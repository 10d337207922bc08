"""Steps of behaviours about configuration: asking for an answer's body, and making nodes and sources.

All that is made here cannot be deleted: it is made on a stage only.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import POST

__all__ = [
    "AGGREGATE",
    "AGGREGATES",
    "ENTRY",
    "EXTERNAL",
    "ME",
    "NEW_AGGREGATE",
    "NEW_ENTRY",
    "NEW_SOURCE",
    "PUT_ENTRY",
    "PUT_SOURCE",
    "SOURCE",
    "SOURCES",
    "STATE",
    "aggregate",
    "bearing",
    "body_of",
    "each_page",
    "entry",
    "ids",
    "inhabitant",
    "source",
]

ENTRY, NEW_ENTRY = "getEntryNodeConfigurationWorkspaces", "postEntryNodeConfigurationWorkspaces"
PUT_ENTRY = "putEntryNodeConfigurationWorkspaces"
AGGREGATES, AGGREGATE = "getAggregatesNodesConfigurationWorkspaces", "getAggregateNodeConfigurationWorkspaces"
NEW_AGGREGATE, STATE = (
    "postAggregateNodeConfigurationWorkspaces",
    "putAggregateNodeStateConfigurationWorkspaces",
)
SOURCES, SOURCE = "getSourcesConfigurationWorkspaces", "getSourceConfigurationWorkspaces"
NEW_SOURCE, PUT_SOURCE = "postSourceConfigurationWorkspaces", "putSourceConfigurationWorkspaces"
ME = "getMe"

EXTERNAL = {"properties": ["externalId"], "caseSensitive": True}
"""The policy by which customers are told apart by their externalId."""

MOST_PAGES = 100


def body_of(probe: Probe, operation: str, *path: str, status: int = 200, **more: Any) -> Any:
    """The body of an answer; Broken when it has another status."""
    return probe.member(probe.expect(probe.call(operation, *path, **more), status), "")


def ids(elements: Sequence[dict[str, Any]]) -> list[str]:
    """The ids of elements, in their order."""
    return [str(each.get("id")) for each in elements]


def each_page(probe: Probe, operation: str, size: int, **asked: Any) -> Iterator[list[dict[str, Any]]]:
    """The elements of each page of a list, the last with none; Broken when they do not end."""
    for number in range(MOST_PAGES):
        elements = body_of(probe, operation, query={**asked, "size": size, "page": number})["elements"]
        yield elements
        if not elements:
            return
    probe.broken(f"a list that ends within {MOST_PAGES} pages", "more of them", pointer="/elements")


def entry(probe: Probe, **said: Any) -> dict[str, Any]:
    """A new entry node, told apart by the externalId unless said otherwise."""
    body = {"name": probe.unique(), "uniqueCustomer": EXTERNAL, **said}
    made: dict[str, Any] = body_of(probe, NEW_ENTRY, json=body, status=201)
    return made


def aggregate(probe: Probe, *nodes: str, active: bool = True, **said: Any) -> dict[str, Any]:
    """A new aggregate node of entry nodes that matches by the e-mail address, as its creation answers it."""
    matching = {"properties": ["base.contacts.email"], "caseSensitive": False}
    body = {"name": probe.unique(), "entryNodes": list(nodes), "matchingProperties": matching, **said}
    made: dict[str, Any] = body_of(probe, NEW_AGGREGATE, json=body, status=201)
    if active:
        body_of(probe, STATE, made["id"], json={"state": "ACTIVE"})
    return made


def source(probe: Probe, *nodes: str, **said: Any) -> dict[str, Any]:
    """A new API source that is bound to nodes."""
    body = {"provider": "API", "properties": {}, "name": probe.unique(), "nodes": list(nodes), **said}
    made: dict[str, Any] = body_of(probe, NEW_SOURCE, json=body, status=201)
    return made


def bearing(token: str) -> dict[str, str]:
    """The headers of a request with this token."""
    return {"Authorization": f"Bearer {token}"}


def inhabitant(probe: Probe, node: str, email: str = "", **said: Any) -> dict[str, Any]:
    """A new customer of a node, with an externalId of its own and an e-mail address if given."""
    base = {"firstName": "Understudy", "contacts": {"email": email or None}}
    body = {"nodeId": node, "externalId": probe.unique("check"), "base": base, **said}
    answer = probe.expect(probe.call(POST, json=body), 200, 201)
    made: dict[str, Any] = probe.member(answer, "")
    return made
