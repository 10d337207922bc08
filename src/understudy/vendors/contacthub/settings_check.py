"""Whether what somebody put into the configuration of a workspace can be used: the values of each kind."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from understudy.http.judging import Judge, judge_json
from understudy.vendors.contacthub.event_types import base_properties, types
from understudy.vendors.contacthub.schemas import LARGEST_EVENT
from understudy.world.documents import Document

__all__ = ["refuse_strange_setting"]

Schema = dict[str, Any]

OFF: Schema = {"const": {"enabled": False}}
DEFINITIONS: Schema = {"type": "object", "additionalProperties": {"$ref": "#/$defs/definition"}}
DEFINITION: Schema = {
    "type": "object",
    "required": ["type", "contactlabProperties"],
    "properties": {
        "type": {"enum": ["string", "number", "integer", "boolean", "array", "object"]},
        "format": {"type": "string"},
        "enum": {"type": "array", "items": {"type": "string"}},
        "properties": DEFINITIONS,
        "items": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"type": "string"}, "properties": DEFINITIONS},
        },
        "contactlabProperties": {
            "type": "object",
            "required": ["enabled", "indexed", "flowEnabled"],
            "properties": {"maxLength": {"type": "integer", "minimum": 1}},
        },
    },
    "allOf": [
        {"if": {"properties": {"type": {"const": "array"}}}, "then": {"required": ["items"]}},
        {"if": {"properties": {"type": {"const": "object"}}}, "then": {"required": ["properties"]}},
    ],
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
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    months: Schema = {"type": "integer", "minimum": 0}
    size: Schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_EVENT}
    schemas = {
        "events": by_name(types(), OFF),
        "base-properties": by_name(base_properties(), OFF),
        "retention": by_name(types(), closed("months", months)),
        "payload-size": by_name(types(), closed("maxBytes", size)),
        "consent-policy": by_name(types(), texts),
        "products-update-policy": closed("eventTypes", texts),
        "extended": {**DEFINITIONS, "$defs": {"definition": DEFINITION}},
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
