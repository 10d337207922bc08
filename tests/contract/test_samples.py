"""What `understudy.contract.samples` promises."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.samples import Sample, build, samples
from understudy.errors import ContractError

TREE = {
    "components": {
        "schemas": {
            "Node": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "next": {"$ref": "#/components/schemas/Node"}},
            },
            "Endless": {
                "type": "object",
                "required": ["next"],
                "properties": {"next": {"$ref": "#/components/schemas/Endless"}},
            },
            "Circle": {"allOf": [{"$ref": "#/components/schemas/Circle"}]},
        }
    }
}

bounds = st.integers(-50, 50)
texts = st.builds(
    lambda least, more: {"type": "string", "minLength": least, "maxLength": least + more},
    st.integers(0, 20),
    st.integers(0, 20),
)
numbers = st.builds(
    lambda kind, low, more: {"type": kind, "minimum": low, "maximum": low + more},
    st.sampled_from(["integer", "number"]),
    bounds,
    bounds.map(abs),
)
steps = st.builds(
    lambda low, step: {"type": "integer", "exclusiveMinimum": low, "multipleOf": step},
    bounds,
    st.integers(1, 9),
)
shapes = st.sampled_from(
    [
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "pattern": "^[A-Z]{2}-\\d+$"},
        {"type": ["null", "boolean"]},
        {"const": 7},
        {"enum": ["b", "a"]},
        {"minItems": 1},
        {"$ref": "#/components/schemas/Node"},
    ]
)
leaves = st.one_of(texts, numbers, steps, shapes)


def larger(inner):
    members = st.dictionaries(st.sampled_from("abcd"), inner, min_size=1)
    objects = members.map(lambda parts: {"type": "object", "required": sorted(parts), "properties": parts})
    arrays = st.builds(
        lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 3)
    )
    alternatives = st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"anyOf": parts})
    return st.one_of(objects, arrays, alternatives, inner.map(lambda part: {"allOf": [part, {}]}))


@given(st.recursive(leaves, larger, max_leaves=8))
def test_what_is_built_satisfies_its_schema(schema):
    """Whatever satisfiable schema is asked, the value built from it is valid."""
    value = build(TREE, schema)

    assert [] == list(jsonschema_rs.Draft202012Validator({**schema, **TREE}).iter_errors(value))


@given(st.recursive(leaves, larger, max_leaves=4))
def test_building_is_repeatable(schema):
    """The same schema gives the same value: no randomness."""
    assert build(TREE, schema) == build(TREE, schema)


def test_examples_come_before_what_is_built():
    """The media type's examples first, then the schema's own, last a built value."""
    media = {
        "examples": {"one": {"value": 1}, "two": {"$ref": "#/components/examples/two"}},
        "schema": {"type": "integer", "default": 3, "minimum": 3},
    }
    document = {"components": {"examples": {"two": {"value": 2}}}}

    assert [(1, "example"), (2, "example"), (3, "example"), (3, "schema")] == [
        (sample.value, sample.source) for sample in samples(document, media)
    ]


def test_a_schema_without_examples_is_built():
    """Nothing written down: one built value, marked so."""
    assert [Sample({"name": "sample"}, "schema")] == list(
        samples(TREE, {"schema": {"$ref": "#/components/schemas/Node"}})
    )


@pytest.mark.parametrize("name", ["Endless", "Circle"])
def test_endless_recursion_ends(name):
    """A schema that cannot be satisfied by a finite value is refused, not followed for ever."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    assert [] == list(samples(TREE, {"schema": schema}))

    with pytest.raises(ContractError, match="without end"):
        build(TREE, schema)


@pytest.mark.parametrize(
    ("expected", "schema"),
    [
        (1, {"type": "integer", "minimum": 0, "exclusiveMinimum": True}),
        (-1, {"type": "integer", "maximum": 0, "exclusiveMaximum": True}),
        (0.5, {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        (["b", "a"], {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"enum": ["b", "a"]}}),
        ([1, "sample"], {"prefixItems": [{"const": 1}, {"type": "string"}], "minItems": 2}),
        ({"member0": None}, {"type": "object", "minProperties": 1}),
        ("ssssss", {"type": "string", "minLength": 6, "maxLength": 6, "pattern": "^s+$"}),
    ],
)
def test_bounds_are_kept(expected, schema):
    """Exclusive bounds of 3.0 and 3.1, tuples, counted members and patterns with lengths."""
    assert expected == build({}, schema)


@pytest.mark.parametrize(
    ("expected", "parts"),
    [
        ("sample", [{"minLength": 2, "maxLength": 9}, {"minLength": 3, "maxLength": 6}]),
        ("samp", [{"type": "string", "maxLength": 9}, {"maxLength": 4}]),
        (5, [{"type": "integer", "minimum": 5}, {"minimum": 2, "maximum": 9}]),
        (
            {"a": "sample", "b": 1},
            [
                {"required": ["a"], "properties": {"a": {"type": "string"}}},
                {"required": ["b"], "properties": {"b": {"const": 1}}},
            ],
        ),
    ],
)
def test_all_of_means_every_part(expected, parts):
    """`allOf` asks for the members and the narrowest bounds of all its parts."""
    assert expected == build({}, {"allOf": parts})


@pytest.mark.parametrize(
    ("expected", "schema"),
    [
        ({}, {"additionalProperties": False}),
        ([], {"items": {"type": "string"}}),
        (2, {"minimum": 2}),
        ("sample@example.com", {"format": "email"}),
        (None, {"description": "anything"}),
        (None, True),
        (None, {"type": ["null"]}),
        ("known", {"type": "string", "example": "known"}),
    ],
)
def test_a_schema_without_a_type_is_read_by_its_keywords(expected, schema):
    """What the keywords speak of is what is built; nothing said, null."""
    assert expected == build({}, schema)


def test_alternatives_that_cannot_be_built_are_passed_over():
    """The first alternative that has a value gives it; where none has, that is said."""
    endless = {"$ref": "#/components/schemas/Endless"}
    assert 3 == build(TREE, {"oneOf": [endless, {"type": "integer", "minimum": 3}]})

    with pytest.raises(ContractError, match="None of the alternatives"):
        build(TREE, {"anyOf": [endless]})


@pytest.mark.parametrize(("expected", "schema"), [([Sample(None, "schema")], True), ([], False)])
def test_a_schema_may_be_a_truth_value(expected, schema):
    """3.1 allows true and false; an example that lies elsewhere gives no value."""
    examples = {"far": {"externalValue": "https://example.com/toy.json"}}

    assert expected == list(samples({}, {"schema": schema, "examples": examples}))


def test_false_allows_nothing():
    """The schema `false` has no value, and the refusal says so."""
    with pytest.raises(ContractError, match="`false`"):
        build({}, False)
