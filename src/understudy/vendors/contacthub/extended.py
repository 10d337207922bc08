"""Properties that a workspace defines itself: their definitions, and what these demand of values.

A definition is a piece of JSON Schema with `contactlabProperties`: `type` string (with `format`, `enum`),
number, integer, boolean, array (of `items`) or object (of `properties`, each again a definition).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from understudy.contract.refs import join
from understudy.errors import Cause

__all__ = ["completed", "indexed_paths", "overlong", "schema_of"]

Definition = Mapping[str, Any]
Definitions = Mapping[str, Definition]

SCALAR_LENGTH, LIST_LENGTH = 255, 1000
"""H-61.2: the most characters of a string, and of a list of strings, unless the definition says otherwise."""

FLAGS: Mapping[str, bool] = {"enabled": True, "indexed": False, "flowEnabled": False}


def completed(definitions: Definitions) -> dict[str, Any]:
    """The definitions with all that they leave to the defaults spelled out (H-61.2)."""
    return {name: completed_one(each) for name, each in definitions.items()}


def completed_one(definition: Definition) -> dict[str, Any]:
    """One definition, spelled out."""
    length = default_length(definition)
    said = {**({} if length is None else {"maxLength": length}), **FLAGS}
    said |= definition.get("contactlabProperties", {})
    whole = {**definition, "contactlabProperties": said}
    if "properties" in definition:
        whole["properties"] = completed(definition["properties"])
    if "properties" in definition.get("items", {}):
        whole["items"] = {**definition["items"], "properties": completed(definition["items"]["properties"])}
    return whole


def default_length(definition: Definition) -> int | None:
    """The most characters unless the definition says otherwise; None where nothing is to be counted."""
    if definition["type"] == "string":
        return SCALAR_LENGTH
    return LIST_LENGTH if definition.get("items", {}).get("type") == "string" else None


def indexed_paths(definitions: Definitions, within: str = "") -> set[str]:
    """The JSON pointers of the properties that are indexed."""
    found: set[str] = set()
    for name, definition in definitions.items():
        path = join(within, name)
        if definition.get("contactlabProperties", {}).get("indexed"):
            found.add(path)
        inner = definition.get("properties") or definition.get("items", {}).get("properties") or {}
        found |= indexed_paths(inner, path)
    return found


def schema_of(definitions: Definitions) -> dict[str, Any]:
    """The JSON Schema of an object with these properties and no others, all optional.

    Every value may be null, and one of a property that is not enabled must be (H-61.7). The length of a list
    of strings is beyond JSON Schema: see `overlong`. `definitions` are spelled out.
    """
    return {
        "type": "object",
        "properties": {name: value_schema(each) for name, each in definitions.items()},
        "additionalProperties": False,
    }


def value_schema(definition: Definition) -> dict[str, Any]:
    """The JSON Schema of the values of one property."""
    own = definition.get("contactlabProperties", {})
    if not own.get("enabled", True):
        return {"type": "null"}
    made: dict[str, Any] = {"type": [definition["type"], "null"]}
    if definition["type"] == "string":
        made["maxLength"] = own.get("maxLength", SCALAR_LENGTH)
        if "format" in definition:
            made["format"] = definition["format"]
        if "enum" in definition:
            made["enum"] = [*definition["enum"], None]
    elif definition["type"] == "object":
        made |= {**schema_of(definition["properties"]), "type": ["object", "null"]}
    elif definition["type"] == "array":
        made["items"] = item_schema(definition["items"])
    return made


def item_schema(definition: Definition) -> dict[str, Any]:
    """The JSON Schema of the items of a list: never null, and only the whole list has a limit of length."""
    made = value_schema(definition)
    made["type"] = definition["type"]
    made.pop("maxLength", None)
    return made


def overlong(definitions: Definitions, values: Any, pointer: str) -> Iterator[Cause]:
    """A cause for each list of strings below `pointer` that is too long with its separators (H-61.3)."""
    if not isinstance(values, dict):
        return
    for name, value in values.items():
        definition = definitions.get(name, {})
        place = join(pointer, name)
        if definition.get("type") == "object":
            yield from overlong(definition["properties"], value, place)
        elif definition.get("type") == "array" and isinstance(value, list):
            yield from too_long(definition, value, place)


def too_long(definition: Definition, value: list[Any], pointer: str) -> Iterator[Cause]:
    """The same of one list: of its strings, or of the lists within its objects."""
    items = definition["items"]
    if items["type"] == "object":
        for number, item in enumerate(value):
            yield from overlong(items["properties"], item, join(pointer, number))
    if items["type"] == "string":
        length = sum(len(item) for item in value if isinstance(item, str)) + max(len(value) - 1, 0)
        most = definition["contactlabProperties"]["maxLength"]
        if length > most:
            sentence = f"The strings and separators take {length} characters, which is more than {most}."
            yield Cause("body", pointer, sentence, "MAXLENGTH")
