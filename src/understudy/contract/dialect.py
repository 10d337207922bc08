"""What OpenAPI 3.0 and 3.1 know, as tables, and both rewritten as JSON Schema 2020-12.

A table names each field of an object that is known, and what it holds: `""` plain data, `"x"` one
object of kind x, `"[x]"` a list of them, `"{x}"` a map of them. Sources: OpenAPI 3.0.3 and 3.1.0,
JSON Schema 2020-12 (core, applicator, unevaluated, validation, format, content, meta-data).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from understudy.contract.refs import join, resolve
from understudy.contract.schemas import check_pattern, check_schema
from understudy.errors import ContractError

__all__ = ["CHECKED_FORMATS", "METHODS", "Dialect", "Direction", "dialect_of", "translate"]

Direction = Literal["request", "response"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

CHECKED_FORMATS = frozenset({"date-time", "date", "uuid", "email", "uri", "uri-reference", "byte"})
"""Formats that are judged by value; integer sizes become bounds; all others are annotations."""

INTEGER_BITS = {"int16": 16, "int32": 32, "int64": 64}

SKIPPED_FOR = {"request": "readOnly", "response": "writeOnly"}
"""Members with this keyword are not due in this direction (OpenAPI 3.0.3, Schema Object)."""

OBJECTS: Mapping[str, Mapping[str, str]] = {
    "document": {"paths": "{path}", "components": "components"},
    "components": {
        "schemas": "{schema}",
        "parameters": "{parameter}",
        "headers": "{parameter}",
        "requestBodies": "{body}",
        "responses": "{response}",
        "pathItems": "{path}",
    },
    "path": {"parameters": "[parameter]"} | dict.fromkeys(METHODS, "operation"),
    "operation": {"parameters": "[parameter]", "requestBody": "body", "responses": "{response}"},
    "parameter": {"schema": "schema", "content": "{media}"},
    "body": {"content": "{media}"},
    "response": {"content": "{media}", "headers": "{parameter}"},
    "media": {"schema": "schema"},
}

_BOTH = {
    "properties": "{schema}",
    "additionalProperties": "schema",
    "items": "schema",
    "allOf": "[schema]",
    "anyOf": "[schema]",
    "oneOf": "[schema]",
    "not": "schema",
} | dict.fromkeys(
    [
        *("$ref", "title", "description", "default", "type", "enum", "format", "deprecated", "required"),
        *("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
        *("maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems"),
        *("maxProperties", "minProperties", "readOnly", "writeOnly"),
        *("example", "discriminator", "xml", "externalDocs"),
    ],
    "",
)

SCHEMA_3_0: Mapping[str, str] = _BOTH | {"nullable": ""}

SCHEMA_3_1: Mapping[str, str] = (
    _BOTH
    | {
        "prefixItems": "[schema]",
        "contains": "schema",
        "unevaluatedItems": "schema",
        "unevaluatedProperties": "schema",
        "patternProperties": "{schema}",
        "propertyNames": "schema",
        "dependentSchemas": "{schema}",
        "if": "schema",
        "then": "schema",
        "else": "schema",
        "contentSchema": "schema",
        "$defs": "{schema}",
    }
    | dict.fromkeys(
        [
            *("$schema", "$comment", "const", "maxContains", "minContains", "dependentRequired"),
            *("examples", "contentEncoding", "contentMediaType"),
        ],
        "",
    )
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The known fields of every kind of object in one OpenAPI version."""

    version: str
    objects: Mapping[str, Mapping[str, str]]
    modernise: Callable[[dict[str, Any]], dict[str, Any]]


def translate(document: Mapping[str, Any], dialect: Dialect, direction: Direction) -> dict[str, Any]:
    """A copy of the document whose schemas all are JSON Schema 2020-12, for one direction.

    References stay as they are, so recursion stays finite. ContractError names the JSON pointer of an
    unknown schema keyword or of a reference that cannot be followed.
    """
    translated: dict[str, Any] = _Translation(document, dialect, direction).object("document", document, "")
    return translated


