"""The stream of updates: where it ends, and what comes after an offset."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.contacthub.access import node_of, nodes_of, readable, workspace_of
from understudy.vendors.contacthub.update_stream import Filters, last_offset, page
from understudy.world.view import View

__all__ = ["get_last_offset_updates_workspaces", "get_updates_workspaces"]


@long_running
def get_last_offset_updates_workspaces(request: Request, view: View) -> Reply:
    """107: the greatest offset of what is asked for (H-107.1)."""
    ws = workspace_of(request, view).id
    return Reply(200, {"lastOffset": last_offset(view, ws, filters(request, view))})


@long_running
def get_updates_workspaces(request: Request, view: View) -> Reply:
    """108: the updates after an offset, in order, and the offset to go on after (H-108.1)."""
    ws, query = workspace_of(request, view).id, request.query
    updates, following = page(
        view,
        ws,
        filters(request, view),
        offset=query.get("offset"),
        timestamp=query.get("timestamp"),
        size=query["size"],
    )
    return Reply(200, {"nextOffset": following, "updates": updates})


def filters(request: Request, view: View) -> Filters:
    """What the query asks for, of nodes that the caller may read (H-108.12).

    An aggregate node stands for its entry nodes. Problem 404 for an unknown one.
    """
    entity = request.query.get("entity")
    if request.query.get("nodeId"):
        node = node_of(request, view)
        return Filters([node.id] if node.body["type"] == "ENTRY" else node.body["entryNodes"], entity)
    entry = nodes_of(view, workspace_of(request, view).id, "ENTRY")
    shown = [node.id for node in entry if readable(request.caller, view, node)]
    return Filters(None if len(shown) == len(entry) else shown, entity)
