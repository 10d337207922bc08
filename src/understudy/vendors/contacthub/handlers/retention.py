"""For how long events are kept: the policies of the workspace and of its nodes, and how things stand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import node_of, workspace_of
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.retention import scheduled, status
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_entry_node_retention_policy_configuration_workspaces",
    "get_entry_node_retention_policy_state_configuration_workspaces",
    "get_node_retention_policy_configuration_workspaces",
    "get_retention_policy_configuration_workspaces",
    "get_retention_policy_status_configuration_workspaces",
    "put_entry_node_retention_policy_configuration_workspaces",
    "put_entry_node_retention_policy_state_configuration_workspaces",
    "put_node_retention_policy_configuration_workspaces",
    "put_retention_policy_configuration_workspaces",
]

FOR_EVER = {"months": 0}

Policy = dict[str, dict[str, int]]


@long_running
def get_retention_policy_status_configuration_workspaces(request: Request, view: View) -> Reply:
    """34: how many events there are, by entry node and type, and how many are expired (H-34.1)."""
    return Reply(200, status(view, workspace_of(request, view).id))


def get_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """35: the policy of the workspace for each type (H-35.1)."""
    return Reply(200, shown(configuration.value(view, workspace_of(request, view).id, "retention")))


def put_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """36: another policy (H-36.1), by which events go at night (H-36.2); a type left out is kept (H-36.3)."""
    ws, policy = workspace_of(request, view).id, policy_in(request.body)
    after = replace(view, documents=configuration.written(view, ws, "retention", policy))
    return Reply(200, shown(policy), documents=scheduled(after, ws))


def get_node_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """41: the policy of a node, entry or aggregate (H-41.1)."""
    return Reply(200, with_state(node_of(request, view).body))


def put_node_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """42: another policy and state (H-42.1); of an entry node it counts in the workspace's place (H-42.2)."""
    node = node_of(request, view)
    policy = policy_in(request.body.get("events", {}))
    said = {"retention": policy, "retentionState": request.body.get("enabled", False)}
    return changed(view, node, said, with_state(said))


def get_entry_node_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """48: the policy of an entry node (H-48.1)."""
    return Reply(200, shown(node_of(request, view, type="ENTRY").body["retention"]))


def put_entry_node_retention_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """49: another policy (H-49.1), in the state in which the old one was (H-49.2)."""
    policy = policy_in(request.body)
    return changed(view, node_of(request, view, type="ENTRY"), {"retention": policy}, shown(policy))


def get_entry_node_retention_policy_state_configuration_workspaces(request: Request, view: View) -> Reply:
    """50: whether the policy of an entry node counts (H-50.1)."""
    return Reply(200, {"enabled": node_of(request, view, type="ENTRY").body["retentionState"]})


def put_entry_node_retention_policy_state_configuration_workspaces(request: Request, view: View) -> Reply:
    """51: the policy of an entry node enabled or disabled (H-51.1)."""
    on = request.body["enabled"]
    return changed(view, node_of(request, view, type="ENTRY"), {"retentionState": on}, {"enabled": on})


def changed(view: View, node: Document, said: dict[str, Any], answer: Any) -> Reply:
    """The reply that changes a node's policy, and lets events go when it says."""
    documents = view.documents.put(NODES, node.id, {**node.body, **said})
    return Reply(200, answer, documents=scheduled(replace(view, documents=documents), node.body["workspace"]))


def policy_in(body: Mapping[str, Any]) -> Policy:
    """The policy that a client sends; 3.0 is a whole number too."""
    return {name: {"months": int(said["months"])} for name, said in body.items()}


def with_state(body: dict[str, Any]) -> dict[str, Any]:
    """The policy of a node with its state."""
    return {"enabled": body["retentionState"], "events": shown(body["retention"])}


def shown(policy: Policy) -> Policy:
    """A policy as on the wire: for every type."""
    return configuration.by_type(policy, FOR_EVER)
