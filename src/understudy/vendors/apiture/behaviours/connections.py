"""Every operation on connections, and connections to try them on."""

from functools import partial
from typing import Any

from understudy.conformance.suite import Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import as_it_was
from understudy.vendors.apiture.behaviours.steps import created, key

__all__ = [
    "ACTIONS",
    "ACTIVATE",
    "CREATE",
    "DEACTIVATE",
    "DELETE",
    "EVERY",
    "FAIL",
    "GET",
    "LIST",
    "NEW",
    "PROVIDER",
    "READY",
    "act",
    "asked",
    "attempted",
    "connected",
    "connection",
    "every",
    "in_state",
    "listed_for",
    "offered",
    "still",
]

LIST = "listCustomerAudienceConnections"
CREATE = "createCustomerAudienceConnection"
GET = "getCustomerAudienceConnection"
DELETE = "deleteCustomerAudienceConnection"
FAIL = "failCustomerAudienceConnection"
DEACTIVATE = "deactivateCustomerAudienceConnection"
ACTIVATE = "activateCustomerAudienceConnection"

ACTIONS = {FAIL: "failed", DEACTIVATE: "inactive", ACTIVATE: "active"}
"""The operations that move a connection, each with the state it leads to."""

NEW = (CREATE, "createCustomerAudience")
READY = (*NEW, GET, *ACTIONS)
EVERY = (LIST, *READY, DELETE)
"""What a behaviour uses that makes a connection, brings it into a state, and does all there is with it."""

PROVIDER = "pendo"
"""The provider of the vendor's examples."""

PATHS = {"active": (ACTIVATE,), "inactive": (ACTIVATE, DEACTIVATE), "failed": (FAIL,)}
"""How a new connection, pending or active, comes into a state."""


def asked(audience: str, provider: str = PROVIDER, **more: Any) -> dict[str, Any]:
    """The body of a new connection; `more` are further members of its provider."""
    return {"audience": {"id": audience}, "provider": {"name": provider, **more}}


def attempted(probe: Probe, audience: str, provider: str = PROVIDER, **more: Any) -> Exchange:
    """The answer to connecting an audience with a provider, whatever it is."""
    return probe.call(CREATE, json=asked(audience, provider, **more))


def connected(probe: Probe, audience: str = "", provider: str = PROVIDER) -> Exchange:
    """The answer to connecting an audience, by default a new one, with a provider; Broken unless 201."""
    audience = audience or key(probe, created(probe))
    return probe.expect(attempted(probe, audience, provider), 201)


def offered(probe: Probe) -> str:
    """The name of a second provider, made up; NotObservable when the target takes only those it knows."""
    name = "understudy-check"
    if attempted(probe, key(probe, created(probe)), name).status != 201:
        probe.not_observable(f"The target does not connect with {name}; no second provider is documented.")
    return name


def connection(probe: Probe, identifier: str) -> Exchange:
    """A connection, read; Broken unless 200."""
    return probe.expect(probe.call(GET, identifier), 200)


def act(probe: Probe, operation: str, exchange: Exchange, **more: Any) -> Exchange:
    """The answer to moving the connection that an answer showed."""
    return probe.call(operation, key(probe, exchange), **more)


def in_state(probe: Probe, state: str) -> Exchange:
    """A new connection that is in a state, as read; NotObservable when it cannot be brought there.

    Whether each of the steps there is taken is a promise of its own (B-05).
    """
    found = connected(probe)
    for operation in PATHS[state]:
        if found.json()["state"] != ACTIONS[operation]:
            found = act(probe, operation, found)
            if found.status != 200 or found.json()["state"] != ACTIONS[operation]:
                probe.not_observable(f"No connection could be brought into the state {state} here.")
    return connection(probe, key(probe, found))


def still(probe: Probe, before: Exchange) -> None:
    """Broken unless a connection, read again, is as an answer showed it before."""
    as_it_was(probe, before, connection(probe, key(probe, before)))


def listed_for(probe: Probe, audience: str, state: str = "") -> list[dict[str, Any]]:
    """The connections of an audience as the list has them, only those in the states (`a|b`) when given."""
    query = {"audience": audience, **({"state": state} if state else {})}
    items: list[dict[str, Any]] = probe.member(probe.expect(probe.call(LIST, query=query), 200), "/items")
    return items


def every(probe: Probe, **more: Any) -> list[tuple[str, Exchange]]:
    """The answers of all seven operations, each a good request but for what `more` says of the caller.

    What has to be there before is made by the main caller.
    """
    audience = key(probe, created(probe))
    there = key(probe, connected(probe))
    requests = {
        LIST: partial(probe.call, LIST),
        CREATE: partial(probe.call, CREATE, json=asked(audience)),
        **{name: partial(probe.call, name, there) for name in (GET, *ACTIONS, DELETE)},
    }
    return [(name, send(**more)) for name, send in requests.items()]
