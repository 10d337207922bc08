"""Models: what may be chosen from when a workspace is configured."""

from typing import Any

import orjson

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.catalogue import MERGE_POLICIES, PROVIDERS
from understudy.vendors.contacthub.event_types import REFERENCES, contexts
from understudy.world.view import View

__all__ = [
    "get_contexts_models_workspaces",
    "get_merge_policies_models_workspaces",
    "get_providers_models_workspaces",
]


def get_merge_policies_models_workspaces(request: Request, view: View) -> Reply:
    """98: the ways to merge values (H-98.1)."""
    workspace_of(request, view)
    return Reply(200, {"elements": list(MERGE_POLICIES)})


def get_providers_models_workspaces(request: Request, view: View) -> Reply:
    """99: the providers of sources (H-99.1)."""
    workspace_of(request, view)
    return Reply(200, {"elements": list(PROVIDERS)})


def get_contexts_models_workspaces(request: Request, view: View) -> Reply:
    """100: the contexts of events (H-100.1), with the schemas of nested fields if asked for (H-100.2)."""
    workspace_of(request, view)
    elements = [
        {
            "id": context.id,
            "label": context.label,
            "description": context.description,
            "propertiesSchema": orjson.dumps(
                resolved(context.schema) if request.query.get("resolveReferences") else context.schema
            ).decode(),
        }
        for context in contexts().values()
    ]
    return Reply(200, {"elements": elements})


def resolved(schema: Any) -> Any:
    """The schema with what it refers to in the place of each reference."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return resolved(REFERENCES[schema["$ref"]])
        return {name: resolved(each) for name, each in schema.items()}
    return [resolved(each) for each in schema] if isinstance(schema, list) else schema