class _Translation:
    def __init__(self, document: Mapping[str, Any], dialect: Dialect, direction: Direction) -> None:
        self.document = document
        self.dialect = dialect
        self.direction: Direction = direction

    def object(self, kind: str, node: Any, pointer: str, *, outermost: bool = True) -> Any:
        if kind == "schema" and isinstance(node, bool):
            return node
        _expect(node, dict, kind, pointer)
        if "$ref" in node:
            resolve(self.document, node, pointer)
        known = self.dialect.objects[kind]
        if kind == "schema":
            self._refuse_unknown(node, known, pointer)
        outer = kind != "schema"
        copy = {
            name: self.field(known.get(name, ""), value, join(pointer, name), outermost=outer)
            for name, value in node.items()
        }
        if outer:
            return copy
        schema = self._schema(node, copy, pointer)
        if outermost:
            check_schema(schema, pointer)
        return schema

    def field(self, holds: str, value: Any, pointer: str, *, outermost: bool) -> Any:
        if not holds:
            return value
        if holds.startswith("["):
            _expect(value, list, holds, pointer)
            return [
                self.object(holds[1:-1], item, join(pointer, index), outermost=outermost)
                for index, item in enumerate(value)
            ]
        if holds.startswith("{"):
            _expect(value, dict, holds, pointer)
            return {
                name: item
                if _is_extension(holds, name)
                else self.object(holds[1:-1], item, join(pointer, name), outermost=outermost)
                for name, item in value.items()
            }
        return self.object(holds, value, pointer, outermost=outermost)

    def _refuse_unknown(self, node: Mapping[str, Any], known: Mapping[str, str], pointer: str) -> None:
        for name in node:
            if name not in known and not name.startswith("x-"):
                raise ContractError(
                    f"At {join(pointer, name)}: OpenAPI {self.dialect.version} has no schema keyword "
                    f"{name!r}, which would be ignored; correct it, or let its name start with x-."
                )

    def _schema(self, node: Mapping[str, Any], copy: dict[str, Any], pointer: str) -> dict[str, Any]:
        for pattern in (node.get("pattern"), *node.get("patternProperties", ())):
            check_pattern(pattern, pointer)
        copy = _formats(self.dialect.modernise(copy))
        if copy.get("additionalProperties") is False:
            # Without properties the library reports the object as a whole and no member's name.
            copy.setdefault("properties", {})
        flag = SKIPPED_FOR[self.direction]
        skipped = [name for name, member in node.get("properties", {}).items() if self._flagged(member, flag)]
        if skipped and "required" in copy:
            copy["required"] = [name for name in copy["required"] if name not in skipped]
        if skipped and self.direction == "response":
            copy["properties"] = copy["properties"] | dict.fromkeys(skipped, False)
        return copy

    def _flagged(self, schema: Any, flag: str) -> bool:
        if isinstance(schema, dict) and schema.get(flag) is True:
            return True
        target, _ = resolve(self.document, schema, "")
        return isinstance(target, dict) and target.get(flag) is True


def _is_extension(holds: str, name: str) -> bool:
    return holds in ("{path}", "{response}") and name.startswith("x-")


def _expect(value: Any, kind: type, holds: str, pointer: str) -> None:
    if not isinstance(value, kind):
        wanted = "a list" if kind is list else "an object"
        raise ContractError(f"At {pointer or '/'}: {wanted} ({holds}) is due here; correct the document.")


def _formats(schema: dict[str, Any]) -> dict[str, Any]:
    """Sizes of integers as bounds, unjudged formats left out."""
    name = schema.get("format")
    if name is None or name in CHECKED_FORMATS:
        return schema
    bounded = {key: value for key, value in schema.items() if key != "format"}
    if name in INTEGER_BITS:
        limit = 2 ** (INTEGER_BITS[name] - 1)
        bounded["allOf"] = [*schema.get("allOf", []), {"minimum": -limit, "maximum": limit - 1}]
    return bounded


def _from_3_0(schema: dict[str, Any]) -> dict[str, Any]:
    """A 3.0 schema object in the words of 2020-12: siblings of $ref count for nothing there."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    schema = dict(schema)
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.pop(strict, False) is True and bound in schema:
            schema[strict] = schema.pop(bound)
    return _nullable(schema) if schema.pop("nullable", False) is True else schema


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    schema["type"] = [schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _as_it_is(schema: dict[str, Any]) -> dict[str, Any]:
    return schema


DIALECTS = {
    "3.0": Dialect("3.0", {**OBJECTS, "schema": SCHEMA_3_0}, _from_3_0),
    "3.1": Dialect("3.1", {**OBJECTS, "schema": SCHEMA_3_1}, _as_it_is),
}


def dialect_of(version: Any) -> Dialect:
    """The dialect of an `openapi` field such as "3.1.0"; ContractError for any other version."""
    text = str(version)
    dialect = DIALECTS.get(".".join(text.split(".")[:2]))
    if dialect is None:
        raise ContractError(
            f"At /openapi: version {text!r} is not supported; 3.0.x and 3.1.x are, so convert the document."
        )
    return dialect
