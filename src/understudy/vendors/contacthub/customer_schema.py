"""What a customer must look like, as JSON Schema: the base properties with their lengths, consents, tags."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from understudy.vendors.contacthub.event_types import customer_facts

__all__ = ["customer_schema", "parts_schema"]

LENGTHS: Mapping[str, int] = {"pictureUrl": 1000, "address.street": 500}
"""H-0.g3: the most characters of a base property, where it is not LENGTH."""
LENGTH = 255

Schema = dict[str, Any]


@cache
def parts_schema() -> Mapping[str, Schema]:
    """The JSON Schemas of `base`, `consents` and `tags`; whatever is not required may be null (H-0.g3)."""
    facts = customer_facts()
    return {
        "base": limited(nullable(facts["base"])),
        "consents": nullable(facts["consents"]),
        "tags": {**facts["tags"], "type": ["object", "null"]},
    }


def customer_schema(extended: Schema, disabled: Collection[str] = ()) -> Schema:
    """The JSON Schema of a customer with these extended properties, without some base properties.

    It says nothing of ids, moments and the rest that no client writes.
    """
    base = parts_schema()["base"]
    for name in disabled:
        base = without(base, name.split("."))
    text = {"type": ["string", "null"]}
    return {
        "type": "object",
        "properties": {
            "externalId": {**text, "maxLength": LENGTH},
            **parts_schema(),
            "base": base,
            "extended": {**extended, "type": ["object", "null"]},
            "extra": text,
            "enabled": {"type": ["boolean", "null"]},
        },
    }


def without(schema: Schema, path: list[str]) -> Schema:
    """The schema of an object without the property at the path."""
    first, *rest = path
    properties = dict(schema["properties"])
    if rest and first in properties:
        properties[first] = without(properties[first], rest)
    elif not rest:
        properties.pop(first, None)
    return {**schema, "properties": properties}


def nullable(schema: Schema) -> Schema:
    """The schema with null allowed for it and for all within it, but for items and what is required."""
    made = dict(schema)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    made["type"] = [*kinds, *({"null"} - set(kinds))]
    if "properties" in made:
        required = schema.get("required", ())
        made["properties"] = {
            name: each if name in required else nullable(each) for name, each in schema["properties"].items()
        }
    if "items" in made:
        made["items"] = {**nullable(schema["items"]), "type": schema["items"]["type"]}
    return made


def limited(schema: Schema, path: str = "") -> Schema:
    """The schema with its length at every string that is not told apart by an enum."""
    made = dict(schema)
    if "string" in made["type"] and "enum" not in made:
        made["maxLength"] = LENGTHS.get(path, LENGTH)
    if "properties" in made:
        made["properties"] = {
            name: limited(each, f"{path}.{name}".removeprefix("."))
            for name, each in made["properties"].items()
        }
    if "items" in made:
        made["items"] = limited(made["items"], f"{path}[]")
    return made
