"""Workspaces: list, create, read, open and close."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import workspace_of, workspaces_of
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import WORKSPACES
from understudy.vendors.contacthub.seed import WORKSPACE
from understudy.vendors.contacthub.wire import workspace as shown
from understudy.world.world import View

__all__ = ["get_workspace", "get_workspaces", "post_workspace", "put_status_workspaces"]


def get_workspaces(request: Request, view: View) -> Reply:
    """110: those that the caller can name, by part of the name and by group (H-110.1 to H-110.3)."""
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
    """111: a new workspace, empty and enabled (H-111.1), for those whose group it joins (H-111.2)."""
    said = {name: request.body[name] for name in ("name", "slug", "groupPk", "shard")}
    institution = institution_of_group(said["groupPk"], request, view)
    key = view.ids.uuid()
    body = {**WORKSPACE, **said, "institution": institution}
    documents = view.documents.put(WORKSPACES, key, body)
    return Reply(201, shown(key, body), documents=documents)


def institution_of_group(group: int, request: Request, view: View) -> str | None:
    """Whose workspaces have this group, else the caller's own institution.

    Problem 403 when the group is another institution's.
    """
    own = request.caller.institution
    for workspace in view.documents.scan(WORKSPACES):
        institution: str | None = workspace.body["institution"]
        if workspace.body["groupPk"] == group and institution is not None:
            if own not in (None, institution):
                sentence = (
                    f"The group {group} is not the caller's: give the groupPk of one of its workspaces."
                )
                raise Problem(403, "groupForbidden", sentence, rule="H-111.2")
            return institution
    return own


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
