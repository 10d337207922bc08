"""What a workspace has set otherwise than the defaults, one document for each kind of setting."""

from typing import Any

from understudy.vendors.contacthub.event_types import types
from understudy.vendors.contacthub.records import CONFIGURATION
from understudy.world.documents import Documents
from understudy.world.view import View

__all__ = ["by_type", "switched", "value", "written"]


def value(view: View, ws: str, kind: str) -> Any:
    """What the workspace has set for this kind, {} when it has set nothing; not to be changed in place."""
    document = view.documents.get(CONFIGURATION, f"{ws}/{kind}")
    return {} if document is None else document.body["value"]


def written(view: View, ws: str, kind: str, body: Any) -> Documents:
    """The documents with this set for the kind, in the place of what was."""
    return view.documents.put(CONFIGURATION, f"{ws}/{kind}", {"workspace": ws, "value": body})


def by_type(own: dict[str, Any], otherwise: dict[str, Any]) -> dict[str, Any]:
    """A value for every built-in type of events, in order of name: its own, or else the same for all."""
    return {name: own.get(name, otherwise) for name in types()}


def switched(view: View, ws: str, kind: str, name: str, on: bool) -> Documents:
    """The documents with that name of the kind in use, or not; what was not switched off is in use."""
    others = {each: said for each, said in value(view, ws, kind).items() if each != name}
    return written(view, ws, kind, others if on else {**others, name: {"enabled": False}})
