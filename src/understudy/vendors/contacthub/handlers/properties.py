"""Properties of customers and products: which base ones are in use, and what the workspace adds to them."""

from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.definitions import defined, redefined
from understudy.vendors.contacthub.event_types import base_properties
from understudy.vendors.contacthub.schemas import customer_properties_schema, disabled_properties
from understudy.world.documents import Documents
from understudy.world.view import View

__all__ = [
    "get_base_properties_configuration_workspaces",
    "get_customer_properties_configuration_workspaces",
    "get_extended_properties_configuration_workspaces",
    "get_product_extended_properties_configuration_workspaces",
    "put_base_property_configuration_workspaces",
    "put_customer_base_property_enabled_configuration_workspaces",
    "put_extended_properties_configuration_workspaces",
    "put_product_extended_properties_configuration_workspaces",
]


def get_product_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """32: the extended properties of products (H-32.1)."""
    return defined(request, view, "product")


def put_product_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """33: other extended properties (H-33.1); only an operator may change what is indexed (H-33.3)."""
    return redefined(request, view, "product", "H-33.3")


def get_base_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """58: all base properties, in use or not (H-58.1)."""
    ws = workspace_of(request, view).id
    disabled = set(disabled_properties(view, ws))
    return Reply(200, {"elements": [base_property(name, name not in disabled) for name in base_properties()]})


def put_base_property_configuration_workspaces(request: Request, view: View) -> Reply:
    """59: the property enabled or disabled (H-59.1), else as it is (H-59.2). Problem 404 (H-59.3)."""
    name = property_named(request.path["name"], "H-59.3")
    ws = workspace_of(request, view).id
    on = request.body.get("enabled", name not in disabled_properties(view, ws))
    return Reply(200, base_property(name, on), documents=switched(view, ws, name, on))


def base_property(name: str, on: bool) -> dict[str, Any]:
    """A base property as on the wire."""
    return {"name": name, "description": base_properties()[name], "enabled": on}


def property_named(name: str, rule: str) -> str:
    """The name, if a base property has it; Problem 404 by that rule."""
    if name not in base_properties():
        sentence = f"There is no base property {name}: the list of base properties has their names."
        raise Problem(404, "propertyNotFound", sentence, rule=rule)
    return name


def switched(view: View, ws: str, name: str, on: bool) -> Documents:
    """The documents with the base property enabled or disabled."""
    return configuration.switched(view, ws, "base-properties", name, on)


def get_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """60: the extended properties of customers (H-60.1)."""
    return defined(request, view, "customer")


def put_extended_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """61: other extended properties (H-61.1); only an operator may change what is indexed (H-61.5)."""
    return redefined(request, view, "customer", "H-61.5")


@repeatable
def get_customer_properties_configuration_workspaces(request: Request, view: View) -> Reply:
    """73: the JSON Schema of customers (H-73.1), references resolved if asked (H-73.2)."""
    resolved = bool(request.query.get("resolveReferences"))
    ws = workspace_of(request, view).id
    return Reply(200, customer_properties_schema(view, ws, resolved=resolved))


def put_customer_base_property_enabled_configuration_workspaces(request: Request, view: View) -> Reply:
    """74: the base property enabled or disabled (H-74.1). Problem 404 (H-74.2)."""
    name, on = property_named(request.path["baseProperty"], "H-74.2"), request.body["value"]
    ws = workspace_of(request, view).id
    return Reply(200, {"value": on}, documents=switched(view, ws, name, on))
