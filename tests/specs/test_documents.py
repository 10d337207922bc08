"""Each contract is a sound OpenAPI 3.1 document whose examples keep its own rules."""

import re

import jsonschema_rs
import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

ERROR_MEDIA_TYPES = {"application/problem+json", "application/json"}
ESCAPES_UNDER_U_FLAG = re.compile(r"\\(?:[\^$\\.*+?()\[\]{}|/dDsSwWbB]|x[0-9a-fA-F]{2})")


def samples(contract):
    """Return (where, schema, value) for every example and default of the document."""
    found = []
    for pointer, node in contract.walk():
        if pointer.startswith("/components/schemas/") and isinstance(node.get("examples"), list):
            found += [(pointer, {"$ref": f"#{pointer}"}, value) for value in node["examples"]]
        elif "schema" in node:
            values = [contract.resolve(example)["value"] for example in node.get("examples", {}).values()]
            values += [node["example"]] if "example" in node else []
            found += [(pointer, node["schema"], value) for value in values]
        if "default" in node and "type" in node:
            found.append((pointer, {key: node[key] for key in node if key != "default"}, node["default"]))
    return found


def test_document_is_valid_openapi(any_contract):
    """The document keeps the OpenAPI 3.1 specification."""
    errors = [error.message for error in OpenAPIV31SpecValidator(any_contract.document).iter_errors()]

    assert [] == errors
    assert "3.1.0" == any_contract.document["openapi"]


@pytest.mark.parametrize("judge", [jsonschema_rs.Draft202012Validator, OAS31Validator])
def test_every_example_and_default_validates(any_contract, judge):
    """No example or default contradicts its schema, and two independent validators say so."""
    components = any_contract.document["components"]
    found = samples(any_contract)
    broken = [
        (where, error.message)
        for where, schema, value in found
        for error in judge({**schema, "components": components}).iter_errors(value)
    ]

    assert [] == broken
    assert len(any_contract.inventory["schemas"]) + len(any_contract.inventory["operations"]) < len(found)


def test_validation_of_examples_can_fail(contract):
    """The judges look behind references: an example robbed of a required member is refused."""
    schema = {
        "$ref": "#/components/schemas/userAccountReference",
        "components": contract.document["components"],
    }

    assert not jsonschema_rs.Draft202012Validator(schema).is_valid({})
    assert not OAS31Validator(schema).is_valid({})


def test_every_pattern_suits_every_engine(contract):
    """Patterns compile in Python and in Rust and hold no escape that ECMAScript's `u` flag forbids (X-08)."""
    patterns = {node["pattern"] for _, node in contract.walk() if isinstance(node.get("pattern"), str)}
    left_over = {pattern: ESCAPES_UNDER_U_FLAG.sub("", pattern) for pattern in patterns}

    assert patterns
    assert [] == [pattern for pattern, rest in left_over.items() if "\\" in rest]
    for pattern in patterns:
        re.compile(pattern)
        jsonschema_rs.Draft202012Validator({"pattern": pattern})


def test_everything_is_described(any_contract):
    """Every operation, parameter, body, response, header, schema and property has a description."""
    components = any_contract.document["components"]
    places = {}
    for kind in ("schemas", "parameters", "responses", "headers", "securitySchemes"):
        places |= {f"{kind}/{name}": node for name, node in components.get(kind, {}).items()}
    for name, schema in components["schemas"].items():
        places |= {f"{name}.{member}": node for member, node in schema.get("properties", {}).items()}
    for _, _, operation in any_contract.operations():
        name = operation["operationId"]
        body = [operation["requestBody"]] if "requestBody" in operation else []
        parts = [operation, *operation.get("parameters", []), *operation["responses"].values(), *body]
        places |= {f"{name} {number}": any_contract.resolve(part) for number, part in enumerate(parts)}

    assert [] == [place for place, node in places.items() if not node.get("description")]
    assert [] == [
        place for place, node in places.items() if "operationId" in node and not node.get("summary")
    ]


def test_every_enum_value_is_described(contract):
    """Each enumeration says what each of its values means, and of no other."""
    schemas = contract.document["components"]["schemas"].items()

    assert {name: schema["enum"] for name, schema in schemas if "enum" in schema} == {
        name: list(schema["x-apiture-enum"]) for name, schema in schemas if "x-apiture-enum" in schema
    }


def test_errors_are_problems_in_both_media_types(contract):
    """Every error is a problemResponse, as problem+json and as JSON (G-4, X-50)."""
    responses = [
        contract.resolve(response)
        for _, _, operation in contract.operations()
        for status, response in operation["responses"].items()
        if status[0] in "45"
    ]

    assert responses
    for response in responses:
        assert set(response["content"]) == ERROR_MEDIA_TYPES
        assert "x-inferred" in response["content"]["application/json"]
        for media in response["content"].values():
            assert {"$ref": "#/components/schemas/problemResponse"} == media["schema"]


def test_security_names_declared_schemes_and_marks_its_scopes(contract):
    """Each operation demands a token, never the API key, and marks its scopes as undocumented (A-02)."""
    schemes = contract.document["components"]["securitySchemes"]
    tokens = set(schemes) - {"apiKey"}

    assert {"apiKey"} < set(schemes)
    assert ("header", "API-Key") == (schemes["apiKey"]["in"], schemes["apiKey"]["name"])
    for _, _, operation in contract.operations():
        assert {name for alternative in operation["security"] for name in alternative} == tokens
        assert {"x-inferred", "x-unverified"} & set(operation)


def test_reads_need_read_and_writes_need_write(contract):
    """Scopes follow A-02: GET reads, everything else writes, and the two that change nothing take either."""
    changes_nothing = {"validateCustomerAudience", "countAudienceCustomers"}
    for _, method, operation in contract.operations():
        scopes = [scope for either in operation["security"] for names in either.values() for scope in names]
        if operation["operationId"] in changes_nothing:
            assert ["bankingAdmin/read", "bankingAdmin/write"] == scopes
        else:
            assert ["bankingAdmin/read" if method == "get" else "bankingAdmin/write"] == scopes


def test_lists_in_queries_are_pipe_delimited(contract):
    """Every array parameter is one value with pipes in it (A-03, A-06, B-07)."""
    parameters = [
        contract.resolve(parameter)
        for _, _, operation in contract.operations()
        for parameter in operation.get("parameters", [])
    ]
    arrays = [parameter for parameter in parameters if parameter["schema"].get("type") == "array"]

    assert arrays
    assert {("pipeDelimited", False)} == {(array["style"], array["explode"]) for array in arrays}
