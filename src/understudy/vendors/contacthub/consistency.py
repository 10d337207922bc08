"""Whether all documents together make sense: what they refer to exists, in the same workspace."""

from collections.abc import Callable, Mapping

from understudy.vendors.contacthub import bulk, retention, updates
from understudy.vendors.contacthub.records import (
    CONFIGURATION,
    CONSENTS,
    CUSTOMERS,
    EVENTS,
    JOBS,
    METERS,
    NODES,
    SEND_SOURCES,
    SESSIONS,
    SOURCES,
    STREAMS,
    SWEEPS,
    UPDATES,
    USERS,
    UUID,
    WORKSPACES,
)
from understudy.vendors.contacthub.settings_check import refuse_strange_setting
from understudy.world.blaming import blaming
from understudy.world.documents import Document
from understudy.world.lifecycle import Transition
from understudy.world.view import View

__all__ = ["Subject", "check", "document_named"]

Subject = Callable[[str, str], str]
"""How a sentence begins about the document of a collection (`nodes`) with an id."""


def document_named(name: str, key: str) -> str:
    """The subject for a document that somebody put there."""
    return f"The document {key[:80]} of contacthub/{name}"


def check(view: View, subject: Subject = document_named) -> None:
    """Raise FixtureError unless every document can be used together with the others."""
    for collection, fits in CHECKS.items():
        for document in view.documents.scan(collection):
            with blaming(subject(collection.removeprefix("contacthub/"), document.id)):
                refuse_strange_due(collection, document)
                fits(view, document)
    refuse_shared_tokens(view, subject)


def identified(document: Document) -> None:
    """ValueError unless the id is one."""
    if UUID.fullmatch(document.id) is None:
        raise ValueError("an id is a UUID in lower case.")


def workspace_fits(view: View, document: Document) -> None:
    """The institution exists."""
    identified(document)
    institution = document.body["institution"]
    if institution is not None and institution not in view.institutions:
        raise ValueError(f"there is no institution {institution}.")


def node_fits(view: View, document: Document) -> None:
    """The workspace exists; people come from its institution, and an aggregate has entry nodes of it."""
    identified(document)
    workspace = workspace_of(view, document)
    body = document.body
    if body["type"] == "AGGREGATE":
        for key in body["entryNodes"]:
            member = view.documents.get(NODES, key)
            if member is None or (member.body["workspace"], member.body["type"]) != (workspace.id, "ENTRY"):
                raise ValueError(f"its entry node {key} is none of the workspace.")
    elif body["rows"] is not None and workspace.body["institution"] is None:
        raise ValueError("its workspace has no institution, and so no people for `rows`.")


def entry_fits(view: View, document: Document) -> None:
    """The entry node of a customer, event, session or job exists, in the workspace."""
    identified(document)
    workspace = workspace_of(view, document)
    node = view.documents.get(NODES, document.body["node"])
    if node is None or (node.body["workspace"], node.body["type"]) != (workspace.id, "ENTRY"):
        raise ValueError(f"its node {document.body['node']} is no entry node of the workspace.")


def row_fits(view: View, document: Document) -> None:
    """What lies over a row says which; what is there as a whole has the id of the document."""
    entry_fits(view, document)
    body = document.body["body"]
    row = document.body["person"] if "person" in document.body else document.body["row"]
    if body is None and row is None:
        raise ValueError("it is gone, and yet it is no row: delete it.")
    if body is not None and body["id"] != document.id:
        raise ValueError("its `body` has another `id`.")


def keyed(view: View, document: Document) -> None:
    """The workspace exists, and the key begins with its id."""
    if not document.id.startswith(f"{workspace_of(view, document).id}/"):
        raise ValueError("its key does not begin with the id of its workspace.")


def setting_fits(view: View, document: Document) -> None:
    """The workspace exists; the key says which kind of setting it is, and the value is one."""
    keyed(view, document)
    refuse_strange_setting(document)


def of_workspace(view: View, document: Document) -> None:
    """The key is the id of a workspace."""
    if view.documents.get(WORKSPACES, document.id) is None:
        raise ValueError("its key is the id of no workspace.")


def stream_fits(view: View, document: Document) -> None:
    """The key is the id of a workspace, and none of its updates up to the last one is missing."""
    of_workspace(view, document)
    many = dict(document.body["runs"])
    place = 1
    while place <= document.body["last"]:
        if view.documents.get(UPDATES, updates.key(document.id, place)) is None:
            raise ValueError(f"its update {place} is missing.")
        place += max(many.get(place, 1), 1)


def database_fits(view: View, document: Document) -> None:
    """The workspace exists, and the key is made of the numbers of group and database."""
    workspace_of(view, document)
    if document.id != f"{document.body['groupPk']}/{document.body['userdbId']}":
        raise ValueError("its key is not made of its groupPk and userdbId.")


def source_fits(view: View, document: Document) -> None:
    """The workspace exists, and has the nodes."""
    identified(document)
    refuse_strange_nodes(view, workspace_of(view, document).id, document.body["nodes"])


def user_fits(view: View, document: Document) -> None:
    """The workspace exists, and has the nodes; the key is made of workspace and id."""
    workspace = workspace_of(view, document)
    if document.id != f"{workspace.id}/{document.body['id']}":
        raise ValueError("its key is not made of its workspace and id.")
    refuse_strange_nodes(view, workspace.id, [each["id"] for each in document.body["nodes"]])


def workspace_of(view: View, document: Document) -> Document:
    """The workspace that a document belongs to; ValueError when there is none."""
    workspace = view.documents.get(WORKSPACES, document.body["workspace"])
    if workspace is None:
        raise ValueError(f"there is no workspace {document.body['workspace']}.")
    return workspace


def refuse_strange_due(collection: str, document: Document) -> None:
    """ValueError when something is due that does not belong to the collection."""
    if document.due is not None and document.due.transition not in DUE.get(collection, ()):
        raise ValueError(f"{document.due.transition} cannot be due on it.")


def refuse_strange_nodes(view: View, workspace: str, nodes: list[str]) -> None:
    """ValueError unless the workspace has all of the nodes."""
    for key in nodes:
        node = view.documents.get(NODES, key)
        if node is None or node.body["workspace"] != workspace:
            raise ValueError(f"its node {key} is none of the workspace.")


def refuse_shared_tokens(view: View, subject: Subject) -> None:
    """FixtureError when two sources have one token."""
    seen: dict[str, str] = {}
    for source in view.documents.scan(SOURCES):
        with blaming(subject("sources", source.id)):
            token = source.body["token"]
            if token in seen:
                raise ValueError(f"its token is that of {seen[token]}.")
            seen[token] = source.id


DUE: Mapping[str, Mapping[str, Transition]] = {JOBS: bulk.TRANSITIONS, SWEEPS: retention.TRANSITIONS}
"""What can be due on the documents of a collection; nothing on those of others."""

CHECKS: Mapping[str, Callable[[View, Document], None]] = {
    WORKSPACES: workspace_fits,
    NODES: node_fits,
    SOURCES: source_fits,
    SEND_SOURCES: database_fits,
    USERS: user_fits,
    CUSTOMERS: row_fits,
    EVENTS: row_fits,
    SESSIONS: entry_fits,
    JOBS: entry_fits,
    CONFIGURATION: setting_fits,
    CONSENTS: keyed,
    UPDATES: keyed,
    METERS: of_workspace,
    STREAMS: stream_fits,
    SWEEPS: of_workspace,
}
"""What each document of a collection has to keep."""
