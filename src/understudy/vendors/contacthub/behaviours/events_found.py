"""Events searched and read (H-93, H-95)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    EVENTS,
    FORGET,
    MAKES,
    NODES,
    POST_EVENT,
    customer,
    event,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["DATES", "LIVES", "ids", "listed", "read"]

promises = HUB.promises

LIVES = (*MAKES, POST_EVENT, EVENTS, FORGET)

DATES = ("2020-03-01T10:00:00.000Z", "2020-03-02T10:00:00.000Z", "2020-03-03T10:00:00.000Z")
"""Moments in order, long past, so that nothing else happens between them."""

PASSIVE, ACTIVE = "campaignSent", "viewedPage"


def listed(probe: Probe, **asked: Any) -> list[dict[str, Any]]:
    """The events of a page of a search; Broken when it is refused."""
    answer = probe.expect(probe.call(EVENTS, query=asked), 200)
    elements: list[dict[str, Any]] = probe.member(answer, "/elements")
    return elements


def ids(found: list[dict[str, Any]]) -> list[str]:
    """The ids of events."""
    return [each["id"] for each in found]


def read(probe: Probe, key: str, **asked: Any) -> dict[str, Any]:
    """An event as it is read; Broken when it cannot be."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(EVENT, key, query=asked), 200), "")
    return body


def history(probe: Probe) -> tuple[str, list[str]]:
    """A new customer and the ids of three events of theirs, the earliest first."""
    key = customer(probe)["id"]
    return key, [event(probe, key, date=date) for date in DATES]


@promises("H-93.1", "Events are found newest first, by their date.", uses=(EVENTS, *LIVES))
def events_are_found_newest_first(probe: Probe) -> None:
    key, made = history(probe)
    late = event(probe, key, date="2020-03-01T09:00:00.000Z")
    probe.same([*reversed(made), late], ids(listed(probe, customerId=key)), "the events in order:")


@promises("H-93.2", "No more than 10,000 events are found.", uses=(EVENTS,))
def a_search_reaches_ten_thousand(probe: Probe) -> None:
    answer = probe.expect(probe.call(EVENTS), 200)
    page = probe.member(answer, "/page")
    told, size = page.get("maxElements"), page.get("size") or 1
    probe.same(10_000, told, "the most elements", pointer="/page/maxElements")
    shown = min(page["totalElements"], told)
    if not shown:
        probe.not_observable("It needs events, and there are none.")
    last = (shown - 1) // size
    got = len(listed(probe, page=last))
    probe.same(shown - last * size, got, "events on the last page:", pointer="/elements")


@promises("H-93.3", "customerId finds the events of that customer, and no others.", uses=(EVENTS, *LIVES))
def events_are_found_by_customer(probe: Probe) -> None:
    home = node(probe)
    first, second = customer(probe, home)["id"], customer(probe, home)["id"]
    made = {key: [event(probe, key)] for key in (first, second)}
    for key, expected in made.items():
        probe.same(expected, ids(listed(probe, customerId=key)), "the customer's events", pointer="/elements")


@promises("H-93.4", "nodeId finds the events of that node.", uses=(EVENTS, *LIVES))
def events_are_found_by_node(probe: Probe) -> None:
    home = node(probe)
    key = customer(probe, home)["id"]
    made = event(probe, key)
    asked = {"customerId": key, "nodeId": home["id"]}
    probe.same([made], ids(listed(probe, **asked)), "the events in the node", pointer="/elements")


@promises("H-93.4", "An unknown nodeId is answered 404.", uses=(EVENTS,), severity=SHOULD)
def an_unknown_node_has_no_events(probe: Probe) -> None:
    refused(probe.call(EVENTS, query={"nodeId": unknown(probe)}), "events of an unknown node", 404)


@promises("H-93.4", "Events of another node are not found by nodeId.", uses=(EVENTS, NODES, *LIVES))
def events_of_other_nodes_are_left_out(probe: Probe) -> None:
    home = node(probe)
    key = customer(probe, home)["id"]
    event(probe, key)
    every = probe.member(probe.expect(probe.call(NODES, query={"nodeType": "ENTRY"}), 200), "/elements")
    others = [each["id"] for each in every if each["id"] != home["id"]]
    if not others:
        probe.not_observable("It needs two entry nodes, and there is one.")
    for other in others[:3]:
        probe.same([], ids(listed(probe, customerId=key, nodeId=other)), "events in another node:")


@promises("H-93.5", "type finds the events of that type, and no others.", uses=(EVENTS, *LIVES))
def events_are_found_by_type(probe: Probe) -> None:
    key = customer(probe)["id"]
    made = {kind: event(probe, key, kind) for kind in ("viewedPage", "loggedIn", "searched")}
    for kind, expected in made.items():
        probe.same([expected], ids(listed(probe, customerId=key, type=kind)), f"the {kind} events:")
    probe.same([], ids(listed(probe, customerId=key, type="loggedOut")), "the loggedOut events:")


