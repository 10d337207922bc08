"""Nodes: list all; entry nodes: list, create, read, modify, empty."""

from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import node_of, nodes_of, readable, workspace_of
from understudy.vendors.contacthub.emptying import emptied
from understudy.vendors.contacthub.matching_policy import default_policy, with_policy
from understudy.vendors.contacthub.node_shapes import entry_node, listed
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import NODES, SOURCES
from understudy.vendors.contacthub.seed import ENTRY, NODE
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_entries_nodes_configuration_workspaces",
    "get_entry_node_configuration_workspaces",
    "get_nodes_configuration_workspaces",
    "post_empty_entry_node_configuration_workspaces",
    "post_entry_node_configuration_workspaces",
    "put_entry_node_configuration_workspaces",
]


def get_nodes_configuration_workspaces(request: Request, view: View) -> Reply:
    """40: the nodes that the caller may read, all or of one type (H-40.1, H-40.2)."""
    found = reachable(request, view, request.query.get("nodeType"))
    chosen, page = page_of(request, len(found))
    return Reply(200, {"elements": [listed(each) for each in found[chosen]], "page": page})


def get_entries_nodes_configuration_workspaces(request: Request, view: View) -> Reply:
    """43: the entry nodes that the caller may read (H-43.1)."""
    found = reachable(request, view, "ENTRY")
    chosen, page = page_of(request, len(found))
    return Reply(200, {"elements": [entry_node(each.id, each.body) for each in found[chosen]], "page": page})


def reachable(request: Request, view: View, kind: str | None) -> list[Document]:
    """The nodes of the workspace that the caller may read (H-40.3)."""
    found = nodes_of(view, workspace_of(request, view).id, kind)
    return [each for each in found if readable(request.caller, view, each)]


def post_entry_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """44: an entry node without customers (H-44.1), unique as the default has it unless told (H-44.2)."""
    workspace = workspace_of(request, view).id
    start = {**NODE, **ENTRY, "workspace": workspace, "type": "ENTRY", "rows": None}
    return stored(view, view.ids.uuid(), {**start, **settled(request, view)}, 201)


def get_entry_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """45: one entry node (H-45.1)."""
    node = node_of(request, view, type="ENTRY")
    return Reply(200, entry_node(node.id, node.body))


def put_entry_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """46: what is sent in the place of what was set (H-46.1).

    Problem 400 when the body names another node (H-46.2).
    """
    node = node_of(request, view, type="ENTRY")
    if request.body["id"].lower() != node.id:
        sentence = f"The id in the body is not that of the node {node.id}: an id cannot change."
        raise Problem(400, "otherNode", sentence, causes=[Cause("body", "/id", sentence)], rule="H-46.2")
    return stored(view, node.id, {**node.body, **settled(request, view)})


def post_empty_entry_node_configuration_workspaces(request: Request, view: View) -> Reply:
    """47: the node without all that is in it (H-47.1), or without its events only (H-47.2)."""
    node = node_of(request, view, type="ENTRY")
    events_only = bool(request.query.get("eventsOnly"))
    return Reply(204, None, documents=emptied(view, node, events_only=events_only))


def settled(request: Request, view: View) -> dict[str, Any]:
    """What the body sets of an entry node, what it leaves out as it is for a new one.

    Problem 400 when sourcePriority names a source that the workspace does not have (H-44.3).
    """
    said, workspace = request.body, workspace_of(request, view).id
    priority = [key.lower() for key in said.get("sourcePriority", ())]
    for place, key in enumerate(priority):
        source = view.documents.get(SOURCES, key)
        if source is None or source.body["workspace"] != workspace:
            causes = [Cause("body", f"/sourcePriority/{place}", f"source not found {key}")]
            raise Problem(400, "nodeInvalid", causes[0].message, causes=causes, rule="H-44.3")
    return {
        "name": said["name"],
        "description": said.get("description"),
        "imageUrl": said.get("imageUrl"),
        "uniqueCustomer": with_policy(default_policy(), said.get("uniqueCustomer", {})),
        "sourcePriority": priority,
        "mandatoryProperties": said.get("mandatoryProperties", []),
    }


def stored(view: View, key: str, body: dict[str, Any], status: int = 200) -> Reply:
    """The entry node with this body, which is to be committed."""
    documents = view.documents.put(NODES, key, body)
    return Reply(status, entry_node(key, body), documents=documents)
