"""Aggregate nodes: list, create, read, modify, set the state, list what reaches them from Contactsend."""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import node_of, nodes_of, readable, workspace_of
from understudy.vendors.contacthub.node_shapes import aggregate_node
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.seed import AGGREGATE, NODE
from understudy.vendors.contacthub.sources import SEND, sources_of
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_aggregate_node_configuration_workspaces",
    "get_aggregate_node_send_source_subscriptions_configuration_workspaces",
    "get_aggregates_nodes_configuration_workspaces",
    "post_aggregate_node_configuration_workspaces",
    "put_aggregate_node_configuration_workspaces",
    "put_aggregate_node_state_configuration_workspaces",
]

KINDS = {
    "base.contacts.email": "EMAIL",
    "base.contacts.mobilePhone": "MOBILE",
    "base.contacts.phone": "PHONE",
    "base.contacts.fax": "FAX",
}
"""The kinds of address by the property that holds one."""


def get_aggregates_nodes_configuration_workspaces(request: Request, view: View) -> Reply:
    """52: the aggregate nodes that the caller may read (H-52.1)."""
    found = nodes_of(view, workspace_of(request, view).id, "AGGREGATE")
    found = [each for each in found if readable(request.caller, view, each)]
    chosen, page = page_of(request, len(found))
    return Reply(
        200, {"elements": [aggregate_node(each.id, each.body) for each in found[chosen]], "page": page}
    )


def post_aggregate_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """53: an aggregate node that is NEW (H-53.1).

    Problem 404 when it is to aggregate what is no entry node of the workspace (H-53.6).
    """
    said, workspace = request.body, workspace_of(request, view).id
    keys = [node_of(request, view, key, "ENTRY").id for key in said["entryNodes"]]
    body = {
        **NODE,
        **AGGREGATE,
        "workspace": workspace,
        "type": "AGGREGATE",
        "state": "NEW",
        "entryNodes": list(dict.fromkeys(keys)),
        "matchingProperties": said["matchingProperties"],
        **settled(said, said["name"]),
    }
    return stored(view, view.ids.uuid(), body, 201)


def get_aggregate_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """54: one aggregate node (H-54.1)."""
    node = node_of(request, view, type="AGGREGATE")
    return Reply(200, aggregate_node(node.id, node.body))


def put_aggregate_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """55: what is sent in the place of what was set (H-55.1).

    Problem 400 for other entry nodes or matching properties, which cannot change (H-55.2), 409 for a state
    that it cannot go to (H-56.2).
    """
    node, said = node_of(request, view, type="AGGREGATE"), request.body
    refuse_other(node, said)
    state = next_state(node, said.get("state", node.body["state"]))
    return stored(view, node.id, {**node.body, **settled(said, node.body["name"]), "state": state})


def put_aggregate_node_state_configuration_workspaces(request: Request, view: View) -> Reply:
    """56: from NEW to ACTIVE (H-56.1); Problem 409 for any other way (H-56.2)."""
    node = node_of(request, view, type="AGGREGATE")
    state = next_state(node, request.body["state"])
    documents = view.documents.put(NODES, node.id, {**node.body, "state": state})
    return Reply(200, {"state": state}, documents=documents)


def get_aggregate_node_send_source_subscriptions_configuration_workspaces(
    request: Request, view: View
) -> Reply:
    """57: the subscriptions of the Send sources of its entry nodes (H-57.1)."""
    node = node_of(request, view, type="AGGREGATE")
    found = [
        subscription(entry, source, each["hub"])
        for key in node.body["entryNodes"]
        if (entry := view.documents.get(NODES, key)) is not None
        for source in sources_of(view, node.body["workspace"])
        if source.body["provider"] == SEND and key in source.body["nodes"]
        for each in source.body["properties"].get("subscriptions") or ()
        if "hub" in each
    ]
    return Reply(200, found)


def subscription(entry: Document, source: Document, key: str) -> dict[str, Any]:
    """A subscription of a Send source, with the first contact that the source knows of each customer."""
    columns = source.body["properties"].get("mappedColumns") or ()
    paths = [each["hub"] for each in columns if each.get("hub") in KINDS]
    path = paths[0] if paths else next(iter(KINDS))
    return {
        "subscriptionId": key,
        "path": path,
        "entryNodeName": entry.body["name"],
        "entryNodeId": entry.id,
        "type": KINDS[path],
    }


def settled(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a body sets of an aggregate node; without a name it keeps this one."""
    return {
        "name": said.get("name", name),
        "description": said.get("description"),
        "imageUrl": said.get("imageUrl"),
        "exclusionFilters": said.get("exclusionFilters"),
    }


def refuse_other(node: Document, said: Mapping[str, Any]) -> None:
    """Problem 400 when the body has other entry nodes or matching properties than the node (H-55.2)."""
    keys = sorted({key.lower() for key in said.get("entryNodes", node.body["entryNodes"])})
    same = {
        "entryNodes": keys == sorted(node.body["entryNodes"]),
        "matchingProperties": said.get("matchingProperties", node.body["matchingProperties"])
        == node.body["matchingProperties"],
    }
    causes = [
        Cause("body", f"/{name}", f"{name} cannot be changed", "IMMUTABLE")
        for name, equal in same.items()
        if not equal
    ]
    if causes:
        sentence = f"The aggregate node {node.id} keeps what it was created with: send the same, or nothing."
        raise Problem(400, "nodeImmutable", sentence, causes=causes, rule="H-55.2")


def next_state(node: Document, state: str) -> str:
    """The state that a node is to be in; Problem 409 unless it is so, or goes from NEW to ACTIVE (H-56.2)."""
    now = node.body["state"]
    if state != now and (now, state) != ("NEW", "ACTIVE"):
        sentence = (
            f"The aggregate node {node.id} is {now} and cannot become {state}: only NEW becomes ACTIVE."
        )
        raise Problem(409, "badTransition", sentence, rule="H-56.2")
    return state


def stored(view: View, key: str, body: dict[str, Any], status: int = 200) -> Reply:
    """The aggregate node with this body, which is to be committed."""
    documents = view.documents.put(NODES, key, body)
    return Reply(status, aggregate_node(key, body), documents=documents)
