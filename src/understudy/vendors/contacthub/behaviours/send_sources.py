"""Nodes joined to Contactsend, and what its databases have (H-101 to H-106)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    EXTERNAL,
    NEW_ENTRY,
    NEW_SOURCE,
    PUT_ENTRY,
    PUT_SOURCE,
    body_of,
    entry,
)
from understudy.vendors.contacthub.behaviours.suites import HUB, OURS

__all__: list[str] = []

promises = HUB.promises

SUBSCRIPTIONS = "getSubscriptionsSendSourceWorkspaces"
FIELDS = "getSubscriberFieldsSendSourceWorkspaces"
EVERY, OF_NODE = "getSendSources", "getSendSourceNodeWorkspaces"
OF_DATABASE, OF_GROUP = "getSendSourceUserdbGroup", "getSendSourcesGroup"
MAKES = (NEW_SOURCE, NEW_ENTRY)
NOBODYS = 2_147_480_000
"""The number of a database, or a group, that nobody has."""


def joined(probe: Probe) -> dict[str, Any]:
    """A node of the workspace that is joined to Contactsend; NotObservable without any."""
    ours = probe.setting(OURS).lower()
    found = [each for each in body_of(probe, EVERY)["elements"] if each["id"] == ours]
    if not found:
        probe.not_observable("It needs a node that is joined to Contactsend.")
    return dict(found[0])


def place(found: dict[str, Any]) -> tuple[str, str]:
    """Group and database that a node is joined to."""
    known = found["contactSendSource"]["properties"]
    return str(known["groupPk"]), str(known["userdbId"])


def join(probe: Probe, database: int = 991, group: int = 990) -> tuple[str, dict[str, Any]]:
    """A new node and the body of the Send source that joins it."""
    home = entry(probe)["id"]
    said = {
        "provider": "CONTACTSEND",
        "properties": {"groupPk": group, "userdbId": database},
        "name": probe.unique(),
        "nodes": [home],
    }
    made = body_of(probe, NEW_SOURCE, json=said, status=201)
    return home, {**said, "id": made["id"]}


@promises("H-101.1", "The subscriptions of a database are listed.", uses=(SUBSCRIPTIONS, EVERY))
def subscriptions_are_listed(probe: Probe) -> None:
    _, database = place(joined(probe))
    found = body_of(probe, SUBSCRIPTIONS, database)["elements"]
    for each in found:
        if not each.get("name") or each.get("id") is None:
            probe.broken("id and name", f"{each}", pointer="/elements")
    if not found:
        probe.not_observable("It needs a database with subscriptions.")


@promises(
    "H-101.2",
    "A database that the workspace does not have is a 404.",
    uses=(SUBSCRIPTIONS, FIELDS),
    severity=SHOULD,
)
def unknown_databases_are_not_found(probe: Probe) -> None:
    for operation in (SUBSCRIPTIONS, FIELDS):
        refused(probe.call(operation, str(NOBODYS)), f"{operation} of an unknown database", 404)


@promises("H-101.3", "groupPk names the group of the database.", uses=(SUBSCRIPTIONS, FIELDS, EVERY))
def groups_name_databases(probe: Probe) -> None:
    group, database = place(joined(probe))
    for operation in (SUBSCRIPTIONS, FIELDS):
        whole = body_of(probe, operation, database)
        probe.same(whole, body_of(probe, operation, database, query={"groupPk": group}), "the answer")
        refused(probe.call(operation, database, query={"groupPk": NOBODYS}), "another group", 404)


@promises("H-102.1", "The subscriber fields of a database are listed.", uses=(FIELDS, EVERY))
def fields_are_listed(probe: Probe) -> None:
    _, database = place(joined(probe))
    found = body_of(probe, FIELDS, database)["elements"]
    if not found or not all(each.get("name") and each.get("type") for each in found):
        probe.broken("fields with name and type", f"{found}", pointer="/elements")


@promises(
    "H-103.1",
    "All nodes joined to Contactsend are listed, none of a stranger's.",
    uses=(EVERY, *MAKES),
    needs=("stage", "stranger"),
)
def joined_nodes_are_listed(probe: Probe) -> None:
    with probe.stage():
        homes = [join(probe, database)[0] for database in (991, 992)]
        told = [each["nodeId"] for each in body_of(probe, EVERY)["elements"]]
        probe.same(homes, [key for key in told if key in homes], "the nodes", pointer="/elements")
        theirs = [each["nodeId"] for each in body_of(probe, EVERY, caller="stranger")["elements"]]
        probe.same([], [key for key in theirs if key in told], "our nodes for a stranger:")


@promises("H-104.1", "The Send source of a node is told with workspace and node.", uses=(OF_NODE, EVERY))
def the_send_source_of_a_node_is_told(probe: Probe) -> None:
    found = joined(probe)
    told = body_of(probe, OF_NODE, found["nodeId"])
    probe.same(found, told, "the node as it is listed:")
    probe.same([found["nodeId"]], told["contactSendSource"]["nodes"], "the nodes of the source")


@promises(
    "H-104.2", "A node that no Send source joins is a 404.", uses=(OF_NODE, NEW_ENTRY), needs=("stage",)
)
def nodes_without_send_source_have_none(probe: Probe) -> None:
    with probe.stage():
        refused(probe.call(OF_NODE, entry(probe)["id"]), "a node without Send source", 404)


@promises(
    "H-104.3",
    "It follows what changes in node and source.",
    uses=(OF_NODE, *MAKES, PUT_ENTRY, PUT_SOURCE),
    needs=("stage",),
)
def joined_nodes_follow_changes(probe: Probe) -> None:
    with probe.stage():
        home, said = join(probe)
        body = {"id": home, "name": "Understudy check renamed", "uniqueCustomer": EXTERNAL}
        body_of(probe, PUT_ENTRY, home, json=body)
        body_of(probe, PUT_SOURCE, said["id"], json={**said, "name": "Understudy check again"})
        told = body_of(probe, OF_NODE, home)
        got = (told["nodeName"], told["contactSendSource"]["name"])
        probe.same(("Understudy check renamed", "Understudy check again"), got, "names of node and source")


@promises("H-105.1", "Group and database lead to the joined node.", uses=(OF_DATABASE, EVERY))
def databases_lead_to_nodes(probe: Probe) -> None:
    found = joined(probe)
    probe.same(found, body_of(probe, OF_DATABASE, *place(found)), "the node as it is listed:")


@promises(
    "H-105.2",
    "A database joined to no node of the caller is a 404.",
    uses=(OF_DATABASE, EVERY),
    severity=SHOULD,
    needs=("stranger",),
)
def other_databases_are_not_found(probe: Probe) -> None:
    group, database = place(joined(probe))
    for path in ((group, str(NOBODYS)), (str(NOBODYS), database)):
        refused(probe.call(OF_DATABASE, *path), "a database that no node is joined to", 404)
    refused(probe.call(OF_DATABASE, group, database, caller="stranger"), "our database for a stranger", 404)


@promises(
    "H-106.1",
    "The nodes joined to databases of a group are listed, and no others.",
    uses=(OF_GROUP, *MAKES),
    needs=("stage",),
)
def nodes_of_a_group_are_listed(probe: Probe) -> None:
    with probe.stage():
        homes = [join(probe, database)[0] for database in (991, 992)]
        other, _ = join(probe, 991, group=989)
        for group, expected in (("990", homes), ("989", [other]), (str(NOBODYS), [])):
            told = [each["nodeId"] for each in body_of(probe, OF_GROUP, group)["elements"]]
            probe.same(expected, told, f"the nodes of group {group}:", pointer="/elements")
