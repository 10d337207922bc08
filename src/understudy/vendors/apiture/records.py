"""Where the vendor's documents lie, and how one is changed.

Bodies hold facts, not wire JSON: people, templates, insights, campaigns and connections by id, and a list
audience's customers as `Members`. wire.py turns them into what a client sees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from understudy.world.documents import Document, Due
from understudy.world.view import View

__all__ = [
    "ANALYSTS",
    "AUDIENCES",
    "CAMPAIGNS",
    "COLLABORATORS",
    "CONNECTIONS",
    "FILTER_TYPES",
    "IMPORTS",
    "INSIGHTS",
    "PROVIDERS",
    "TEMPLATES",
    "chosen",
    "current",
    "rewritten",
    "touched",
]

ANALYSTS = "apiture/analysts"
AUDIENCES = "apiture/audiences"
CAMPAIGNS = "apiture/campaigns"
COLLABORATORS = "apiture/collaborators"  # by audience id: who else sees the audience
CONNECTIONS = "apiture/connections"
FILTER_TYPES = "apiture/filterTypes"  # by id, and once more by each alias
IMPORTS = "apiture/imports"  # by audience id: the members it will have when its import is complete
INSIGHTS = "apiture/insights"
PROVIDERS = "apiture/providers"  # by provider name, only those that cannot be reached
TEMPLATES = "apiture/templates"


def current(view: View, collection: str, key: str) -> Document:
    """A document that is known to exist; KeyError when the documents contradict each other."""
    document = view.documents.get(collection, key)
    if document is None:
        raise KeyError(f"{collection}/{key} is referred to, but does not exist.")
    return document


def rewritten(
    view: View, collection: str, document: Document, changes: Mapping[str, Any], *, due: Due | None = None
) -> View:
    """The view after `document` took the `changes` to its body; `due` replaces what was due."""
    body = {**document.body, **changes}
    return replace(view, documents=view.documents.put(collection, document.id, body, due=due))


def touched(view: View, audience_id: str, **changes: Any) -> View:
    """The view after the audience's representation changed: new entity tag, same updatedAt and due."""
    audience = current(view, AUDIENCES, audience_id)
    return rewritten(view, AUDIENCES, audience, changes, due=audience.due)


def chosen(body: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The members of `body` that have one of these names, in their order."""
    return {name: body[name] for name in names if name in body}
