"""Sessions of a customer, and the events that wait for them."""

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    EVENTS,
    MAKES,
    POST_EVENT,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import LONGEST, made
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

LIST, LINK = "getSessionsCustomerWorkspaces", "postSessionCustomerWorkspaces"
READ, UNLINK = "getSessionCustomerWorkspaces", "deleteSessionCustomerWorkspaces"


def linked(probe: Probe, key: str, value: str) -> dict[str, str]:
    """A new session of the customer; Broken when it is refused."""
    answer = probe.expect(probe.call(LINK, key, json={"value": value}), 200, 201)
    return {"id": str(probe.member(answer, "/id")), "value": str(probe.member(answer, "/value"))}


def listed(probe: Probe, key: str) -> list[dict[str, str]]:
    """The customer's sessions as they are listed, by value."""
    answer = probe.expect(probe.call(LIST, key), 200)
    return sorted(probe.member(answer, "/elements"), key=lambda each: str(each.get("value")))


@HUB.promises(
    "H-86.1",
    "The sessions of a customer are listed, all of them and nobody else's.",
    uses=(LIST, *MAKES, LINK),
)
def sessions_are_listed(probe: Probe) -> None:
    home = node(probe)
    one, two = (made(probe, home)["id"] for _ in range(2))
    probe.same([], listed(probe, one), "sessions of a new customer:", pointer="/elements")
    sessions = [linked(probe, one, probe.unique()) for _ in range(25)]
    linked(probe, two, probe.unique())
    expected = sorted(sessions, key=lambda each: each["value"])
    probe.same(expected, listed(probe, one), "sessions:", pointer="/elements")


@HUB.promises(
    "H-87.1", "A session is linked to the customer, and found with its value.", uses=(LINK, *MAKES, LIST)
)
def a_session_is_linked(probe: Probe) -> None:
    key, value = made(probe, node(probe))["id"], probe.unique()
    session = linked(probe, key, value)
    probe.same(value, session["value"], "value:", pointer="/value")
    probe.same([session], listed(probe, key), "sessions:", pointer="/elements")


@HUB.promises("H-87.2", "The value of a session has 255 characters at most.", uses=(LINK, *MAKES, LIST))
def values_are_limited(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    value = probe.unique() + "x" * LONGEST
    answer = probe.call(LINK, key, json={"value": value[: LONGEST + 1]})
    refused(answer, "a value of 256 characters", 400)
    probe.same(value[:LONGEST], linked(probe, key, value[:LONGEST])["value"], "value:", pointer="/value")


@HUB.promises(
    "H-87.3", "A value that a customer of the node has is refused with 400.", uses=(LINK, *MAKES, LIST)
)
def values_are_unique_in_a_node(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    one, two = (made(probe, home)["id"] for _ in range(2))
    session = linked(probe, one, value)
    for key in (one, two):
        refused(probe.call(LINK, key, json={"value": value}), "a value that is linked already", 400)
    probe.same([session], listed(probe, one), "sessions of the one:", pointer="/elements")
    probe.same([], listed(probe, two), "sessions of the other:", pointer="/elements")


@HUB.promises(
    "H-87.4", "The id of a session is made by the server, and is not its value.", uses=(LINK, *MAKES)
)
def ids_of_sessions_are_made(probe: Probe) -> None:
    key, value = made(probe, node(probe))["id"], unknown(probe)
    answer = probe.expect(probe.call(LINK, key, json={"value": value, "id": unknown(probe)}), 200, 201)
    name = probe.member(answer, "/id")
    other = linked(probe, key, probe.unique())["id"]
    if name in (value, other):
        probe.broken("an id of its own", f"{name}", pointer="/id")


@HUB.promises(
    "H-87.5",
    "Events that waited for the value become the customer's.",
    uses=(LINK, *MAKES, POST_EVENT, EVENT, EVENTS),
)
def waiting_events_are_given(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    back = {"type": "SESSION_ID", "value": value, "nodeId": home["id"]}
    said = {"type": "viewedPage", "context": "WEB", "properties": {}, "bringBackProperties": back}
    name = probe.member(probe.expect(probe.call(POST_EVENT, json=said), 202), "/id")
    key = made(probe, home)["id"]
    linked(probe, key, value)
    owner = probe.member(probe.expect(probe.call(EVENT, name), 200), "/customerId")
    probe.same(key, owner, "customer of the event:", pointer="/customerId")
    answer = probe.expect(probe.call(EVENTS, query={"customerId": key}), 200)
    told = [each["id"] for each in probe.member(answer, "/elements")]
    probe.same([name], told, "events of the customer:", pointer="/elements")


@HUB.promises("H-88.1", "One session is read by its id.", uses=(READ, *MAKES, LINK))
def a_session_is_read(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    for _ in range(2):
        session = linked(probe, key, probe.unique())
        body = probe.member(probe.expect(probe.call(READ, key, session["id"]), 200), "")
        probe.same(session, {name: body.get(name) for name in session}, "session:")


@HUB.promises("H-88.2", "A session that the customer does not have is a 404.", uses=(READ, *MAKES, LINK))
def unknown_sessions(probe: Probe) -> None:
    home = node(probe)
    one, two = (made(probe, home)["id"] for _ in range(2))
    session = linked(probe, one, probe.unique())
    refused(probe.call(READ, one, unknown(probe)), "an unknown session", 404)
    refused(probe.call(READ, two, session["id"]), "another customer's session", 404)


@HUB.promises(
    "H-89.1", "A session goes, and its value can be linked again.", uses=(UNLINK, *MAKES, LINK, LIST, READ)
)
def a_session_goes(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    one, two = (made(probe, home)["id"] for _ in range(2))
    kept, session = linked(probe, one, probe.unique()), linked(probe, one, value)
    probe.expect(probe.call(UNLINK, one, session["id"]), 200, 204)
    refused(probe.call(READ, one, session["id"]), "a deleted session", 404)
    probe.same([kept], listed(probe, one), "sessions:", pointer="/elements")
    linked(probe, two, value)


@HUB.promises(
    "H-89.2",
    "Deleting a session that the customer does not have is a 404.",
    uses=(UNLINK, *MAKES, LINK, LIST),
)
def unknown_sessions_are_not_deleted(probe: Probe) -> None:
    home = node(probe)
    one, two = (made(probe, home)["id"] for _ in range(2))
    session = linked(probe, one, probe.unique())
    refused(probe.call(UNLINK, two, session["id"]), "another customer's session", 404)
    refused(probe.call(UNLINK, one, unknown(probe)), "an unknown session", 404)
    probe.same([session], listed(probe, one), "sessions:", pointer="/elements")
