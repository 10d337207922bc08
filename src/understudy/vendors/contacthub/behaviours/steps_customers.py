"""Steps of behaviours about customers: making them with some values, asking queries, changing them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from understudy.conformance.suite import NotObservable, Probe, pointed
from understudy.vendors.contacthub.behaviours.steps import (
    PATCH,
    PUT,
    SEARCH,
    created,
    facts,
    planted,
    refused,
)

__all__ = [
    "AGGREGATES",
    "CONSENT",
    "CONSENTS",
    "ENTRIES_OF",
    "EXPORT",
    "LONGEST",
    "UPDATES",
    "all_of",
    "any_of",
    "ask",
    "atom",
    "combined",
    "fields_of",
    "ids",
    "made",
    "pages",
    "patched",
    "pointer",
    "query",
    "refused_at",
    "replaced",
    "sent",
    "simple",
    "value_at",
]

CONSENT, CONSENTS = "getConsentWorkspaces", "getConsentsWorkspaces"
EXPORT, ENTRIES_OF = "getExportCustomerWorkspaces", "getEntriesCustomerWorkspaces"
AGGREGATES, UPDATES = "getAggregatesNodesConfigurationWorkspaces", "getUpdatesWorkspaces"

LONGEST = 255
"""Characters of a text, where nothing else is said."""


def sent(probe: Probe, home: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a customer who is nobody else, with values at dotted paths."""
    body = facts(probe, home)
    for path, value in values.items():
        body = planted(body, path, value)
    return body


def made(probe: Probe, home: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A new customer with values at dotted paths, as the creation answers it."""
    body: dict[str, Any] = probe.member(created(probe, sent(probe, home, values or {})), "")
    if not isinstance(body.get("id"), str):
        probe.broken("an id that is a text", f"{body.get('id')}", pointer="/id")
    return body


def patched(probe: Probe, key: str, said: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A customer after a change in part; Broken when that is refused."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(PATCH, key, json=said, **more), 200), "")
    return body


def replaced(probe: Probe, key: str, said: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A customer after a change as a whole; Broken when that is refused."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(PUT, key, json=said, **more), 200), "")
    return body


def atom(attribute: str, operator: str, value: Any = None) -> dict[str, Any]:
    """A comparison; None for operators that take no value."""
    found = {"type": "atomic", "attribute": attribute, "operator": operator}
    return found if value is None else {**found, "value": value}


def all_of(*conditions: dict[str, Any]) -> dict[str, Any]:
    """Conditions of which all must hold."""
    return {"type": "composite", "conjunction": "and", "conditions": list(conditions)}


def any_of(*conditions: dict[str, Any]) -> dict[str, Any]:
    """Conditions of which one must hold."""
    return {"type": "composite", "conjunction": "or", "conditions": list(conditions)}


def simple(condition: dict[str, Any]) -> dict[str, Any]:
    """The query that asks for a condition."""
    return {"type": "simple", "are": {"condition": condition}}


def combined(conjunction: str, *queries: dict[str, Any]) -> dict[str, Any]:
    """Queries joined: by INTERSECT, UNION or EXCEPT."""
    return {"type": "combined", "conjunction": conjunction, "queries": list(queries)}


def query(asked: Mapping[str, Any]) -> str:
    """A query, or a condition, as the parameter of a search has it."""
    whole = simple(dict(asked)) if asked["type"] in ("atomic", "composite") else asked
    return json.dumps({"query": whole})


def ask(probe: Probe, home: Mapping[str, Any], asked: Mapping[str, Any], **more: Any) -> list[str]:
    """The ids that a query finds on its first page, as often as each is told; Broken when it is refused."""
    given = {"nodeId": home["id"], "size": 50, "query": query(asked), **more}
    answer = probe.expect(probe.call(SEARCH, query=given), 200)
    return ids(probe.member(answer, "/elements"))


def pages(probe: Probe, home: Mapping[str, Any], size: int, **asked: Any) -> list[list[str]]:
    """The ids of each page of a search, until there is an empty one; Broken when they do not end."""
    told: list[list[str]] = []
    while not told or told[-1]:
        given = {"nodeId": home["id"], "size": size, "page": len(told), **asked}
        answer = probe.expect(probe.call(SEARCH, query=given), 200)
        told.append(ids(probe.member(answer, "/elements")))
        if len(told) > 1_000:
            probe.broken("a page without elements after the last one", f"{len(told)} pages with elements")
    return told[:-1]


def ids(bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The ids of customers, in their order."""
    return [str(body.get("id")) for body in bodies]


def pointer(path: str) -> str:
    """A dotted path as a JSON pointer."""
    return "/" + path.replace(".", "/")


def value_at(body: Mapping[str, Any], path: str) -> Any:
    """What a dotted path leads to; None where it leads nowhere."""
    found = pointed(body, pointer(path))
    return found if isinstance(found, (str, int, float, bool, list, dict)) else None


def fields_of(home: Mapping[str, Any]) -> list[str]:
    """The unique properties of a node; NotObservable when it does not say them."""
    found = (home.get("uniqueCustomer") or {}).get("properties") or []
    if not found:
        raise NotObservable("It needs an entry node that says its unique properties.")
    return [str(path) for path in found]


def refused_at(probe: Probe, exchange: Any, what: str, path: str) -> None:
    """Broken unless a request was refused with 400 and an error of the answer points to the path."""
    refused(exchange, what, 400)
    told = [str(error.get("path")) for error in probe.member(exchange, "/errors")]
    if not any(each == path or each.startswith(f"{path}/") for each in told):
        probe.broken(f"an error whose path is {path}", f"{told}", pointer="/errors")
