"""What Connexion needs to route and authorise: an OpenAPI 3.0.3 document without schemas."""

import re
from typing import Any

from understudy.contract.load import Contract
from understudy.contract.operation import Operation

__all__ = ["skeleton"]

ANY_RESPONSE = {"default": {"description": "Judged by the contract itself."}}


def skeleton(contract: Contract, *, secured: bool) -> dict[str, Any]:
    """The contract's paths, operationIds and path parameters as OpenAPI 3.0.3, no schemas.

    Connexion 3.3 refuses 3.1 documents, and its own validation is not used. With `secured` the
    security requirements and schemes stay; openIdConnect becomes oauth2 with the scopes that the
    operations name, because Connexion checks scopes of oauth2 only.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in contract.operations.values():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(
            operation, secured=secured
        )
    document: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": {"title": contract.title, "version": contract.version},
        "paths": paths,
    }
    schemes = contract.document.get("components", {}).get("securitySchemes", {})
    if secured and schemes:
        document["components"] = {
            "securitySchemes": {name: _scheme(contract, name, scheme) for name, scheme in schemes.items()}
        }
    return document


def _operation(operation: Operation, *, secured: bool) -> dict[str, Any]:
    emitted: dict[str, Any] = {
        "operationId": operation.operation_id,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{([^{}]+)\}", operation.path)
        ],
        "responses": ANY_RESPONSE,
    }
    if secured:
        emitted["security"] = [
            {name: list(scopes) for name, scopes in each.items()} for each in operation.security
        ]
    return emitted


def _scheme(contract: Contract, name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    if scheme["type"] not in ("openIdConnect", "oauth2"):
        return {field: scheme[field] for field in ("type", "in", "name", "scheme") if field in scheme}
    scopes = {
        scope: ""
        for operation in contract.operations.values()
        for each in operation.security
        for scope in each.get(name, ())
    }
    return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/", "scopes": scopes}}}
