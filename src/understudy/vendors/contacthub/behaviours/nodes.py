"""Nodes: listed, made, changed, emptied (H-40 to H-47)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.access import PUT_USER, granted
from understudy.vendors.contacthub.behaviours.steps import (
    EVENTS,
    GET,
    NODES,
    POST,
    POST_EVENT,
    SEARCH,
    event,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    AGGREGATE,
    ENTRY,
    EXTERNAL,
    ME,
    NEW_AGGREGATE,
    NEW_ENTRY,
    NEW_SOURCE,
    PUT_ENTRY,
    STATE,
    aggregate,
    body_of,
    entry,
    ids,
    inhabitant,
    source,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

EMPTY = "postEmptyEntryNodeConfigurationWorkspaces"
DEFAULT = "getUniqueCustomerMatchingPolicy"
STAGE = ("stage",)
MAKES = (NEW_ENTRY, NEW_AGGREGATE, STATE)


def totals(probe: Probe, node: str) -> tuple[int, int]:
    """How many customers and events a node has."""
    customers = body_of(probe, SEARCH, query={"nodeId": node})["page"]["totalElements"]
    return customers, body_of(probe, EVENTS, query={"nodeId": node})["page"]["totalElements"]


@promises("H-40.1", "New nodes of both types come last in the list.", uses=(NODES, *MAKES), needs=STAGE)
def nodes_are_listed_as_they_were_created(probe: Probe) -> None:
    with probe.stage():
        one = entry(probe)["id"]
        two = aggregate(probe, one, active=False)["id"]
        three = entry(probe)["id"]
        told = ids(body_of(probe, NODES, query={"size": 50})["elements"])
        probe.same([one, two, three], told[-3:], "the last nodes", pointer="/elements")


@promises("H-40.2", "nodeType asks for the nodes of one type.", uses=(NODES, *MAKES), needs=STAGE)
def nodes_are_asked_for_by_type(probe: Probe) -> None:
    with probe.stage():
        one = entry(probe)["id"]
        two = aggregate(probe, one)["id"]
        found = {}
        for kind in ("ENTRY", "AGGREGATE"):
            told = body_of(probe, NODES, query={"size": 50, "nodeType": kind})["elements"]
            probe.same({kind}, {each.get("nodeType") for each in told}, "the types", pointer="/elements")
            found[kind] = ids(told)
        whole = ids(body_of(probe, NODES, query={"size": 50})["elements"])
        probe.same(sorted(whole), sorted(found["ENTRY"] + found["AGGREGATE"]), "both types together:")
        if one not in found["ENTRY"] or two not in found["AGGREGATE"]:
            probe.broken("the new nodes", f"{found}", pointer="/elements")


@promises(
    "H-40.3",
    "A user sees the nodes that a permission lets it read.",
    uses=(NODES, ME, PUT_USER, NEW_ENTRY),
    needs=("stage", "user"),
)
def users_see_the_nodes_they_read(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(4)]
        granted(probe, *zip(homes, ("R", "W", "RW"), strict=False))
        told = ids(body_of(probe, NODES, query={"size": 50}, caller="user")["elements"])
        probe.same([homes[0], homes[2]], told, "the nodes with R and RW", pointer="/elements")


@promises(
    "H-40.4", "What only one type of node has stands below properties.", uses=(NODES, *MAKES), needs=STAGE
)
def nodes_have_properties_of_their_type(probe: Probe) -> None:
    with probe.stage():
        one = entry(probe, mandatoryProperties=["base.lastName"])
        two = aggregate(probe, one["id"])
        told = {each["id"]: each for each in body_of(probe, NODES, query={"size": 50})["elements"]}
        for made, names in (
            (one, ("uniqueCustomer", "mandatoryProperties")),
            (two, ("entryNodes", "matchingProperties", "exclusionFilters")),
        ):
            got = told[made["id"]]["properties"]
            for name in names:
                probe.same(made[name], got.get(name), name, pointer=f"/elements/*/properties/{name}")


@promises("H-44.1", "A new entry node has no customers.", uses=(NEW_ENTRY, SEARCH, EVENTS), needs=STAGE)
def new_nodes_are_empty(probe: Probe) -> None:
    with probe.stage():
        probe.same((0, 0), totals(probe, entry(probe)["id"]), "customers and events of a new node:")


@promises(
    "H-44.1", "A new entry node can be given customers at once.", uses=(NEW_ENTRY, POST, GET), needs=STAGE
)
def new_nodes_take_customers(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = inhabitant(probe, home)
        probe.same(home, body_of(probe, GET, made["id"]).get("nodeId"), "the node", pointer="/nodeId")


@promises(
    "H-44.2",
    "A new entry node that says only its name is unique by the default policy, and needs nothing.",
    uses=(NEW_ENTRY, DEFAULT),
    severity=SHOULD,
    needs=STAGE,
)
def new_nodes_have_defaults(probe: Probe) -> None:
    with probe.stage():
        made = body_of(probe, NEW_ENTRY, json={"name": probe.unique()}, status=201)
        expected: tuple[Any, ...] = (body_of(probe, DEFAULT), [], [])
        got = tuple(made.get(name) for name in ("uniqueCustomer", "mandatoryProperties", "sourcePriority"))
        probe.same(expected, got, "policy, mandatory properties and priority:")


@promises(
    "H-44.3",
    "sourcePriority names sources of the workspace; any other is refused.",
    uses=(NEW_ENTRY, NEW_SOURCE),
    severity=SHOULD,
    needs=STAGE,
)
def priority_is_of_sources(probe: Probe) -> None:
    with probe.stage():
        first = source(probe, entry(probe)["id"])["id"]
        made = entry(probe, sourcePriority=[first])
        probe.same([first], made.get("sourcePriority"), "the priority", pointer="/sourcePriority")
        body = {"name": probe.unique(), "sourcePriority": [unknown(probe)]}
        refused(probe.call(NEW_ENTRY, json=body), "an unknown source", 400, 404)


@promises(
    "H-44.4",
    "Unique and mandatory properties that no customer can have are refused.",
    uses=(NEW_ENTRY,),
    severity=SHOULD,
    needs=STAGE,
)
def properties_of_nodes_are_those_of_customers(probe: Probe) -> None:
    with probe.stage():
        for said in (
            {"uniqueCustomer": {"properties": ["nonsense"], "caseSensitive": True}},
            {"mandatoryProperties": ["base.nonsense"]},
        ):
            answer = probe.call(NEW_ENTRY, json={"name": probe.unique(), **said})
            refused(answer, f"a node with {said}", 400)


@promises("H-45.1", "An entry node is told with all its details.", uses=(ENTRY, NEW_ENTRY), needs=STAGE)
def an_entry_node_is_told(probe: Probe) -> None:
    with probe.stage():
        said = {
            "name": probe.unique(),
            "description": "Made by a check",
            "imageUrl": "https://example.com/node.png",
            "uniqueCustomer": {"properties": ["base.contacts.email"], "caseSensitive": False},
            "mandatoryProperties": ["base.firstName", "base.lastName"],
        }
        made = entry(probe, **said)
        told = body_of(probe, ENTRY, made["id"])
        probe.same(made, told, "the node as it was created:")
        for name, value in said.items():
            probe.same(value, told.get(name), name, pointer=f"/{name}")


@promises(
    "H-45.1",
    "An aggregate node is no entry node: 404, and the other way round.",
    uses=(ENTRY, AGGREGATE, *MAKES),
    severity=SHOULD,
    needs=STAGE,
)
def types_of_nodes_are_kept_apart(probe: Probe) -> None:
    with probe.stage():
        one = entry(probe)["id"]
        two = aggregate(probe, one)["id"]
        for operation, key in (
            (ENTRY, two),
            (AGGREGATE, one),
            (ENTRY, unknown(probe)),
            (AGGREGATE, unknown(probe)),
        ):
            refused(probe.call(operation, key), f"{operation} of another", 404)


@promises(
    "H-46.1",
    "What is sent takes the place of what an entry node was; its customers stay.",
    uses=(PUT_ENTRY, ENTRY, NEW_ENTRY, POST, GET),
    needs=STAGE,
)
def entry_nodes_are_changed(probe: Probe) -> None:
    with probe.stage():
        made = entry(probe, description="Before", mandatoryProperties=["base.firstName"])
        key = inhabitant(probe, made["id"])["id"]
        said = {"id": made["id"], "name": probe.unique(), "uniqueCustomer": EXTERNAL, "description": "After"}
        told = body_of(probe, PUT_ENTRY, made["id"], json=said)
        expected = {**said, "mandatoryProperties": []}
        for body in (told, body_of(probe, ENTRY, made["id"])):
            probe.same(expected, {name: body.get(name) for name in expected}, "the node")
        probe.expect(probe.call(GET, key), 200)


@promises(
    "H-46.2",
    "A node keeps its id: another one in the body is refused.",
    uses=(PUT_ENTRY, NEW_ENTRY),
    severity=SHOULD,
    needs=STAGE,
)
def ids_of_nodes_do_not_change(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        said = {"id": unknown(probe), "name": probe.unique(), "uniqueCustomer": EXTERNAL}
        refused(probe.call(PUT_ENTRY, key, json=said), "another id", 400)


@promises(
    "H-47.1",
    "Emptying removes all customers and events of a node, and of no other.",
    uses=(EMPTY, NEW_ENTRY, POST, POST_EVENT, SEARCH, EVENTS, ENTRY, GET),
    needs=STAGE,
)
def nodes_are_emptied(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        keys = [inhabitant(probe, home)["id"] for home in homes]
        for key in keys:
            event(probe, key)
        probe.expect(probe.call(EMPTY, homes[0]), 200, 202, 204)
        probe.same((0, 0), totals(probe, homes[0]), "customers and events of the node:")
        probe.same((1, 1), totals(probe, homes[1]), "customers and events of the other:")
        refused(probe.call(GET, keys[0]), "a customer of the emptied node", 404)
        probe.expect(probe.call(ENTRY, homes[0]), 200)


@promises(
    "H-47.2",
    "With eventsOnly the events are removed and the customers stay.",
    uses=(EMPTY, NEW_ENTRY, POST, POST_EVENT, SEARCH, EVENTS),
    needs=STAGE,
)
def nodes_are_emptied_of_events(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        event(probe, inhabitant(probe, home)["id"])
        probe.expect(probe.call(EMPTY, home, query={"eventsOnly": "true"}), 200, 202, 204)
        probe.same((1, 0), totals(probe, home), "customers and events:")
