"""Nodes as they are on the wire."""

from collections.abc import Mapping
from typing import Any

from understudy.world.documents import Document

__all__ = ["aggregate_node", "entry_node", "listed"]


def entry_node(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """An entry node by its id and body."""
    names = ("name", "description", "imageUrl", "uniqueCustomer", "sourcePriority", "mandatoryProperties")
    return {"id": key, **{name: body[name] for name in names}}


def aggregate_node(key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """An aggregate node by its id and body; one without filters has an empty list of them."""
    names = ("name", "description", "imageUrl", "entryNodes", "matchingProperties", "state")
    return {
        "id": key,
        **{name: body[name] for name in names},
        "exclusionFilters": body["exclusionFilters"] or [],
    }


OF_ENTRIES: tuple[str, ...] = ("uniqueCustomer", "mandatoryProperties")
OF_AGGREGATES: tuple[str, ...] = ("state", "entryNodes", "exclusionFilters", "matchingProperties")


def listed(node: Document) -> dict[str, Any]:
    """A node of either type in the list of all: what only its type has is below `properties`."""
    names, shown = OF_ENTRIES, entry_node
    if node.body["type"] == "AGGREGATE":
        names, shown = OF_AGGREGATES, aggregate_node
    whole = shown(node.id, node.body)
    return {
        **{name: whole[name] for name in ("id", "name", "description")},
        "nodeType": node.body["type"],
        "retentionState": node.body["retentionState"],
        "properties": {name: whole[name] for name in names},
    }
