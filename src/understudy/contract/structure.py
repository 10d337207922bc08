"""The outline of an OpenAPI document, so that reading it needs no further care.

Only what the engine reads is asked for; schemas have their own check in `dialect`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs

from understudy.contract.violations import explain
from understudy.errors import ContractError

__all__ = ["check_structure"]

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}


def _object(required: tuple[str, ...] = (), /, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _map_of(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "patternProperties": {"^x-": True}, "additionalProperties": item}


def _list_of(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_reference(name: str) -> dict[str, Any]:
    return {
        "if": {"type": "object", "required": ["$ref"]},
        "then": _object(**{"$ref": TEXT}),
        "else": {"$ref": f"#/$defs/{name}"},
    }


MEDIA = _map_of(_object(encoding=_map_of(_object(style=TEXT, explode=FLAG))))
SECURITY = _list_of({"type": "object", "additionalProperties": _list_of(TEXT)})
PARAMETERS = _list_of(_or_reference("parameter"))
METHODS = "^(get|put|post|delete|options|head|patch|trace)$"

STRUCTURE = {
    **_object(
        ("info", "paths"),
        info=_object(("title", "version"), title=TEXT, version=TEXT),
        servers=_list_of(
            _object(("url",), url=TEXT, variables=_map_of(_object(("default",), default=TEXT)))
        ),
        security=SECURITY,
        paths={
            **_map_of(_or_reference("path")),
            "propertyNames": {"pattern": "^(/|x-)"},
        },
        components=_object(
            parameters=_map_of(_or_reference("parameter")),
            headers=_map_of(_or_reference("header")),
            requestBodies=_map_of(_or_reference("body")),
            responses=_map_of(_or_reference("response")),
            pathItems=_map_of(_or_reference("path")),
            securitySchemes=_map_of(_object(("type",), type=TEXT)),
        ),
    ),
    "$defs": {
        "path": {
            **_object(parameters=PARAMETERS),
            "patternProperties": {METHODS: {"$ref": "#/$defs/operation"}},
        },
        "operation": _object(
            ("operationId", "responses"),
            operationId={"type": "string", "minLength": 1},
            summary=TEXT,
            parameters=PARAMETERS,
            requestBody=_or_reference("body"),
            responses={
                **_map_of(_or_reference("response")),
                "propertyNames": {"pattern": "^([1-5]([0-9]{2}|XX)|default|x-.*)$"},
            },
            security=SECURITY,
        ),
        "parameter": _object(
            ("name", "in"),
            **{"in": {"enum": ["path", "query", "header", "cookie"]}},
            name=TEXT,
            style=TEXT,
            explode=FLAG,
            required=FLAG,
            allowEmptyValue=FLAG,
            content=MEDIA,
        ),
        "header": _object(required=FLAG),
        "body": _object(("content",), content=MEDIA, required=FLAG),
        "response": _object(description=TEXT, content=MEDIA, headers=_map_of(_or_reference("header"))),
    },
}  # fmt: skip


def check_structure(document: Any) -> None:
    """ContractError with the pointer and the fault of the first place that does not fit the outline."""
    faults = _compiled().iter_errors(document)
    first = next(iter(explain(list(faults), "document", "")), None)
    if first is not None:
        raise ContractError(f"At {first.pointer or '/'}: {first.message} Correct the document.")


@lru_cache(maxsize=1)
def _compiled() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(STRUCTURE)
