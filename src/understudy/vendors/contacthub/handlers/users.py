"""Users: list, read, and give permissions on nodes."""

from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub import wire
from understudy.vendors.contacthub.access import nodes_of, workspace_of
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import USERS
from understudy.world.clock import timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "get_user_configuration_workspaces",
    "get_users_configuration_workspaces",
    "put_user_configuration_workspaces",
]

SEARCHED = ("name", "surname", "username", "email")


@repeatable
def get_users_configuration_workspaces(request: Request, view: View) -> Reply:
    """70: the users of the workspace whose name, surname, username or email has the term in it (H-70.2)."""
    workspace, term = workspace_of(request, view), (request.query.get("search") or "").casefold()
    found = [
        each
        for each in view.documents.scan(USERS)
        if each.body["workspace"] == workspace.id
        and any(term in (each.body[name] or "").casefold() for name in SEARCHED)
    ]
    chosen, page = page_of(request, len(found))
    return Reply(200, {"elements": [wire.user(each.body) for each in found[chosen]], "page": page})


@repeatable
def get_user_configuration_workspaces(request: Request, view: View) -> Reply:
    """71: one user (H-71.1)."""
    return Reply(200, wire.user(user_of(request, view).body))


def put_user_configuration_workspaces(request: Request, view: View) -> Reply:
    """72: other permissions on nodes, which hold from the next request on (H-72.1, H-72.2)."""
    user = user_of(request, view)
    changes = {"nodes": permissions(request, view), "updatedAt": timestamp(view.now)}
    body = {**user.body, **changes}
    return Reply(200, wire.user(body), documents=view.documents.put(USERS, user.id, body))


def user_of(request: Request, view: View) -> Document:
    """The user that the path names; Problem 404 unless the workspace has it (H-71.2)."""
    workspace, number = workspace_of(request, view), request.path["id"]
    user = view.documents.get(USERS, f"{workspace.id}/{number}")
    if user is None:
        raise Problem(404, "userNotFound", f"user not found {number}", rule="H-71.2")
    return user


def permissions(request: Request, view: View) -> list[dict[str, Any]]:
    """The permissions sent, R where none is said (H-72.3).

    Problem 404 for a node that the workspace does not have, 400 for one named twice (H-72.4).
    """
    known = {node.id for node in nodes_of(view, workspace_of(request, view).id)}
    granted: dict[str, str] = {}
    for place, sent in enumerate(request.body["nodes"]):
        key = sent["id"].lower()
        if key not in known:
            raise Problem(404, "nodeNotFound", f"node not found {sent['id']}", rule="H-72.4")
        if key in granted:
            sentence = f"The node {key} is there twice: give it one permission."
            causes = [Cause("body", f"/nodes/{place}/id", sentence)]
            raise Problem(400, "userInvalid", sentence, causes=causes, rule="H-72.4")
        granted[key] = sent.get("permission", "R")
    return [{"id": key, "permission": permission} for key, permission in granted.items()]
