"""What a schema says about text that stands for a value: its kind, and how to turn text into it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from understudy.contract.refs import resolve

__all__ = ["TEXT", "UNSET", "Shape", "coerce", "shape_of"]

UNSET: Any = object()
"""Where a parameter or member has no default; None is a value."""

SILENT = frozenset({"type", "contentMediaType", "title", "description", "default", "example", "examples"})
"""Keywords that bind no bytes: their type is text wherever a schema takes them at all."""

PLAIN = SILENT | {"properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf"}
"""Keywords of an object that say of a member nothing but what is looked into here."""

INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,399})")
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,399})(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a schema, what decoding text needs: types, the shape of items, of members, the default.

    `open` says that members beyond the named ones are explicitly provided for; `opaque` that bytes may
    stand here of which the schema says nothing more, so that their content need not be judged.
    """

    types: frozenset[str]
    items: "Shape | None" = None
    members: Mapping[str, "Shape"] | None = None
    open: bool = False
    default: Any = UNSET
    binary: bool = False
    opaque: bool = False

    @property
    def is_array(self) -> bool:
        """Whether text is a list of items."""
        return "array" in self.types

    @property
    def is_object(self) -> bool:
        """Whether text is a list of names and values."""
        return "object" in self.types and not self.is_array


TEXT = Shape(frozenset({"string"}))


def coerce(shape: Shape | None, text: str) -> Any:
    """Text as the JSON value of its type, or the text itself when it is none, for the schema to judge.

    Only the JSON grammar counts: "+1", "1.0", "1e3", " 1" or Arabic digits are no integers, and "True"
    is no boolean.
    """
    if shape is None or shape is TEXT:
        return text
    types = shape.types
    if "integer" in types and INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and NUMBER.fullmatch(text):
        return _number(text)
    if "boolean" in types and text in BOOLEANS:
        return BOOLEANS[text]
    if not text and "null" in types and "string" not in types:
        return None
    return text


def _number(text: str) -> Any:
    if INTEGER.fullmatch(text):
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else text


def shape_of(document: Mapping[str, Any], schema: Any, depth: int = 2) -> Shape:
    """The shape of a schema of the raw document, `depth` levels into items and members."""
    parts = _parts(document, schema, 0)
    types = frozenset(name for part in parts for name in _types(part)) or frozenset({"string"})
    if depth == 0:
        return Shape(types)
    items = next((part["items"] for part in parts if isinstance(part.get("items"), dict)), None)
    shape = Shape(
        types,
        items=None if items is None else shape_of(document, items, depth - 1),
        members=_members(document, parts, depth - 1),
        open=any(part.get("additionalProperties", False) is not False for part in parts),
        default=next((part["default"] for part in parts if "default" in part), UNSET),
        binary=any(_is_binary(part) for part in parts),
        opaque=any(_is_binary(part) for part in parts) and all(_says_only(part, SILENT) for part in parts),
    )
    return TEXT if shape == Shape(TEXT.types, members={}) else shape


def _members(document: Mapping[str, Any], parts: list[dict[str, Any]], depth: int) -> dict[str, Shape]:
    """The shapes of the members that the parts of a schema name."""
    members: dict[str, Shape] = {}
    plain = all(_says_only(part, PLAIN) for part in parts)
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            shape = shape_of(document, schema, depth)
            # Of what two parts speak, each may want something else.
            known = plain and name not in members
            members[name] = shape if known or not shape.opaque else replace(shape, opaque=False)
    return members


def _says_only(part: Mapping[str, Any], keywords: frozenset[str]) -> bool:
    """Whether a schema has no other keywords, extensions and the format `binary` aside."""
    rest = {word for word in part.keys() - keywords if not word.startswith("x-")}
    return not rest or (rest == {"format"} and part["format"] == "binary")


def _parts(document: Mapping[str, Any], schema: Any, depth: int) -> list[dict[str, Any]]:
    """The schema and the schemas it is combined from, references followed, no deeper than makes sense."""
    target, _ = resolve(document, schema, "")
    if not isinstance(target, dict) or depth > 8:
        return []
    own = schema if isinstance(schema, dict) and schema is not target else {}
    siblings = {name: value for name, value in own.items() if name != "$ref"}
    combined = [part for word in ("allOf", "anyOf", "oneOf") for part in target.get(word, [])]
    return [
        part
        for part in (
            siblings,
            target,
            *(deeper for each in combined for deeper in _parts(document, each, depth + 1)),
        )
        if part
    ]


def _types(part: Mapping[str, Any]) -> list[str]:
    declared = part.get("type")
    if declared is None:
        values = part.get("enum", [part["const"]] if "const" in part else [])
        return [_type_of(value) for value in values]
    names = [declared] if isinstance(declared, str) else list(declared)
    return [*names, "null"] if part.get("nullable") is True else names


def _type_of(value: Any) -> str:
    for kind, name in (
        (bool, "boolean"),
        (int, "integer"),
        (float, "number"),
        (str, "string"),
        (list, "array"),
    ):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"


def _is_binary(part: Mapping[str, Any]) -> bool:
    return part.get("format") == "binary" or ("contentMediaType" in part and "contentEncoding" not in part)
