"""A small contract, all that can be met of it, and traffic to meet it with."""

import json

from tests.contract.making import contract_of, parameter

from understudy.contract.coverage import Coverage, Goals

__all__ = [
    "BODIES",
    "EVERYTHING",
    "JSON",
    "SMALL",
    "answers",
    "asks",
    "covering",
    "reported",
    "send",
    "sentences",
]

JSON = "application/json"

PET = {
    "oneOf": [
        {"$ref": "#/components/schemas/cat"},
        {"type": "object", "required": ["barks"], "title": "Dog"},
    ],
}
SMALL = contract_of(
    {
        "parameters": [
            parameter({"type": "array", "items": {"enum": ["a", "b"]}}, style="pipeDelimited", explode=False),
            {"name": "kind", "in": "path", "required": True, "schema": {"enum": ["x", "y"]}},
            {"name": "X-Mark", "in": "header", "required": True, "schema": {"type": "string"}},
        ],
        "requestBody": {
            "content": {
                JSON: {
                    "schema": {
                        "type": "object",
                        "required": ["name"],
                        "properties": {
                            "id": {"type": "string", "readOnly": True},
                            "name": {"type": "string", "minLength": 1, "maxLength": 5},
                            "age": {"type": "integer", "minimum": 0, "maximum": 9},
                            "tags": {"type": "array", "maxItems": 3, "items": {"type": "string"}},
                            "pet": PET,
                        },
                    }
                }
            }
        },
        "responses": {
            "200": {
                "description": "Done.",
                "content": {
                    JSON: {
                        "schema": {
                            "type": "object",
                            "properties": {"state": {"enum": ["on", "off"]}, "secret": {"writeOnly": True}},
                        }
                    }
                },
            },
            "404": {"description": "None.", "content": {JSON: {"schema": PET}}},
            "4XX": {"description": "No."},
            "default": {"description": "Broken."},
        },
    },
    path="/things/{kind}",
    components={
        "schemas": {
            "cat": {
                "type": "object",
                "required": ["purrs"],
                "properties": {
                    "purrs": {},
                    "kittens": {"type": "array", "items": {"$ref": "#/components/schemas/cat"}},
                },
            }
        }
    },
)

BODIES = (
    {"name": "n", "age": 0, "tags": [], "pet": {"purrs": 1}},
    {"name": "nnnnn", "age": 9, "tags": ["1", "2", "3"], "pet": {"barks": 1}},
    {"name": "nn", "pet": {"purrs": 1, "kittens": []}},
    {"name": "nn", "pet": {"purrs": 1, "kittens": [{"purrs": 1}, {"purrs": 2}]}},
)
EVERYTHING = (
    {"status": 200, "query": b"p=a%7Cb", "request": BODIES[0], "reply": {"state": "on"}},
    {"status": 200, "path_params": {"kind": "y"}, "request": BODIES[1], "reply": {"state": "off"}},
    {"status": 200, "request": BODIES[2], "reply": {}},
    {"status": 404, "request": BODIES[3]},
    {"status": 409, "request": {"name": "nn"}},
    {"status": 500},
)


def send(coverage, operation=SMALL.operations["doThing"], **exchange):
    """Meet an exchange given by JSON values, with everything that the small contract requires."""
    given = {"path_params": {"kind": "x"}, "headers": {"x-mark": "1", "content-type": JSON}} | exchange
    for name in ("request", "reply"):
        if name in given and not isinstance(given[name], bytes):
            given[name] = json.dumps(given[name]).encode()
    coverage.meet(operation, **given)


def covering(contract, *exchanges):
    """The coverage of a contract with one operation after some exchanges."""
    coverage = Coverage(Goals([contract]))
    for exchange in exchanges:
        send(coverage, contract.operations["doThing"], **exchange)
    return coverage


def reported(coverage):
    """The report of the only operation."""
    (api,) = coverage.report()["apis"].values()
    return api["operations"]["doThing"]


def sentences(coverage, *, met=True, location=""):
    """The sentences of goals that are met or not, in order, in a location."""
    goals = reported(coverage)["goals"]
    return [
        goal["sentence"] for goal in goals if goal["met"] is met and goal["location"].startswith(location)
    ]


def asks(schema, **more):
    """A contract whose operation takes a JSON body of a schema."""
    return contract_of({"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}, **more)


def answers(schema):
    """A contract whose operation answers 200 with a JSON body of a schema."""
    return contract_of(
        {"responses": {"200": {"description": "Done.", "content": {JSON: {"schema": schema}}}}}
    )
