"""Who may reach what: workspaces, nodes, and what a caller may do in them."""

from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Caller, Request
from understudy.vendors.contacthub.records import NODES, SOURCES, USERS, UUID, WORKSPACES
from understudy.vendors.contacthub.roles import ADMIN, OPERATOR, TRUSTED, UNTRUSTED, USER
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "acting",
    "belongs",
    "caller_of_token",
    "node_of",
    "nodes_of",
    "readable",
    "refuse_outsiders",
    "refuse_unless_readable",
    "refuse_unless_writable",
    "source_of_caller",
    "user_of_caller",
    "workspace_of",
    "workspaces_of",
    "writable",
]

Users = dict[tuple[str, str | None], Document]
"""Users by subject and workspace."""

READS, WRITES = frozenset({"R", "RW"}), frozenset({"W", "RW"})


def workspaces_of(caller: Caller, view: View) -> list[Document]:
    """The workspaces that the caller can name, in order of creation: the operator all (H-0.a2)."""
    return [each for each in view.documents.scan(WORKSPACES) if belongs(each, caller, view)]


def belongs(workspace: Document, caller: Caller, view: View) -> bool:
    """Whether the caller is at home in the workspace: a source in its own, a person in those of the bank."""
    if is_source(caller):
        source = view.documents.get(SOURCES, caller.subject)
        return source is not None and source.body["workspace"] == workspace.id
    return caller.institution in (None, workspace.body["institution"])


def workspace_of(request: Request, view: View) -> Document:
    """The workspace that the path names; Problem 403 unless it is the caller's (H-0.a2)."""
    return workspace_named(request.path["workspaceId"], request.caller, view)


def workspace_named(key: str, caller: Caller, view: View) -> Document:
    """The workspace with this id; Problem 403, which does not tell unknown from another's (H-0.a2)."""
    workspace = view.documents.get(WORKSPACES, key.lower())
    if workspace is None or not belongs(workspace, caller, view):
        raise Problem(403, "workspaceNotFound", f"workspace not found: {key}", rule="H-0.a2")
    return workspace


def refuse_outsiders(key: str, caller: Caller, view: View) -> None:
    """Problem 403 unless the workspace is the caller's (H-0.a2), and it and its source are enabled (H-0.a3).

    The operator may enter a closed workspace, to open it again. A text that is no id is passed over.
    """
    source = source_of_caller(caller, view)
    if source is not None and not source.body["enabled"]:
        sentence = f"The source {source.id} is disabled: enable it, or use the token of another one."
        raise Problem(403, "sourceDisabled", sentence, rule="H-0.a3")
    if UUID.fullmatch(key.lower()) is None:
        return
    status = workspace_named(key, caller, view).body["status"]
    if status != "ENABLED" and OPERATOR not in caller.scopes:
        sentence = f"The workspace {key} is {status.lower()}: ask an operator to enable it."
        raise Problem(403, "workspaceClosed", sentence, rule="H-0.a3")


def nodes_of(view: View, workspace: str, kind: str | None = None) -> list[Document]:
    """The nodes of a workspace in order of creation, all or of one kind (ENTRY, AGGREGATE)."""
    nodes: list[Document] = view.documents.derived(
        ("contacthub nodes", workspace),
        lambda: [each for each in view.documents.scan(NODES) if each.body["workspace"] == workspace],
    )
    return [each for each in nodes if kind in (None, each.body["type"])]


def node_of(request: Request, view: View, key: str | None = None, type: str | None = None) -> Document:  # noqa: A002 - the field's word
    """The node with this id, or else the one that the path or the query names.

    Problem 404 unless the workspace has it, of that type if one is given (H-0.a7); 403 unless the caller may
    read it, or write where the method is not GET (H-0.a8, H-0.a9).
    """
    workspace = workspace_of(request, view)
    asked = key or request.path.get("nodeId") or request.path.get("aggregateNodeId")
    asked = asked or request.query.get("nodeId") or ""
    node = view.documents.get(NODES, asked.lower())
    if node is None or node.body["workspace"] != workspace.id or type not in (None, node.body["type"]):
        raise Problem(404, "nodeNotFound", f"node not found {asked}", rule="H-0.a7")
    if request.call.method in ("GET", "HEAD"):
        refuse_unless_readable(request.caller, view, node)
    else:
        refuse_unless_writable(request.caller, view, node)
    return node


