"""Whether what somebody put into the configuration of a workspace can be used: the values of each kind."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from understudy.contract.judging import Judge, judge_json
from understudy.vendors.contacthub.catalogue import MERGE_POLICIES
from understudy.vendors.contacthub.event_types import base_properties, types
from understudy.vendors.contacthub.schemas import LARGEST_EVENT
from understudy.world.documents import Document

__all__ = ["refuse_strange_setting"]

Schema = dict[str, Any]

MOST = 2**31 - 1
"""The greatest number that an answer of the vendor has room for."""

PRODUCT_TYPES = (
    *("abandonedCart", "addedCompare", "addedProduct", "addedWishlist", "completedOrder"),
    *("removedCompare", "removedProduct", "removedWishlist", "reviewedProduct", "viewedProduct"),
)
"""The types of events that can update products (H-30.2)."""

FLAG: Schema = {"type": "boolean"}
TEXT: Schema = {"type": "string"}
OFF: Schema = {"const": {"enabled": False}}


def only(member: str, kind: str) -> Schema:
    """The schema of a definition that has this member only where it is of this type."""
    return {"if": {"required": [member]}, "then": {"properties": {"type": {"const": kind}}}}


def needing(kind: str, member: str) -> Schema:
    """The schema of a definition that has this member where it is of this type."""
    return {"if": {"properties": {"type": {"const": kind}}}, "then": {"required": [member]}}


DEFINITIONS: Schema = {
    "type": "object",
    "propertyNames": {"pattern": "^[^.]+$"},
    "additionalProperties": {"$ref": "#/$defs/definition"},
}
OWN: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "maxLength": {"type": "integer", "minimum": 1, "maximum": 6000},
        "label": TEXT,
        "enabled": FLAG,
        "indexed": FLAG,
        "flowEnabled": FLAG,
        "mergePolicy": {"enum": [each["id"] for each in MERGE_POLICIES]},
    },
}
PIECE: Schema = {
    "type": "object",
    "required": ["type"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["string", "number", "integer", "boolean", "array", "object"]},
        "format": {"enum": ["date", "date-time", "email", "uri", "ipv4", "ipv6"]},
        "enum": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
        "properties": DEFINITIONS,
        "items": {"$ref": "#/$defs/piece", "not": {"properties": {"type": {"const": "array"}}}},
        "description": TEXT,
        "contactlabProperties": OWN,
    },
    "allOf": [
        *(only(member, "string") for member in ("format", "enum")),
        *(only("properties", "object"), needing("object", "properties")),
        *(only("items", "array"), needing("array", "items")),
    ],
}
"""A definition, or of a list that of its items; both as the contract has them (H-61.1)."""

DEFINITION: Schema = {
    "$ref": "#/$defs/piece",
    "required": ["contactlabProperties"],
    "properties": {"contactlabProperties": {"required": ["enabled", "indexed", "flowEnabled"]}},
}


def by_name(names: Mapping[str, Any], value: Schema) -> Schema:
    """The schema of a value for some of these names."""
    return {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(names, value)}


def closed(name: str, value: Schema) -> Schema:
    """The schema of an object with just this member."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: value},
        "required": [name],
    }


@cache
def judges() -> Mapping[str, Judge]:
    """What is wrong with the value of each kind; `extended` stands for all extended properties."""
    texts: Schema = {"type": "array", "items": TEXT}
    products: Schema = {"type": "array", "uniqueItems": True, "items": {"enum": PRODUCT_TYPES}}
    months: Schema = {"type": "integer", "minimum": 0, "maximum": MOST}
    size: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_EVENT}
    schemas = {
        "events": by_name(types(), OFF),
        "base-properties": by_name(base_properties(), OFF),
        "retention": by_name(types(), closed("months", months)),
        "payload-size": by_name(types(), closed("maxBytes", size)),
        "consent-policy": by_name(types(), texts),
        "products-update-policy": closed("eventTypes", products),
        "extended": {**DEFINITIONS, "$defs": {"definition": DEFINITION, "piece": PIECE}},
    }
    return {kind: judge_json(schema) for kind, schema in schemas.items()}


def refuse_strange_setting(document: Document) -> None:
    """ValueError unless the key of the document ends in a kind of setting, and its value is of that kind."""
    kind = document.id.partition("/")[2]
    extended = ("extended/customer", "extended/product", *(f"extended/event/{name}" for name in types()))
    judge = judges().get("extended" if kind in extended else kind)
    if judge is None or kind == "extended":
        raise ValueError(f"there is no kind of setting {kind[:60]}.")
    for fault in judge(document.body["value"]):
        raise ValueError(f"its value is no {kind}: {fault.message}")
