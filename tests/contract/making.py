"""Small contracts for tests: one operation, built from the parts that matter to a test."""

from typing import Any

from understudy.contract.load import Contract, parse_contract
from understudy.contract.operation import Operation

__all__ = ["contract_of", "document_of", "operation_of", "parameter", "places"]


def document_of(
    operation: dict[str, Any],
    *,
    openapi: str = "3.1.0",
    path: str = "/things",
    method: str = "post",
    **more: Any,
) -> dict[str, Any]:
    """An OpenAPI document with one operation; `more` adds members such as components."""
    whole = {"operationId": "doThing", "responses": {"204": {"description": "Done."}}, **operation}
    return {
        "openapi": openapi,
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {path: {method: whole}},
        **more,
    }


def contract_of(operation: dict[str, Any], **more: Any) -> Contract:
    """The contract of that document."""
    return parse_contract(document_of(operation, **more), name="test/things")


def operation_of(operation: dict[str, Any], **more: Any) -> Operation:
    """The only operation of that contract."""
    return contract_of(operation, **more).operations["doThing"]


def parameter(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A query parameter `p` of a schema."""
    return {"name": "p", "in": "query", "schema": schema, **more}


def places(violations: Any) -> list[tuple[str, str, str]]:
    """Location, pointer and keyword of each violation."""
    return [(each.location, each.pointer, each.keyword) for each in violations]
