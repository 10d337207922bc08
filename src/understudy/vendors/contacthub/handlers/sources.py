"""Sources: list, create, read, modify, and give another token."""

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub import wire
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import SOURCES
from understudy.vendors.contacthub.sources import accepted, new_token, source_of, sources_of
from understudy.world.view import View

__all__ = [
    "get_source_configuration_workspaces",
    "get_sources_configuration_workspaces",
    "post_source_configuration_workspaces",
    "post_source_token_configuration_workspaces",
    "put_source_configuration_workspaces",
]


@repeatable
def get_sources_configuration_workspaces(request: Request, view: View) -> Reply:
    """62: the sources of the workspace (H-62.1)."""
    found = sources_of(view, workspace_of(request, view).id)
    chosen, page = page_of(request, len(found))
    return Reply(200, {"elements": [wire.source(each.id, each.body) for each in found[chosen]], "page": page})


def post_source_configuration_workspaces(request: Request, view: View) -> Reply:
    """63: a new source with a token of its own (H-63.1)."""
    return stored(view, view.ids.uuid(), {**accepted(request, view), "token": new_token(view)}, 201)


@repeatable
def get_source_configuration_workspaces(request: Request, view: View) -> Reply:
    """64: one source (H-64.1)."""
    source = source_of(request, view)
    return Reply(200, wire.source(source.id, source.body))


def put_source_configuration_workspaces(request: Request, view: View) -> Reply:
    """65: another source in the place of this one, which keeps its token (H-65.1).

    Problem 400 when the body names another id (H-65.3), or a provider of which none can be created any more
    (H-63.3, H-65.4).
    """
    old = source_of(request, view)
    if request.body.get("id", old.id).lower() != old.id:
        raise refused("/id", "The id is another source's: leave it out.", "H-65.3")
    body = accepted(request, view, old)
    retired = body["provider"] not in ("API", "CONTACTSEND", "CONTACTPLAN")
    if retired and body["provider"] != old.body["provider"]:
        raise refused("/provider", "No source of this provider can be created any more.", "H-63.3")
    return stored(view, old.id, {**body, "token": old.body["token"]})


def post_source_token_configuration_workspaces(request: Request, view: View) -> Reply:
    """66: another token, which stops the old one (H-66.1)."""
    source = source_of(request, view)
    return stored(view, source.id, {**source.body, "token": new_token(view)})


def refused(pointer: str, sentence: str, rule: str) -> Problem:
    """Problem 400 with its one cause."""
    return Problem(400, "sourceInvalid", sentence, causes=[Cause("body", pointer, sentence)], rule=rule)


def stored(view: View, key: str, body: dict[str, object], status: int = 200) -> Reply:
    """The source with this body, which is to be committed."""
    return Reply(status, wire.source(key, body), documents=view.documents.put(SOURCES, key, body))
