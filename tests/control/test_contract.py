"""The control API's contract is a sound OpenAPI 3.1 document whose examples keep its own rules."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.sources import ROOT

from understudy.control.api import CONTROL

DOCUMENT = yaml.safe_load((ROOT / "specs/understudy/control.yaml").read_text())
PROBLEMS = {"application/problem+json", "application/json"}
METHODS = {"get", "put", "post", "patch", "delete"}
READING = {"get"}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a local reference points at, or the node itself."""
    while "$ref" in node:
        found: Any = DOCUMENT
        for part in node["$ref"].split("/")[1:]:
            found = found[part]
        node = found
    return node


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path and method."""
    return [
        (path, method, operation)
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def samples(node: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each example below a node, with its schema."""
    if isinstance(node, dict):
        if isinstance(node.get("examples"), list):
            yield from ((node, value) for value in node["examples"])
        elif "schema" in node:
            given = [each["value"] for each in node.get("examples", {}).values()]
            yield from ((node["schema"], value) for value in given)
            yield from ((node["schema"], value) for value in [node.get("example")] if value is not None)
        for child in node.values():
            yield from samples(child)
    elif isinstance(node, list):
        for child in node:
            yield from samples(child)


def test_it_is_valid_openapi():
    """It keeps the OpenAPI 3.1 specification."""
    assert [] == [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()]


def test_every_example_validates():
    """No example contradicts its schema."""
    found = list(samples(DOCUMENT))
    broken = [
        (value, error.message)
        for schema, value in found
        for error in jsonschema_rs.Draft202012Validator(
            {**schema, "components": DOCUMENT["components"]}
        ).iter_errors(value)
    ]

    assert [] == broken
    assert len(found) > 30


@pytest.mark.parametrize(("path", "method", "operation"), operations())
def test_every_operation_is_described_whole(path, method, operation):
    """Summary, description, parameters, body and responses: nothing is left to guess."""
    item = DOCUMENT["paths"][path]
    parameters = [resolved(each) for each in [*item.get("parameters", []), *operation.get("parameters", [])]]
    body = [operation["requestBody"]] if "requestBody" in operation else []

    for part in (operation, *parameters, *body, *map(resolved, operation["responses"].values())):
        assert part["description"]
    assert operation["summary"]
    assert set(re.findall(r"\{(\w+)\}", path)) == {
        each["name"] for each in parameters if each["in"] == "path"
    }
    assert not (method in READING and body)


@pytest.mark.parametrize(("path", "method", "operation"), operations())
def test_every_refusal_is_a_problem(path, method, operation):
    """Each error, listed or by class, is an RFC 9457 problem in either media type; unknown worlds are 404."""
    responses = {status: resolved(response) for status, response in operation["responses"].items()}

    assert {"4XX", "5XX"} <= responses.keys()
    assert ("{world}" not in path) or {"400", "404"} <= responses.keys()
    assert "requestBody" not in operation or "400" in responses
    for status, response in responses.items():
        if status[0] in "45":
            assert PROBLEMS == response["content"].keys()
            assert all(
                {"$ref": "#/components/schemas/problem"} == media["schema"]
                for media in response["content"].values()
            )


def test_every_schema_and_member_is_described():
    """What a member means stands beside it."""
    schemas = DOCUMENT["components"]["schemas"]
    places = schemas | {
        f"{name}.{member}": part
        for name, schema in schemas.items()
        for member, part in schema.get("properties", {}).items()
    }

    assert [] == [place for place, part in places.items() if not part.get("description")]


def test_what_is_sent_is_closed():
    """An unknown member of a request is refused: it may be a mistyped one. Files of ours may grow."""
    for _, _, operation in operations():
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schema = resolved(media["schema"])
            assert schema is resolved({"$ref": "#/components/schemas/snapshotFile"}) or (
                schema["additionalProperties"] is False
            )


def test_the_token_is_declared_but_not_asked_for():
    """Without --control-token nothing is asked for; with it a bearer token is."""
    assert [{}, {"controlToken": []}] == DOCUMENT["security"]
    assert ("http", "bearer") == tuple(
        DOCUMENT["components"]["securitySchemes"]["controlToken"][name] for name in ("type", "scheme")
    )


def test_every_operation_has_its_handler():
    """One function per operationId, and no other."""
    assert CONTROL.handlers.keys() == {operation["operationId"] for _, _, operation in operations()}
