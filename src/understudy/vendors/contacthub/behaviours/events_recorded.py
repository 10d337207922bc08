"""Events recorded, for customers and for who is not known yet (H-94)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import DATES, LIVES, listed, read
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    EVENTS,
    NODES,
    POST_EVENT,
    SEARCH,
    customer,
    event,
    facts,
    found,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

SESSION = "postSessionCustomerWorkspaces"
LARGEST = 64 * 1024


def body(**said: Any) -> dict[str, Any]:
    """A new event, with these members besides."""
    return {"type": "viewedPage", "context": "WEB", "properties": {}, **said}


def brought(kind: str, value: str, home: str) -> dict[str, str]:
    """How an event says whose it will be."""
    return {"type": kind, "value": value, "nodeId": home}


@promises("H-94.1", "A new event is accepted and can be read by its id.", uses=(POST_EVENT, EVENT, *LIVES))
def an_event_is_recorded(probe: Probe) -> None:
    key = customer(probe)["id"]
    made = event(probe, key, "loggedIn", context="MOBILE", date=DATES[0])
    own = read(probe, made)
    for name, value in {"customerId": key, "type": "loggedIn", "context": "MOBILE"}.items():
        probe.same(value, own.get(name), name, pointer=f"/{name}")
    probe.same(DATES[0][:19], str(own.get("date"))[:19], "the date", pointer="/date")


@promises("H-94.2", "An event of more than 64 kB is refused, and not recorded.", uses=(POST_EVENT, *LIVES))
def an_event_is_of_limited_size(probe: Probe) -> None:
    key = customer(probe)["id"]
    large = body(customerId=key, properties={"title": "x" * (LARGEST + 1)})
    refused(probe.call(POST_EVENT, json=large), "an event of more than 64 kB")
    probe.same([], listed(probe, customerId=key), "the customer's events", pointer="/elements")


@promises("H-94.3", "An event of nobody is refused.", uses=(POST_EVENT,))
def an_event_is_somebodys(probe: Probe) -> None:
    refused(probe.call(POST_EVENT, json=body()), "an event without customerId and bringBackProperties", 400)


@promises("H-94.4", "An event with customerId and bringBackProperties is refused.", uses=(POST_EVENT, *LIVES))
def an_event_is_not_somebodys_twice(probe: Probe) -> None:
    home = node(probe)
    key = customer(probe, home)["id"]
    both = body(customerId=key, bringBackProperties=brought("SESSION_ID", probe.unique(), home["id"]))
    refused(probe.call(POST_EVENT, json=both), "an event with both", 400)
    probe.same([], listed(probe, customerId=key), "the customer's events", pointer="/elements")


@promises("H-94.6", "Aggregate nodes bring no events back.", uses=(POST_EVENT, NODES))
def aggregate_nodes_bring_nothing_back(probe: Probe) -> None:
    answer = probe.expect(probe.call(NODES, query={"nodeType": "AGGREGATE"}), 200)
    nodes = probe.member(answer, "/elements")
    if not nodes:
        probe.not_observable("It needs an aggregate node, and there is none.")
    sent = body(bringBackProperties=brought("SESSION_ID", probe.unique(), nodes[0]["id"]))
    refused(probe.call(POST_EVENT, json=sent), "an event of an aggregate node's session", 400)


@promises(
    "H-94.7",
    "An event of a session becomes the customer's to whom the session is linked.",
    uses=(POST_EVENT, SESSION, EVENT, EVENTS, *LIVES[:2], LIVES[-1]),
)
def an_event_waits_for_its_session(probe: Probe) -> None:
    home = node(probe)
    key, value = customer(probe, home)["id"], probe.unique("session")
    sent = body(bringBackProperties=brought("SESSION_ID", value, home["id"]))
    made = probe.member(probe.expect(probe.call(POST_EVENT, json=sent), 202), "/id")
    probe.same([], listed(probe, customerId=key), "events before the session is linked:")
    probe.expect(probe.call(SESSION, key, json={"value": value}), 201)
    probe.same([made], [each["id"] for each in listed(probe, customerId=key)], "events once it is linked:")
    probe.same(key, read(probe, made).get("customerId"), "whose it is", pointer="/customerId")


@promises(
    "H-94.7",
    "An event of a session that is linked already is the customer's at once.",
    uses=(POST_EVENT, SESSION, EVENTS, *LIVES[:2], LIVES[-1]),
)
def an_event_of_a_known_session(probe: Probe) -> None:
    home = node(probe)
    key, value = customer(probe, home)["id"], probe.unique("session")
    probe.expect(probe.call(SESSION, key, json={"value": value}), 201)
    sent = body(bringBackProperties=brought("SESSION_ID", value, home["id"]))
    made = probe.member(probe.expect(probe.call(POST_EVENT, json=sent), 202), "/id")
    probe.same([made], [each["id"] for each in listed(probe, customerId=key)], "the customer's events:")


@promises(
    "H-94.8",
    "An event of a known externalId is that customer's.",
    uses=(POST_EVENT, EVENTS, *LIVES[:2], LIVES[-1]),
)
def an_event_of_an_external_id(probe: Probe) -> None:
    home = node(probe)
    made = customer(probe, home)
    sent = body(bringBackProperties=brought("EXTERNAL_ID", made["externalId"], home["id"]))
    key = probe.member(probe.expect(probe.call(POST_EVENT, json=sent), 202), "/id")
    probe.same([key], [each["id"] for each in listed(probe, customerId=made["id"])], "the customer's events:")


@promises(
    "H-94.8",
    "An event of an externalId that nobody has makes a customer with nothing else.",
    uses=(POST_EVENT, SEARCH, EVENTS, *LIVES[:2], LIVES[-1]),
    needs=("stage",),
)
def an_external_id_makes_a_customer(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        name = facts(probe, home)["externalId"]
        sent = body(bringBackProperties=brought("EXTERNAL_ID", name, home["id"]))
        key = probe.member(probe.expect(probe.call(POST_EVENT, json=sent), 202), "/id")
        made = found(probe, home, externalId=name)
        probe.same(1, len(made), "customers of that externalId:", pointer="/elements")
        base = made[0].get("base") or {}
        probe.same([], [each for each in base.values() if each], "what else is known of it", pointer="/base")
        events = [each["id"] for each in listed(probe, customerId=made[0]["id"])]
        probe.same([key], events, "its events:", pointer="/elements")


@promises("H-94.10", "An event of an unknown customer is answered 404.", uses=(POST_EVENT,), severity=SHOULD)
def an_unknown_customer_has_no_event(probe: Probe) -> None:
    refused(probe.call(POST_EVENT, json=body(customerId=unknown(probe))), "an event of nobody", 404)


@promises("H-94.12", "An event without a date happens now.", uses=(POST_EVENT, EVENT, *LIVES))
def an_event_is_now_unless_told(probe: Probe) -> None:
    key = customer(probe)["id"]
    own = read(probe, event(probe, key))
    probe.same(own.get("registeredAt"), own.get("date"), "the date", pointer="/date")


@promises("H-94.13", "An event without type, context or properties is refused.", uses=(POST_EVENT, *LIVES))
def what_an_event_must_say(probe: Probe) -> None:
    key = customer(probe)["id"]
    whole = body(customerId=key)
    for name in ("type", "context", "properties"):
        part = {each: value for each, value in whole.items() if each != name}
        refused(probe.call(POST_EVENT, json=part), f"an event without {name}", 400)
    for name, value in (("type", "noSuchType"), ("context", "NOWHERE"), ("properties", "text")):
        refused(probe.call(POST_EVENT, json={**whole, name: value}), f"an event with {name} {value}", 400)
    probe.same([], listed(probe, customerId=key), "the customer's events", pointer="/elements")


@promises(
    "H-94.13",
    "Properties that the type's schema does not allow are refused.",
    uses=(POST_EVENT, *LIVES),
    severity=SHOULD,
)
def properties_fit_the_type(probe: Probe) -> None:
    key = customer(probe)["id"]
    for kind, properties in (
        ("completedOrder", {"amount": "much"}),
        ("addedReward", {}),
        ("viewedPage", {"noSuchProperty": 1}),
    ):
        sent = body(customerId=key, type=kind, properties=properties)
        refused(probe.call(POST_EVENT, json=sent), f"{kind} with {properties}", 400)


@promises(
    "H-94.14", "A new event is native and never changed.", uses=(POST_EVENT, EVENT, *LIVES), severity=SHOULD
)
def what_the_system_gives(probe: Probe) -> None:
    own = read(probe, event(probe, customer(probe)["id"]))
    probe.same("NATIVE", own.get("origin"), "the origin", pointer="/origin")
    probe.same(1, own.get("version"), "the version", pointer="/version")
    probe.same(own.get("registeredAt"), own.get("updatedAt"), "the last change", pointer="/updatedAt")
