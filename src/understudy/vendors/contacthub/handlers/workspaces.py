"""Workspaces: list, create, read, open and close."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.access import workspace_of, workspaces_of
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import WORKSPACES
from understudy.vendors.contacthub.seed import WORKSPACE
from understudy.vendors.contacthub.wire import workspace as shown
from understudy.world.view import View

__all__ = ["get_workspace", "get_workspaces", "post_workspace", "put_status_workspaces"]


@repeatable
def get_workspaces(request: Request, view: View) -> Reply:
    """110: those that the caller can name, by part of the name and by group (H-110.1 to H-110.4)."""
    part, group = request.query.get("name"), request.query.get("groupPk")
    found = [
        each
        for each in workspaces_of(request.caller, view)
        if (part is None or part.casefold() in each.body["name"].casefold())
        and group in (None, each.body["groupPk"])
    ]
    chosen, page = page_of(request, len(found))
    return Reply(200, {"elements": [shown(each.id, each.body) for each in found[chosen]], "page": page})


def post_workspace(request: Request, view: View) -> Reply:
    """111: a new workspace, empty and enabled (H-111.1): its creator's, or of the group it joins (H-111.2).

    Problem 409 when another workspace has the slug (H-111.3).
    """
    said = {name: request.body[name] for name in ("name", "slug", "groupPk", "shard")}
    institution = request.caller.institution
    for other in view.documents.scan(WORKSPACES):
        if other.body["slug"] == said["slug"]:
            sentence = f"The workspace {other.id} has the slug {said['slug']}: choose another one."
            raise Problem(409, "slugTaken", sentence, rule="H-111.3")
        if other.body["groupPk"] == said["groupPk"]:
            institution = institution or other.body["institution"]
    key, body = view.ids.uuid(), {**WORKSPACE, **said, "institution": institution}
    return Reply(201, shown(key, body), documents=view.documents.put(WORKSPACES, key, body))


@repeatable
def get_workspace(request: Request, view: View) -> Reply:
    """112: one workspace (H-112.1)."""
    workspace = workspace_of(request, view)
    return Reply(200, shown(workspace.id, workspace.body))


def put_status_workspaces(request: Request, view: View) -> Reply:
    """113: open or close a workspace (H-113.1); without a status it stays as it is."""
    workspace = workspace_of(request, view)
    status = request.body.get("status", workspace.body["status"])
    documents = view.documents.put(WORKSPACES, workspace.id, {**workspace.body, "status": status})
    return Reply(200, {"status": status}, documents=documents)
