"""Who calls, and what they may see."""

from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Caller, Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub.access import (
    nodes_of,
    readable,
    user_of_caller,
    workspaces_of,
    writable,
)
from understudy.vendors.contacthub.roles import ADMIN, OPERATOR, ROLES, USER
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["get_me"]


@repeatable
def get_me(request: Request, view: View) -> Reply:
    """109: the user behind the token with roles, groups, workspaces and nodes (H-109.1 to H-109.3)."""
    caller = request.caller
    user = user_of_caller(caller, view)
    if user is None:
        sentence = "The token is no user's: call with that of a person whom a workspace has."
        raise Problem(403, "noUser", sentence, rule="H-109.4")
    return Reply(
        200,
        {
            "id": user.body["id"],
            "name": user.body["name"],
            "surname": user.body["surname"],
            "groups": groups(caller, view),
            "lang": "en",
            "email": user.body["email"],
            "roles": sorted(caller.scopes & ROLES),
            "mc": OPERATOR in caller.scopes,
        },
    )


def groups(caller: Caller, view: View) -> list[dict[str, Any]]:
    """The customer groups whose workspaces the caller can name, each called as its first workspace."""
    found: dict[int, dict[str, Any]] = {}
    for workspace in workspaces_of(caller, view):
        number, name = workspace.body["groupPk"], workspace.body["name"]
        group = found.setdefault(number, {"id": number, "name": name, "workspaces": []})
        group["workspaces"].append(workspace_info(caller, view, workspace))
    return list(found.values())


def workspace_info(caller: Caller, view: View, workspace: Document) -> dict[str, Any]:
    """A workspace with the nodes in which the caller may do something."""
    nodes = [
        {"id": node.id, "name": node.body["name"], "type": node.body["type"], "permission": permission}
        for node in nodes_of(view, workspace.id)
        if (permission := permission_on(caller, view, node))
    ]
    return {
        "id": workspace.id,
        "name": workspace.body["name"],
        "status": workspace.body["status"],
        "nodes": nodes,
    }


def permission_on(caller: Caller, view: View, node: Document) -> str:
    """R, W, RW or nothing: what the caller may do with the node."""
    writes = writable(caller, view, node) and caller.scopes & {ADMIN, OPERATOR, USER}
    return ("R" if readable(caller, view, node) else "") + ("W" if writes else "")