def refuse_unless_readable(caller: Caller, view: View, node: Document) -> None:
    """Problem 403 unless the caller may read what the node has (H-0.a8, H-0.a9)."""
    if not readable(caller, view, node):
        raise forbidden(caller, "read", node)


def refuse_unless_writable(caller: Caller, view: View, node: Document) -> None:
    """Problem 403 unless the caller may change what the node has (H-0.a8, H-0.a9)."""
    if not writable(caller, view, node):
        raise forbidden(caller, "write to", node)


def readable(caller: Caller, view: View, node: Document) -> bool:
    """Whether the caller may read what the node has."""
    return allowed(caller, view, node, READS)


def writable(caller: Caller, view: View, node: Document) -> bool:
    """Whether the caller may change what the node has."""
    return allowed(caller, view, node, WRITES)


def allowed(caller: Caller, view: View, node: Document, permissions: frozenset[str]) -> bool:
    """A source may reach its own nodes (H-0.a9), a mere USER those with a permission (H-0.a8), others all."""
    if is_source(caller):
        source = view.documents.get(SOURCES, caller.subject)
        return source is not None and node.id in source.body["nodes"]
    if USER not in caller.scopes or caller.scopes & {ADMIN, OPERATOR}:
        return True
    user = user_of_caller(caller, view, node.body["workspace"])
    granted: list[dict[str, Any]] = [] if user is None else user.body["nodes"]
    return any(each["id"] == node.id and each["permission"] in permissions for each in granted)


def forbidden(caller: Caller, verb: str, node: Document) -> Problem:
    """The refusal of a node that the caller may not reach."""
    if is_source(caller):
        sentence = (
            f"The source {caller.subject} may not {verb} the node {node.id}: bind it to the node first."
        )
        return Problem(403, "nodeForbidden", sentence, rule="H-0.a9")
    sentence = f"The user may not {verb} the node {node.id}: ask an administrator for the permission."
    return Problem(403, "nodeForbidden", sentence, rule="H-0.a8")


def is_source(caller: Caller) -> bool:
    """Whether a source calls, not a person."""
    return bool(caller.scopes & {TRUSTED, UNTRUSTED})


def source_of_caller(caller: Caller, view: View) -> Document | None:
    """The source whose token was used, None when a person calls."""
    return view.documents.get(SOURCES, caller.subject) if is_source(caller) else None


def user_of_caller(caller: Caller, view: View, workspace: str | None = None) -> Document | None:
    """The user that the caller is, in this workspace or else in any; None for a source or a stranger."""
    users: Users = view.documents.derived("contacthub users", lambda: users_in(view))
    return users.get((caller.subject, workspace))


def users_in(view: View) -> Users:
    """All users by subject and workspace; the first of each also under None."""
    found: Users = {}
    for user in view.documents.scan(USERS):
        found[user.body["subject"], user.body["workspace"]] = user
        found.setdefault((user.body["subject"], None), user)
    return found


def acting(caller: Caller, view: View) -> tuple[int | None, str | None]:
    """The user id and the source id of whoever calls: one of them, or none."""
    source, user = source_of_caller(caller, view), user_of_caller(caller, view)
    return (None if user is None else int(user.body["id"]), None if source is None else source.id)


def caller_of_token(view: View, token: str) -> Caller | None:
    """The source whose token this is, as a caller; None when it is no source's (any more)."""
    tokens: dict[str, Document] = view.documents.derived(
        "contacthub tokens", lambda: {each.body["token"]: each for each in view.documents.scan(SOURCES)}
    )
    source = tokens.get(token)
    if source is None:
        return None
    workspace = view.documents.get(WORKSPACES, source.body["workspace"])
    institution = None if workspace is None else workspace.body["institution"]
    return Caller(source.id, source.id, institution, frozenset({source.body["role"]}))
