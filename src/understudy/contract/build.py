"""From the objects of an OpenAPI document to operations."""

import re
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from understudy.contract.dialect import METHODS
from understudy.contract.operation import Header, Media, Operation, Parameter, RequestBody, Response
from understudy.contract.refs import join, resolve
from understudy.contract.schemas import Validator
from understudy.contract.shapes import shape_of
from understudy.errors import ContractError

__all__ = ["Builder"]

DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}

STYLES = {
    "path": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}

NOT_PARAMETERS = ("accept", "content-type", "authorization")
"""Header names that OpenAPI describes elsewhere; a parameter of such a name is ignored by its rules."""


class Builder:
    """Builds the operations of one document. `requests` and `responses` hold its translated schemas."""

    def __init__(
        self,
        document: Mapping[str, Any],
        requests: jsonschema_rs.Registry,
        responses: jsonschema_rs.Registry,
    ) -> None:
        self.document = document
        self.requests = requests
        self.responses = responses
        self._validators: dict[tuple[bool, str], Validator] = {}
        self._responses: dict[str, Response] = {}  # most operations refer to the same few

    def operations(self) -> dict[str, Operation]:
        """Every operation by its operationId, in document order.

        ContractError for a missing or repeated operationId and for path parameters that do not match.
        """
        found: dict[str, Operation] = {}
        for path, entry in self.document["paths"].items():
            if path.startswith("x-"):
                continue
            item, pointer = resolve(self.document, entry, join("/paths", path))
            for method in (name for name in item if name in METHODS):
                operation = self.operation(path, method, item, pointer)
                if operation.operation_id in found:
                    raise ContractError(
                        f"At {join(pointer, method)}: operationId {operation.operation_id!r} is used twice; "
                        "give each operation its own."
                    )
                found[operation.operation_id] = operation
        return found

    def operation(self, path: str, method: str, item: Mapping[str, Any], pointer: str) -> Operation:
        """One operation, with the parameters of its path merged in."""
        raw = item[method]
        here = join(pointer, method)
        merged = self._parameters(item, pointer) | self._parameters(raw, here)
        self._check_path(path, merged, here)
        security = raw.get("security", self.document.get("security", []))
        return Operation(
            operation_id=raw["operationId"],
            method=method.upper(),
            path=path,
            summary=raw.get("summary", ""),
            parameters=tuple(merged.values()),
            body=self._body(raw["requestBody"], join(here, "requestBody")) if "requestBody" in raw else None,
            responses={
                status: self._response(node, join(here, "responses", status))
                for status, node in raw["responses"].items()
                if not status.startswith("x-")
            },
            security=tuple({name: tuple(scopes) for name, scopes in each.items()} for each in security),
            raw=raw,
        )

    def _parameters(self, owner: Mapping[str, Any], pointer: str) -> dict[tuple[str, str], Parameter]:
        resolved = [
            resolve(self.document, node, join(pointer, "parameters", index))
            for index, node in enumerate(owner.get("parameters", []))
        ]
        return {
            (raw["in"], raw["name"]): self._parameter(raw, where)
            for raw, where in resolved
            if not (raw["in"] == "header" and raw["name"].lower() in NOT_PARAMETERS)
        }

    def _parameter(self, raw: Mapping[str, Any], pointer: str) -> Parameter:
        location = raw["in"]
        style = raw.get("style", DEFAULT_STYLES.get(location))
        if style not in STYLES.get(location, ()):
            raise ContractError(
                f"At {pointer}: style {style!r} in {location!r} is not supported; "
                f"use one of {', '.join(STYLES.get(location, STYLES))}."
            )
        holder, where, json = self._schema_holder(raw, pointer)
        schema = holder.get("schema", {})
        return Parameter(
            name=raw["name"],
            key=raw["name"].lower() if location == "header" else raw["name"],
            location=location,
            required=raw.get("required") is True,
            style=style,
            explode=raw.get("explode", style == "form") is True,
            schema=resolve(self.document, schema, where)[0],
            shape=shape_of(self.document, schema),
            validator=self._validator(schema, join(where, "schema"), request=True),
            json=json,
            allow_empty=raw.get("allowEmptyValue") is True,
        )

    def _schema_holder(self, raw: Mapping[str, Any], pointer: str) -> tuple[Mapping[str, Any], str, bool]:
        """The object that has the schema: the parameter, or the only media type of its content (JSON)."""
        if "content" not in raw:
            if "schema" not in raw:
                raise ContractError(f"At {pointer}: neither schema nor content is given; add a schema.")
            return raw, pointer, False
        media_type, media = next(iter(raw["content"].items()), ("none", {}))
        if "json" not in media_type or "schema" not in media:
            raise ContractError(
                f"At {pointer}/content: only JSON with a schema is supported, not {media_type!r}."
            )
        return media, join(pointer, "content", media_type), True

    def _check_path(self, path: str, merged: Mapping[tuple[str, str], Parameter], pointer: str) -> None:
        named = set(re.findall(r"\{([^{}]+)\}", path))
        declared = {name for location, name in merged if location == "path"}
        if named != declared:
            odd = ", ".join(sorted(named ^ declared))
            raise ContractError(
                f"At {pointer}: path {path!r} and its path parameters differ in {odd}; declare each "
                "exactly once."
            )

    def _body(self, node: Any, pointer: str) -> RequestBody:
        raw, where = resolve(self.document, node, pointer)
        return RequestBody(raw.get("required") is True, self._content(raw, where, request=True))

    def _response(self, node: Any, pointer: str) -> Response:
        raw, where = resolve(self.document, node, pointer)
        if where not in self._responses:
            self._responses[where] = self._response_at(raw, where)
        return self._responses[where]

    def _response_at(self, raw: Mapping[str, Any], where: str) -> Response:
        headers = tuple(
            self._header(name, *resolve(self.document, header, join(where, "headers", name)))
            for name, header in raw.get("headers", {}).items()
            if name.lower() != "content-type"
        )
        return Response(raw.get("description", ""), headers, self._content(raw, where, request=False))

    def _header(self, name: str, raw: Mapping[str, Any], pointer: str) -> Header:
        if "content" in raw:
            raise ContractError(f"At {pointer}/content: headers with content are not supported; use schema.")
        schema = raw.get("schema")
        return Header(
            name=name,
            key=name.lower(),
            required=raw.get("required") is True,
            shape=shape_of(self.document, schema or {}),
            validator=self._optional(schema, pointer, request=False),
        )

    def _content(self, raw: Mapping[str, Any], pointer: str, *, request: bool) -> dict[str, Media]:
        return {
            media_type.lower(): self._media(
                media_type, media, join(pointer, "content", media_type), request=request
            )
            for media_type, media in raw.get("content", {}).items()
        }

    def _media(self, media_type: str, raw: Mapping[str, Any], pointer: str, *, request: bool) -> Media:
        schema = raw.get("schema")
        return Media(
            media_type=media_type.lower(),
            schema=resolve(self.document, schema or {}, pointer)[0],
            shape=shape_of(self.document, schema or {}),
            validator=self._optional(schema, pointer, request=request),
            encoding=raw.get("encoding", {}),
        )

    def _optional(self, schema: Any, holder: str, *, request: bool) -> Validator | None:
        """The validator of the schema member of the object at `holder`, if it has one."""
        return None if schema is None else self._validator(schema, join(holder, "schema"), request=request)

    def _validator(self, schema: Any, pointer: str, *, request: bool) -> Validator:
        """The validator of a schema, one for all places that only refer to it."""
        only_refers = isinstance(schema, dict) and schema.keys() == {"$ref"}
        target = resolve(self.document, schema, pointer)[1] if only_refers else pointer
        key = (request, target)
        if key not in self._validators:
            self._validators[key] = Validator(self.requests if request else self.responses, target)
        return self._validators[key]
