"""What a source may be: of which provider, bound to which nodes and which database of Contactsend."""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Caller, Request
from understudy.vendors.contacthub.access import nodes_of, refuse_unless_writable, workspace_of
from understudy.vendors.contacthub.records import SOURCES
from understudy.vendors.contacthub.roles import ADMIN, OPERATOR, TRUSTED, UNTRUSTED
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["PLAN", "SEND", "accepted", "new_token", "role_of", "source_of", "sources_of"]

SEND, PLAN = "CONTACTSEND", "CONTACTPLAN"

TOKEN_DIGITS = 64


def sources_of(view: View, workspace: str) -> list[Document]:
    """The sources of a workspace, in order of creation."""
    return [each for each in view.documents.scan(SOURCES) if each.body["workspace"] == workspace]


def source_of(request: Request, view: View) -> Document:
    """The source that the path names; Problem 404 unless the workspace has it (H-64.2)."""
    workspace = workspace_of(request, view)
    key = request.path["sourceId"]
    source = view.documents.get(SOURCES, key.lower())
    if source is None or source.body["workspace"] != workspace.id:
        raise Problem(404, "sourceNotFound", f"source not found {key}", rule="H-64.2")
    return source


def accepted(request: Request, view: View, old: Document | None = None) -> dict[str, Any]:
    """The body of the source that a request describes, without its token, in the place of `old` if given.

    Problem 403 for a Send source unless an administrator or operator asks (H-63.2, H-65.2), 400 for a node
    that the workspace does not have (H-63.5), 403 for one that the caller may not write to, for a source
    would (H-0.a8), 400 and 409 where Send or Plan cannot be bound so (H-63.6, H-63.7).
    """
    workspace = workspace_of(request, view)
    sent = request.body
    body = {
        "workspace": workspace.id,
        "provider": sent["provider"],
        "properties": sent["properties"],
        "name": sent["name"],
        "description": sent.get("description"),
        "nodes": list(dict.fromkeys(key.lower() for key in sent["nodes"])),
        "enabled": sent.get("enabled", True),
        "role": role_of(sent["provider"]),
    }
    if SEND in (body["provider"], old and old.body["provider"]):
        refuse_unless_trusted(request.caller, old)
    known = {node.id: node for node in nodes_of(view, workspace.id)}
    for place, key in enumerate(sent["nodes"]):
        if key.lower() not in known:
            causes = [Cause("body", f"/nodes/{place}", f"node not found {key}")]
            raise Problem(400, "sourceInvalid", causes[0].message, causes=causes, rule="H-63.5")
    for key in dict.fromkeys([*body["nodes"], *(old.body["nodes"] if old else ())]):
        refuse_unless_writable(request.caller, view, known[key])
    if body["provider"] in (SEND, PLAN):
        refuse_unless_bound_once(body)
        refuse_if_taken(view, body, old)
    return body


def refuse_unless_trusted(caller: Caller, old: Document | None) -> None:
    """Problem 403 unless the caller is an administrator or the operator (H-63.2, H-65.2)."""
    if not caller.scopes & {ADMIN, OPERATOR}:
        rule = "H-63.2" if old is None else "H-65.2"
        sentence = "Only the roles CLAB_OPERATOR and ADMIN may create or modify a Send source."
        raise Problem(403, "sendSourceForbidden", sentence, rule=rule)


def refuse_unless_bound_once(body: Mapping[str, Any]) -> None:
    """Problem 400 unless a Send or Plan source has one node and one database (H-63.6)."""
    causes = []
    if len(body["nodes"]) != 1:
        causes.append(Cause("body", "/nodes", "A Send or Plan source has one node.", "MAXITEMS"))
    if body["provider"] == SEND and body["properties"].get("userdbId") is None:
        causes.append(Cause("body", "/properties/userdbId", "A Send source has one user DB.", "REQUIRED"))
    if causes:
        raise Problem(400, "sourceInvalid", causes[0].message, causes=causes, rule="H-63.6")


def refuse_if_taken(view: View, body: Mapping[str, Any], old: Document | None) -> None:
    """Problem 409 when another source of the provider has the node or the database already (H-63.7)."""
    for other in view.documents.scan(SOURCES):
        if (old and old.id) == other.id or other.body["provider"] != body["provider"]:
            continue
        if set(other.body["nodes"]) & set(body["nodes"]) or same_database(other.body, body):
            ours = other.body["workspace"] == body["workspace"]
            who = f"The source {other.id}" if ours else "A source of another workspace"
            sentence = f"{who} joins this node or user DB already: choose another one."
            raise Problem(409, "sourceConflict", sentence, rule="H-63.7")


def same_database(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sources name the same database of the same group."""
    first, second = (
        (each["properties"].get("groupPk"), each["properties"].get("userdbId")) for each in (one, other)
    )
    return first == second and first[1] is not None


def role_of(provider: str) -> str:
    """The role of a source's token: one that stands in a page's script is not trusted."""
    return UNTRUSTED if provider == "JavaScript" else TRUSTED


def new_token(view: View) -> str:
    """A token that no source had before."""
    return view.ids.hex(TOKEN_DIGITS)