@promises("H-93.6", "context finds the events of that context, and no others.", uses=(EVENTS, *LIVES))
def events_are_found_by_context(probe: Probe) -> None:
    key = customer(probe)["id"]
    made = {where: event(probe, key, context=where) for where in ("WEB", "MOBILE", "SOCIAL")}
    for where, expected in made.items():
        probe.same([expected], ids(listed(probe, customerId=key, context=where)), f"the {where} events:")
    probe.same([], ids(listed(probe, customerId=key, context="IOT")), "the IOT events:")


@promises("H-93.7", "mode tells what customers do from what they receive.", uses=(EVENTS, *LIVES))
def events_are_found_by_mode(probe: Probe) -> None:
    key = customer(probe)["id"]
    made = event(probe, key, ACTIVE), event(probe, key, PASSIVE, context="DIGITAL_CAMPAIGN")
    for mode, expected in zip(("ACTIVE", "PASSIVE"), made, strict=True):
        probe.same([expected], ids(listed(probe, customerId=key, mode=mode)), f"the {mode} events:")


@promises("H-93.8", "dateFrom and dateTo belong to the interval.", uses=(EVENTS, *LIVES))
def both_ends_of_an_interval_belong_to_it(probe: Probe) -> None:
    key, made = history(probe)
    first, middle, last = DATES
    for asked, expected in (
        ({"dateFrom": middle}, made[1:]),
        ({"dateTo": middle}, made[:2]),
        ({"dateFrom": middle, "dateTo": middle}, made[1:2]),
        ({"dateFrom": first, "dateTo": last}, made),
    ):
        got = sorted(ids(listed(probe, customerId=key, **asked)))
        probe.same(sorted(expected), got, f"the events for {asked}:", pointer="/elements")


@promises("H-93.9", "An event is found only if every filter fits it.", uses=(EVENTS, *LIVES))
def filters_combine_with_and(probe: Probe) -> None:
    key = customer(probe)["id"]
    web = event(probe, key, "loggedIn", date=DATES[0])
    event(probe, key, "loggedIn", context="MOBILE", date=DATES[1])
    event(probe, key, "searched", date=DATES[2])
    fits = {"customerId": key, "type": "loggedIn", "context": "WEB", "mode": "ACTIVE", "dateTo": DATES[0]}
    probe.same([web], ids(listed(probe, **fits)), "the events that all filters fit:")
    for name, other in (("type", "searched"), ("context", "MOBILE"), ("mode", "PASSIVE")):
        probe.same([], ids(listed(probe, **{**fits, name: other})), f"those with {name} {other}:")


@promises("H-93.11", "A customer that nobody is has no events.", uses=(EVENTS,), severity=SHOULD)
def nobody_has_no_events(probe: Probe) -> None:
    probe.same([], listed(probe, customerId=unknown(probe)), "the events of nobody", pointer="/elements")


@promises("H-95.1", "An event is read as the search tells it.", uses=(EVENT, EVENTS, *LIVES))
def an_event_is_told_alike(probe: Probe) -> None:
    key = customer(probe)["id"]
    made = event(probe, key, properties={"title": "Understudy check"}, date=DATES[1])
    own = read(probe, made)
    for name, value in {"id": made, "customerId": key, "type": "viewedPage", "context": "WEB"}.items():
        probe.same(value, own.get(name), name, pointer=f"/{name}")
    probe.same({"title": "Understudy check"}, own.get("properties"), "the properties", pointer="/properties")
    (told,) = listed(probe, customerId=key) or [{}]
    probe.same(own, told, "the event as it was read:", pointer="/elements/0")


@promises("H-95.2", "An unknown event is answered 404.", uses=(EVENT,), severity=SHOULD)
def an_unknown_event_is_not_there(probe: Probe) -> None:
    refused(probe.call(EVENT, unknown(probe)), "an unknown event", 404)


@promises(
    "H-95.3", "nav=CUSTOMER tells the customer's events before and after, by date.", uses=(EVENT, *LIVES)
)
def neighbours_are_told(probe: Probe) -> None:
    _, made = history(probe)
    expected = [(None, made[1]), (made[0], made[2]), (made[1], None)]
    for key, (before, after) in zip(made, expected, strict=True):
        own = read(probe, key, nav="CUSTOMER")
        probe.same(before, own.get("prev"), "the event before:", pointer="/prev")
        probe.same(after, own.get("next"), "the event after:", pointer="/next")
