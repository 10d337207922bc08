"""The built-in types of events in a workspace: what they are, whether in use, what is added to them."""

from typing import Any

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.definitions import defined, redefined
from understudy.vendors.contacthub.event_types import types
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.schemas import enabled, properties_schema
from understudy.world.documents import Documents
from understudy.world.view import View

__all__ = [
    "get_event_configuration_workspaces",
    "get_event_extended_properties_configuration_workspaces",
    "get_event_properties_configuration_workspaces",
    "get_events_configuration_workspaces",
    "put_event_configuration_workspaces",
    "put_event_enabled_configuration_workspaces",
    "put_event_extended_properties_configuration_workspaces",
]

PAGE = 50
"""What all types have room in."""


@repeatable
def get_events_configuration_workspaces(request: Request, view: View) -> Reply:
    """22: the built-in types, on one page unless asked (H-22.1), references resolved if asked (H-22.2)."""
    ws = workspace_of(request, view).id
    names = list(types())
    chosen, page = page_of(request, len(names), size=PAGE)
    elements = [event_configuration(request, view, ws, name) for name in names[chosen]]
    return Reply(200, {"elements": elements, "page": page})


@repeatable
def get_event_configuration_workspaces(request: Request, view: View) -> Reply:
    """23: one built-in type (H-23.1), references resolved if asked (H-23.2)."""
    ws = workspace_of(request, view).id
    return Reply(200, event_configuration(request, view, ws, request.path["eventType"]))


def put_event_configuration_workspaces(request: Request, view: View) -> Reply:
    """24: the type enabled or disabled (H-24.1), enabled unless it says (H-24.2); the rest stays (H-24.3)."""
    ws, name, on = (
        workspace_of(request, view).id,
        request.path["eventType"],
        request.body.get("enabled", True),
    )
    shown = {**event_configuration(request, view, ws, name), "enabled": on}
    return Reply(200, shown, documents=switched(view, ws, name, on))


def event_configuration(request: Request, view: View, ws: str, name: str) -> dict[str, Any]:
    """A built-in type in the workspace."""
    built_in = types()[name]
    return {
        "id": name,
        "type": name,
        "mode": built_in.mode,
        "label": built_in.label,
        "description": built_in.description,
        "propertiesSchema": properties_schema(view, ws, name, resolved=resolving(request)),
        "enabled": enabled(view, ws, name),
    }


def resolving(request: Request) -> bool:
    """Whether the request wants what references refer to."""
    return bool(request.query.get("resolveReferences"))


@repeatable
def get_event_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """25: the JSON Schema of the properties of a type (H-25.1), references resolved if asked (H-25.2)."""
    ws, name = workspace_of(request, view).id, request.path["eventType"]
    return Reply(200, properties_schema(view, ws, name, resolved=resolving(request)))


def get_event_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """26: the extended properties of a type (H-26.1)."""
    return defined(request, view, f"event/{request.path['eventType']}")


def put_event_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """27: other extended properties (H-27.1); only an operator may change what is indexed (H-27.3)."""
    return redefined(request, view, f"event/{request.path['eventType']}", "H-27.3")


def put_event_enabled_configuration_workspaces(request: Request, view: View) -> Reply:
    """28: the type enabled or disabled (H-28.1)."""
    ws, on = workspace_of(request, view).id, request.body["value"]
    return Reply(200, {"value": on}, documents=switched(view, ws, request.path["eventType"], on))


def switched(view: View, ws: str, name: str, on: bool) -> Documents:
    """The documents with the type enabled or disabled."""
    return configuration.switched(view, ws, "events", name, on)
