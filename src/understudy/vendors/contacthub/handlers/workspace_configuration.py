"""What a workspace is set to: its facts, throttling, products, plan models, consents, sizes of events."""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.event_types import plan_models
from understudy.vendors.contacthub.records import WORKSPACES
from understudy.vendors.contacthub.schemas import LARGEST_EVENT
from understudy.world.view import View

__all__ = [
    "get_configuration_workspaces",
    "get_events_payload_size_configuration_workspaces",
    "get_plan_model_configuration_workspaces",
    "get_products_update_policy_configuration_workspaces",
    "get_throttling_configuration_workspaces",
    "put_configuration_workspaces",
    "put_events_consent_policy_configuration_workspaces",
    "put_events_payload_size_configuration_workspaces",
    "put_products_update_policy_configuration_workspaces",
    "put_throttling_configuration_workspaces",
]

DEFAULTS: Mapping[str, Any] = {
    "industry": "NotDefined",
    "logo": None,
    "timezone": "Europe/Rome",
    "currency": "EUR",
}
"""H-19.2: what a workspace gets where the new configuration is silent."""

FULL_SIZE = {"maxBytes": LARGEST_EVENT}


def get_configuration_workspaces(request: Request, view: View) -> Reply:
    """18: the configuration (H-18.1)."""
    return Reply(200, configured(workspace_of(request, view).body))


def put_configuration_workspaces(request: Request, view: View) -> Reply:
    """19: another configuration (H-19.1); without a name the old one stays (H-19.2)."""
    workspace = workspace_of(request, view)
    said = {name: request.body.get(name, otherwise) for name, otherwise in DEFAULTS.items()}
    body = {**workspace.body, **said, "name": request.body.get("name", workspace.body["name"])}
    return Reply(200, configured(body), documents=view.documents.put(WORKSPACES, workspace.id, body))


def configured(body: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration of a workspace as on the wire; customers are always merged (H-19.3)."""
    facts = {name: body[name] for name in ("name", "industry", "timezone", "currency")}
    return {**facts, "customerUniquenessPolicy": "MERGE", "tier": body["tier"]}


def get_throttling_configuration_workspaces(request: Request, view: View) -> Reply:
    """20: how many requests a minute may have (H-20.1); 0: any number (H-20.2)."""
    return Reply(200, throttled(workspace_of(request, view).body))


def put_throttling_configuration_workspaces(request: Request, view: View) -> Reply:
    """21: another number of requests (H-21.1); 0, also when none is said: any number (H-21.2)."""
    workspace = workspace_of(request, view)
    body = {**workspace.body, "maxRequestsPerMinute": int(request.body.get("maxRequestsPerMinute", 0))}
    return Reply(200, throttled(body), documents=view.documents.put(WORKSPACES, workspace.id, body))


def throttled(body: Mapping[str, Any]) -> dict[str, Any]:
    """The throttling of a workspace as on the wire."""
    return {"maxRequestsPerMinute": body["maxRequestsPerMinute"]}


def get_products_update_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """29: the types of events that update products (H-29.1)."""
    own = configuration.value(view, workspace_of(request, view).id, "products-update-policy")
    return Reply(200, {"eventTypes": own.get("eventTypes", [])})


def put_products_update_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """30: other types (H-30.1); those that know no products the contract refuses (H-30.2)."""
    body = {"eventTypes": request.body.get("eventTypes") or []}
    return changed(request, view, "products-update-policy", body, body)


def get_plan_model_configuration_workspaces(request: Request, view: View) -> Reply:
    """31: a plan model's own fields, and the extended properties that can feed it (H-31.1)."""
    ws, model = workspace_of(request, view).id, plan_models()[request.path["planModel"]]
    kinds = [f"event/{name}" for name in model["eventTypes"]]
    hub = {
        "event": list(fields(view, ws, kinds)),
        "product": list(fields(view, ws, ["product"] if model["products"] else [])),
    }
    return Reply(200, {"plan": model["fields"], "hub": hub})


def fields(view: View, ws: str, kinds: list[str]) -> Iterator[dict[str, Any]]:
    """The enabled extended properties of these kinds, of equal names the first."""
    seen: set[str] = set()
    for kind in kinds:
        for name, definition in configuration.value(view, ws, f"extended/{kind}").items():
            own = definition["contactlabProperties"]
            if own["enabled"] and name not in seen:
                seen.add(name)
                yield {
                    "name": name,
                    "type": definition["type"],
                    "format": definition.get("format"),
                    "contactlabProperties": {"label": own.get("label")},
                }


def put_events_consent_policy_configuration_workspaces(request: Request, view: View) -> Reply:
    """37: which consents events of each type need (H-37.1)."""
    return changed(request, view, "consent-policy", request.body, request.body)


def get_events_payload_size_configuration_workspaces(request: Request, view: View) -> Reply:
    """38: how many bytes an event of each type may have (H-38.1)."""
    own = configuration.value(view, workspace_of(request, view).id, "payload-size")
    return Reply(200, configuration.by_type(own, FULL_SIZE))


def put_events_payload_size_configuration_workspaces(request: Request, view: View) -> Reply:
    """39: other sizes (H-39.1); of a type that is left out, the largest."""
    body = {name: {"maxBytes": int(said["maxBytes"])} for name, said in request.body.items()}
    return changed(request, view, "payload-size", body, configuration.by_type(body, FULL_SIZE))


def changed(request: Request, view: View, kind: str, body: Any, shown: Any) -> Reply:
    """The reply that sets this for the kind."""
    ws = workspace_of(request, view).id
    return Reply(200, shown, documents=configuration.written(view, ws, kind, body))
