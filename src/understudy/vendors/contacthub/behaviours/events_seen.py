"""Who sees which events and updates, in what order, and what requests add to events (H-93, H-94, H-108)."""

from typing import Any

from understudy.conformance.suite import SHOULD, NotObservable, Probe
from understudy.vendors.contacthub.behaviours.aggregating import MAKES_AGGREGATE, aggregated
from understudy.vendors.contacthub.behaviours.events_found import DATES, LIVES, ids, listed, read
from understudy.vendors.contacthub.behaviours.steps import (
    ENTRIES,
    EVENT,
    EVENTS,
    MAKES,
    POST_EVENT,
    customer,
    event,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.streaming import LAST, STREAM, end, since
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__ = ["hidden"]

promises = HUB.promises

NEW_NODE = "postEntryNodeConfigurationWorkspaces"
EMPTY = "postEmptyEntryNodeConfigurationWorkspaces"
AGENT = "UnderstudyCheck/1"

KINDS = ("searched", "loggedIn", "viewedPage")
"""Types that are in another order by their names."""


def hidden(probe: Probe) -> dict[str, Any]:
    """An entry node whose events the user with permissions may not search; NotObservable without any."""
    answer = probe.expect(probe.call(ENTRIES, query={"size": 50}), 200)
    for each in probe.member(answer, "/elements"):
        if probe.call(EVENTS, query={"nodeId": each["id"], "size": 1}, caller="user").status == 403:
            return dict(each)
    raise NotObservable("It needs an entry node that the user may not read.")


@promises("H-93.10", "sort orders events by a member, either way.", uses=(EVENTS, *LIVES), severity=SHOULD)
def events_are_sorted(probe: Probe) -> None:
    key = customer(probe)["id"]
    kinds = {kind: event(probe, key, kind, date=date) for kind, date in zip(KINDS, DATES, strict=True)}
    by_type = [kinds[kind] for kind in sorted(kinds)]
    for asked, expected in (
        ("type,asc", by_type),
        ("type,desc", by_type[::-1]),
        ("date,asc", [*kinds.values()]),
        ("date,desc", [*kinds.values()][::-1]),
    ):
        got = ids(listed(probe, customerId=key, sort=asked))
        probe.same(expected, got, f"the events sorted by {asked}:", pointer="/elements")


@promises("H-93.10", "A sort that is unknown is answered 400.", uses=(EVENTS,), severity=SHOULD)
def an_unknown_sort_is_refused(probe: Probe) -> None:
    for asked in ("noSuchMember", "date,sideways"):
        refused(probe.call(EVENTS, query={"sort": asked}), f"events sorted by {asked}", 400)


@promises(
    "H-93.12",
    "Events of a node that a user may not read are not found by that user.",
    uses=(EVENTS, *LIVES),
    needs=("user",),
)
def events_of_hidden_nodes_are_not_found(probe: Probe) -> None:
    key = customer(probe, hidden(probe))["id"]
    made = event(probe, key)
    probe.same([made], ids(listed(probe, customerId=key)), "the events an administrator finds:")
    answer = probe.expect(probe.call(EVENTS, query={"customerId": key}, caller="user"), 200)
    probe.same([], probe.member(answer, "/elements"), "the events the user finds:", pointer="/elements")


@promises(
    "H-108.12",
    "Updates of a node that a user may not read are not told to that user.",
    uses=(STREAM, LAST, *LIVES),
    needs=("user",),
)
def updates_of_hidden_nodes_are_not_told(probe: Probe) -> None:
    start = end(probe)
    key = customer(probe, hidden(probe))["id"]
    own = {key, event(probe, key)}
    told = {each["entity"]["data"]["id"] for each in since(probe, start)}
    probe.same(own, told & own, "what an administrator is told of")
    answer = probe.expect(probe.call(STREAM, query={"offset": start, "size": 4000}, caller="user"), 200)
    known = {each["entity"]["data"]["id"] for each in probe.member(answer, "/updates")}
    probe.same([], sorted(own & known), "what the user is told of it:", pointer="/updates")


@promises(
    "H-108.11",
    "Emptying a node is told as the removal of each customer and each event.",
    uses=(STREAM, LAST, EMPTY, *MAKES, POST_EVENT),
    needs=("stage",),
)
def emptying_is_told(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        keys = [customer(probe, home)["id"] for _ in range(2)]
        made = [event(probe, keys[0]), event(probe, keys[0], "loggedIn")]
        start = end(probe)
        probe.expect(probe.call(EMPTY, home["id"]), 200, 204)
        gone = {
            (each["entity"]["type"], each["entity"]["data"]["id"])
            for each in since(probe, start, size=4000)
            if each["operation"] == "DELETE"
        }
        expected = {("CUSTOMER", key) for key in keys} | {("EVENT", key) for key in made}
        probe.same(sorted(expected), sorted(expected & gone), "what the stream tells as gone:")


@promises(
    "H-94.9",
    "An event tells the client that sent it, unless it names one.",
    uses=(POST_EVENT, EVENT, *LIVES),
)
def an_event_tells_its_client(probe: Probe) -> None:
    key = customer(probe)["id"]
    for said, expected in (({}, AGENT), ({"client": {"userAgent": "Another/2"}}, "Another/2")):
        sent = {"customerId": key, "type": "viewedPage", "context": "WEB", "properties": {}}
        headers = {"User-Agent": AGENT}
        answer = probe.call(POST_EVENT, json={**sent, "contextInfo": said}, headers=headers)
        own = read(probe, str(probe.member(probe.expect(answer, 202), "/id")))
        client = (own.get("contextInfo") or {}).get("client") or {}
        probe.same(expected, client.get("userAgent"), "the client's agent", pointer="/contextInfo/client")


@promises(
    "H-94.11",
    "An event of an aggregate customer is refused.",
    uses=(POST_EVENT, *MAKES_AGGREGATE),
    needs=("stage",),
    severity=SHOULD,
)
def aggregate_customers_take_no_events(probe: Probe) -> None:
    with probe.stage():
        key, _ = aggregated(probe)
        sent = {"customerId": key, "type": "viewedPage", "context": "WEB", "properties": {}}
        refused(probe.call(POST_EVENT, json=sent), "an event of an aggregate customer", 400)


@promises(
    "H-93.3",
    "The events of an aggregate customer are those of its members.",
    uses=(EVENTS, POST_EVENT, *MAKES_AGGREGATE),
)
def an_aggregate_customer_has_its_members_events(probe: Probe) -> None:
    key, members = aggregated(probe)
    made = sorted(event(probe, each) for each in members)
    got = sorted(ids(listed(probe, customerId=key)))
    probe.same(made, got, "the aggregate customer's events:", pointer="/elements")


@promises(
    "H-94.10",
    "An event brought back in an unknown node is answered 404.",
    uses=(POST_EVENT,),
    severity=SHOULD,
)
def an_unknown_node_brings_nothing_back(probe: Probe) -> None:
    back = {"type": "SESSION_ID", "value": probe.unique("session"), "nodeId": unknown(probe)}
    sent = {"type": "viewedPage", "context": "WEB", "properties": {}, "bringBackProperties": back}
    refused(probe.call(POST_EVENT, json=sent), "an event of an unknown node", 404)


@promises(
    "H-107.3",
    "The last offset of customers stays when an event is recorded, and the other way round.",
    uses=(LAST, *MAKES, POST_EVENT),
    needs=("stage",),
)
def kinds_have_offsets_of_their_own(probe: Probe) -> None:
    with probe.stage():
        key = customer(probe)["id"]
        of_customers = end(probe, entity="CUSTOMER")
        probe.same(end(probe), of_customers, "customers' last offset after one was made:")
        event(probe, key)
        of_events = end(probe, entity="EVENT")
        probe.same(end(probe), of_events, "events' last offset after one was recorded:")
        probe.same(of_customers, end(probe, entity="CUSTOMER"), "customers' last offset after an event:")
        customer(probe)
        probe.same(of_events, end(probe, entity="EVENT"), "events' last offset after a customer:")


@promises(
    "H-107.4",
    "The last offset of a new node is 0, until a customer is made there.",
    uses=(LAST, NEW_NODE, *MAKES[1:]),
    needs=("stage",),
    severity=SHOULD,
)
def a_new_node_has_no_update(probe: Probe) -> None:
    with probe.stage():
        unique = {"properties": ["externalId"], "caseSensitive": True}
        answer = probe.call(NEW_NODE, json={"name": probe.unique(), "uniqueCustomer": unique})
        home = probe.member(probe.expect(answer, 200, 201), "")
        probe.same(0, end(probe, nodeId=home["id"]), "the new node's last offset", pointer="/lastOffset")
        customer(probe, home)
        probe.same(end(probe), end(probe, nodeId=home["id"]), "its last offset after a customer was made:")
