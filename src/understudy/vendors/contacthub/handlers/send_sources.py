"""Send sources: the nodes joined to Contactsend, and what its databases have."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import node_of, workspace_of, workspaces_of
from understudy.vendors.contacthub.send_databases import configurations, database_of, joined_to
from understudy.world.view import View

__all__ = [
    "get_send_source_node_workspaces",
    "get_send_source_userdb_group",
    "get_send_sources",
    "get_send_sources_group",
    "get_subscriber_fields_send_source_workspaces",
    "get_subscriptions_send_source_workspaces",
]


def get_subscriptions_send_source_workspaces(request: Request, view: View) -> Reply:
    """101: the subscriptions of a database (H-101.1)."""
    return Reply(200, {"elements": database_of(request, view)["subscriptions"]})


def get_subscriber_fields_send_source_workspaces(request: Request, view: View) -> Reply:
    """102: the fields of a database (H-102.1)."""
    return Reply(200, {"elements": database_of(request, view)["fields"]})


def get_send_sources(request: Request, view: View) -> Reply:
    """103: the nodes joined to Contactsend in every workspace of the caller (H-103.1)."""
    return Reply(200, {"elements": configurations(view, workspaces_of(request.caller, view))})


def get_send_source_node_workspaces(request: Request, view: View) -> Reply:
    """104: one node joined to Contactsend (H-104.1); Problem 404 when it is not (H-104.2)."""
    node = node_of(request, view)
    for found in configurations(view, [workspace_of(request, view)]):
        if found["nodeId"] == node.id:
            return Reply(200, found)
    raise Problem(404, "sendSourceNotFound", f"send source not found for node {node.id}", rule="H-104.2")


def get_send_source_userdb_group(request: Request, view: View) -> Reply:
    """105: the node joined to one database of a group (H-105.1); Problem 404 when none is (H-105.2)."""
    group, database = request.path["groupPk"], request.path["userdbId"]
    found = joined_to(view, request.caller, group, database)
    if not found:
        sentence = f"send source not found for user DB {database} of group {group}"
        raise Problem(404, "sendSourceNotFound", sentence, rule="H-105.2")
    return Reply(200, found[0])


def get_send_sources_group(request: Request, view: View) -> Reply:
    """106: the nodes joined to the databases of a group (H-106.1)."""
    return Reply(200, {"elements": joined_to(view, request.caller, request.path["groupPk"])})
