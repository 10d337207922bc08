"""How many customers there are: in all, by node, by channel (H-3 to H-5, H-7).

Totals change with every write, so that most of this is seen in a world of its own.
"""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_seen import hidden
from understudy.vendors.contacthub.behaviours.steps import (
    ENTRIES,
    EVENTS,
    FORGET,
    MAKES,
    NODES,
    customer,
    facts,
    node,
    planted,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_analytics import (
    CHANNELS,
    COUNT,
    NODE_STATS,
    STATS,
    counts,
    data,
    total,
)
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    NEW_ENTRY,
    NEW_SOURCE,
    body_of,
    entry,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

STAGE = ("stage",)


@promises(
    "H-3.1",
    "A workspace is told with the number of its customers.",
    uses=(STATS, COUNT, *MAKES, FORGET),
    needs=STAGE,
)
def a_workspace_counts_its_customers(probe: Probe) -> None:
    with probe.stage():
        numbers = []
        for _ in range(2):
            told = probe.member(probe.expect(probe.call(STATS), 200), "")
            probe.same(total(probe), told.get("customers"), "its customers", pointer="/customers")
            probe.same(probe.setting("workspaceId"), told.get("id"), "the workspace", pointer="/id")
            numbers.append(told["customers"])
            key = customer(probe)["id"]
        probe.same(numbers[0] + 1, numbers[1], "customers after one more:", pointer="/customers")
        probe.expect(probe.call(FORGET, key), 200, 202, 204)
        probe.same(numbers[1], total(probe), "customers after one was forgotten:", pointer="/data")


@promises(
    "H-4.1",
    "Each node is told once, with the number of its customers.",
    uses=(NODE_STATS, NODES, COUNT, *MAKES),
    needs=STAGE,
)
def nodes_count_their_customers(probe: Probe) -> None:
    with probe.stage():
        customer(probe)
        told = probe.member(probe.expect(probe.call(NODE_STATS, query={"size": 50}), 200), "/elements")
        nodes = probe.member(probe.expect(probe.call(NODES, query={"size": 50}), 200), "/elements")
        for name in ("id", "name"):
            expected, got = (sorted(each[name] for each in every) for every in (nodes, told))
            probe.same(expected, got, f"what the nodes have for {name}:", pointer="/elements")
        for each in told:
            probe.same(
                total(probe, nodeId=each["id"]), each["customers"], f"the customers of {each['name']}:"
            )


@promises(
    "H-4.2",
    "A node tells the database of its Send source, and whether a Plan source reads it.",
    uses=(NODE_STATS, NEW_SOURCE, NEW_ENTRY),
    needs=STAGE,
    severity=SHOULD,
)
def nodes_tell_their_sources(probe: Probe) -> None:
    with probe.stage():
        sent, planned, alone = (entry(probe)["id"] for _ in range(3))
        for provider, home, database in (
            ("CONTACTSEND", sent, {"groupPk": 990, "userdbId": 991}),
            ("CONTACTPLAN", planned, {}),
        ):
            source = {"provider": provider, "properties": database, "name": probe.unique(), "nodes": [home]}
            body_of(probe, NEW_SOURCE, json=source, status=201)
        told = {each["id"]: each for each in body_of(probe, NODE_STATS, query={"size": 50})["elements"]}
        for name, expected in (
            ("send", [{"groupPk": 990, "userDbId": 991}, None, None]),
            ("plan", [False, True, False]),
        ):
            got = [told[key].get(name) for key in (sent, planned, alone)]
            probe.same(expected, got, f"what three nodes tell of {name}:", pointer="/elements")


@promises("H-5.1", "The customers of all entry nodes are counted.", uses=(COUNT, *MAKES), needs=STAGE)
def all_customers_are_counted(probe: Probe) -> None:
    with probe.stage():
        customer(probe)
        nodes = probe.member(probe.expect(probe.call(ENTRIES, query={"size": 50}), 200), "/elements")
        each = [total(probe, nodeId=one["id"]) for one in nodes]
        probe.same(sum(each), total(probe), "all customers", pointer="/data/values")


@promises("H-5.2", "A node's customers are counted alone.", uses=(COUNT, *MAKES), needs=STAGE)
def a_node_is_counted_alone(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        nodes = probe.member(probe.expect(probe.call(ENTRIES, query={"size": 50}), 200), "/elements")
        before = {one["id"]: total(probe, nodeId=one["id"]) for one in nodes}
        customer(probe, home)
        expected = {**before, home["id"]: before[home["id"]] + 1}
        after = {one["id"]: total(probe, nodeId=one["id"]) for one in nodes}
        probe.same(expected, after, "the customers of each node", pointer="/data/values")


@promises("H-5.2", "An unknown node is answered 404.", uses=(COUNT, CHANNELS), severity=SHOULD)
def an_unknown_node_is_not_counted(probe: Probe) -> None:
    for operation in (COUNT, CHANNELS):
        refused(probe.call(operation, query={"nodeId": unknown(probe)}), "counts of an unknown node", 404)


@promises(
    "H-5.3",
    "Nodes that a user may not read are not counted for that user.",
    uses=(COUNT, EVENTS, *MAKES),
    needs=("stage", "user"),
    severity=SHOULD,
)
def hidden_nodes_are_not_counted(probe: Probe) -> None:
    with probe.stage():
        home = hidden(probe)
        before = data(probe, COUNT, caller="user")
        customer(probe, home)
        probe.same(before, data(probe, COUNT, caller="user"), "the user's count as it was:", pointer="/data")


@promises(
    "H-7.1",
    "Each customer is counted once, by what it can be reached by.",
    uses=(CHANNELS, COUNT, *MAKES),
    needs=STAGE,
)
def channels_count_each_customer_once(probe: Probe) -> None:
    with probe.stage():
        home = node(probe)
        before = counts(data(probe, CHANNELS, nodeId=home["id"]))
        probe.same(total(probe, nodeId=home["id"]), sum(before.values()), "all the counts together:")
        body = planted(facts(probe, home), "base.contacts.mobilePhone", "+15550100")
        for said, raised in ((body["base"], "emailMobile"), (facts(probe, home)["base"], "emailOnly")):
            customer(probe, home, base=said)
            after = counts(data(probe, CHANNELS, nodeId=home["id"]))
            expected = {**before, raised: before[raised] + 1}
            probe.same(expected, after, f"the counts after one more {raised}:", pointer="/data/values")
            before = after
