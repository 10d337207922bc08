"""From schemas to goals."""

import json

from tests.contract.covering import SMALL, answers, asks, covering, reported, sentences
from tests.contract.making import contract_of, parameter

from understudy.contract.coverage import Coverage, Goals


def test_directions():
    """A readOnly member is no goal of requests, a writeOnly one none of replies."""
    every = [goal["sentence"] for goal in reported(Coverage(Goals([SMALL])))["goals"]]

    assert [] == [sentence for sentence in every if "`id`" in sentence or "`secret`" in sentence]


def test_bounds_are_met_exactly():
    """A bound counts when a value lies on it, and bounds of other types of value do not."""
    contract = asks(
        {"type": ["string", "integer", "array", "boolean"], "minLength": 2, "minimum": 1, "minItems": 2}
    )
    met = {
        json.dumps(value): sentences(
            covering(contract, {"status": 204, "request": value}), location="request"
        )
        for value in ("ab", "abc", 1, 1.0, True, 2, [1, 2])
    }

    length, number = (
        "The request body was 2 characters long, its least.",
        "The request body was 1, its least.",
    )
    assert {
        '"ab"': [length],
        '"abc"': [],
        "1": [number],
        "1.0": [number],
        "true": [],
        "2": [],
        "[1, 2]": ["The request body had 2 items, its least.", "The request body had several items."],
    } == met


def test_exclusive_bounds_cannot_be_met():
    """A bound that no value may lie on is no goal, as 3.1 writes it and as 3.0 does."""
    assert [] == sentences(
        Coverage(Goals([asks({"type": "integer", "exclusiveMinimum": 1})])), met=False, location="request"
    )
    old = asks({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, openapi="3.0.3")
    assert [] == sentences(Coverage(Goals([old])), met=False, location="request")


def test_arrays_are_empty_or_several_only_where_allowed():
    """An array that must have exactly one item has no goals beside its bounds."""
    coverage = Coverage(Goals([asks({"type": "array", "minItems": 1, "maxItems": 1})]))

    assert ["bound", "bound"] == [
        goal["kind"] for goal in reported(coverage)["goals"] if goal["location"] == "request"
    ]


def test_enumerated_values_are_equal_as_json_says():
    """1 is 1.0, but not true; null and objects can be enumerated too."""
    contract = asks({"enum": [1, True, None, {"a": 1}]})

    assert ["The request body was 1."] == sentences(
        covering(contract, {"status": 204, "request": 1.0}), location="request"
    )
    assert ["The request body was true."] == sentences(
        covering(contract, {"status": 204, "request": True}), location="request"
    )
    assert ["The request body was null.", 'The request body was {"a": 1}.'] == sentences(
        covering(contract, {"status": 204, "request": b"null"}, {"status": 204, "request": {"a": 1}}),
        location="request",
    )


def test_branches_are_judged_by_their_schemas():
    """The alternatives that take a value are met, with what is inside them."""
    schema = {
        "anyOf": [
            {"type": "object", "title": "Circle", "required": ["radius"], "properties": {"fill": {}}},
            {"type": "object", "required": ["side"], "properties": {"side": {"enum": [1, 2]}}},
        ]
    }

    assert [
        "The request body was alternative 2 of anyOf (object).",
        "`side` of the request body was 1.",
    ] == sentences(covering(asks(schema), {"status": 204, "request": {"side": 1}}), location="request")


def test_branches_of_a_nullable_schema():
    """Where 3.0 lets alternatives be null, they are still found."""
    schema = {"nullable": True, "oneOf": [{"type": "string"}, {"type": "integer"}]}

    assert ["The request body was alternative 2 of oneOf (integer)."] == sentences(
        covering(asks(schema, openapi="3.0.3"), {"status": 204, "request": 5}), location="request"
    )


def test_required_elsewhere_is_required():
    """A member that another part of an allOf, or what stands beside a $ref, requires cannot be left out."""
    base = {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}}
    schema = {
        "allOf": [{"$ref": "#/components/schemas/base"}, {"allOf": [{"required": ["a"]}]}],
        "required": ["b"],
    }
    coverage = Coverage(Goals([asks(schema, components={"schemas": {"base": base}})]))

    assert [
        "`c` of the request body was there.",
        "`c` of the request body was left out.",
    ] == sentences(coverage, met=False, location="request")


def test_recursion_ends():
    """A schema within itself is listed once, and met at any depth."""
    tree = {
        "type": "object",
        "properties": {"leaf": {"enum": ["red"]}, "more": {"$ref": "#/components/schemas/tree"}},
    }
    contract = asks({"$ref": "#/components/schemas/tree"}, components={"schemas": {"tree": tree}})
    deep = {"more": {"more": {"more": {"leaf": "red"}}}}

    assert 5 == reported(Coverage(Goals([contract])))["areas"]["request"]["all"]
    assert '`leaf` of the request body was "red" (any tree there counts).' in sentences(
        covering(contract, {"status": 204, "request": deep})
    )


def test_maps_are_entered():
    """The values of additionalProperties count, whatever their names; named members have their own."""
    schema = {"properties": {"a": {}}, "additionalProperties": {"enum": [1]}}
    met = {
        name: "An item of the 200 reply was 1."
        in sentences(covering(answers(schema), {"status": 200, "reply": {name: 1}}))
        for name in ("a", "b", "c")
    }

    assert {"a": False, "b": True, "c": True} == met


def test_constraints_beside_a_reference_count():
    """In 3.1 what stands beside a $ref constrains the value as well."""
    contract = asks(
        {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/text", "maxLength": 2}}},
        components={"schemas": {"text": {"type": "string", "minLength": 1}}},
    )

    assert [
        "`a` of the request body was there.",
        "`a` of the request body was 2 characters long, its most.",
    ] == sentences(covering(contract, {"status": 204, "request": {"a": "xx"}}), location="request")


def test_schemas_that_are_true_or_false():
    """A member whose schema is false can never be there; true takes anything."""
    contract = asks({"type": "object", "properties": {"a": True, "b": False}, "oneOf": [True]})

    assert [
        "`a` of the request body was there.",
        "The request body was alternative 1 of oneOf.",
    ] == sentences(covering(contract, {"status": 204, "request": {"a": 1}}), location="request")


def test_parameters_count_by_their_enumerated_values():
    """Of a parameter's value only enumerated values are goals, also those of its alternatives."""
    schema = {"oneOf": [{"type": "string", "enum": ["on"]}, {"type": "string", "minLength": 5}]}
    contract = contract_of({"parameters": [parameter(schema, required=True)]})

    assert ["The query parameter `p` was sent."] == sentences(
        covering(contract, {"status": 204, "query": b"p=always"}), location="query"
    )
    assert ["The query parameter `p` was sent.", 'The query parameter `p` was "on".'] == sentences(
        covering(contract, {"status": 204, "query": b"p=on"}), location="query"
    )
