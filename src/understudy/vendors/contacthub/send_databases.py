"""Contactsend as the hub sees it: databases of subscribers, and the nodes that sources join to them."""

from collections.abc import Iterable
from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Caller, Request
from understudy.vendors.contacthub import wire
from understudy.vendors.contacthub.access import workspace_of, workspaces_of
from understudy.vendors.contacthub.records import NODES, SEND_SOURCES, SOURCES
from understudy.vendors.contacthub.sources import SEND
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["configurations", "database_of", "joined_to"]

INDUSTRIES = {"GDO": "CONSUMER_GOOD", "Luxury": "FASHION", "Automotive": "MOBILITY"}
"""Industries of workspaces by Contactsend's names; any other one is OTHER."""


def configurations(view: View, workspaces: Iterable[Document]) -> list[dict[str, Any]]:
    """Each node of these workspaces that a source joins to Contactsend, with the source (H-103.1)."""
    known = {workspace.id: workspace for workspace in workspaces}
    return [
        configuration(known[source.body["workspace"]], node, source)
        for source in view.documents.scan(SOURCES)
        if source.body["provider"] == SEND and source.body["workspace"] in known
        for key in source.body["nodes"]
        if (node := view.documents.get(NODES, key)) is not None
    ]


def configuration(workspace: Document, node: Document, source: Document) -> dict[str, Any]:
    """A node joined to Contactsend, as it is on the wire."""
    return {
        "portfolio": workspace.body["groupPk"],
        "id": workspace.id,
        "name": workspace.body["name"],
        "industry": INDUSTRIES.get(workspace.body["industry"], "OTHER"),
        "workspaceStatus": workspace.body["status"],
        "nodeId": node.id,
        "nodeName": node.body["name"],
        "nodeType": node.body["type"],
        "contactSendSource": wire.source(source.id, source.body),
    }


def joined_to(view: View, caller: Caller, group: str, database: str | None = None) -> list[dict[str, Any]]:
    """The caller's nodes joined to the databases of a group, or to one of them (H-105.1, H-106.1)."""
    found = []
    for each in configurations(view, workspaces_of(caller, view)):
        known = each["contactSendSource"]["properties"]
        same_database = database is None or database == in_path(known.get("userdbId"))
        if same_database and group == in_path(known.get("groupPk")):
            found.append(each)
    return found


def in_path(number: float | None) -> str | None:
    """A number as it stands in a path, for 7.0 is the whole number 7 too; None when there is none."""
    return None if number is None else str(int(number))


def database_of(request: Request, view: View) -> dict[str, Any]:
    """The database that the path names, of the group that the query names or else any of the workspace.

    Problem 404 unless the workspace has it (H-101.2).
    """
    workspace = workspace_of(request, view)
    database, group = request.path["subscriberSourceId"], request.query.get("groupPk")
    for each in view.documents.scan(SEND_SOURCES):
        body: dict[str, Any] = each.body
        if (
            body["workspace"] == workspace.id
            and str(body["userdbId"]) == database
            and group in (None, body["groupPk"])
        ):
            return body
    raise Problem(404, "sendSourceNotFound", f"send source not found {database}", rule="H-101.2")
