"""What `understudy.contract.schemas` promises: the verdicts of JSON Schema 2020-12, in bounded time."""

import base64
import time

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import contract_of, places

from understudy.contract.json_text import MAX_DEPTH
from understudy.contract.schemas import is_base64
from understudy.contract.violations import MAX_VIOLATIONS

COMPONENTS = {
    "schemas": {
        "Tree": {
            "type": "object",
            "required": ["a"],
            "properties": {
                "a": {"type": "string", "minLength": 1, "maxLength": 2},
                "b": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}, "maxItems": 2},
                "c": {"$ref": "#/components/schemas/Tree"},
            },
            "unevaluatedProperties": False,
        },
        "Numbers": {
            "type": ["integer", "null", "array"],
            "minimum": -1,
            "exclusiveMaximum": 3,
            "items": {"type": "number", "multipleOf": 2},
            "uniqueItems": True,
        },
        "Choice": {
            "oneOf": [
                {"type": "object", "properties": {"a": {"const": "x"}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"enum": [0, True, None]}}, "minProperties": 1},
                {"type": "string", "pattern": "^[a-c]+$"},
            ]
        },
        "Combined": {
            "allOf": [{"properties": {"a": {"type": "integer"}}}, {"$ref": "#/components/schemas/Map"}],
            "not": {"required": ["b", "c"]},
            "unevaluatedProperties": {"type": "boolean"},
        },
        "Map": {
            "type": "object",
            "patternProperties": {"^c": {"type": "null"}},
            "propertyNames": {"maxLength": 1},
            "dependentRequired": {"a": ["b"]},
            "if": {"required": ["c"]},
            "then": {"maxProperties": 2},
        },
        "List": {
            "prefixItems": [{"type": "boolean"}],
            "contains": {"type": "integer"},
            "minContains": 1,
            "unevaluatedItems": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        },
    }
}

scalars = st.sampled_from(
    [None, True, False, 0, 1, -1, 2, 3, 2.0, 0.5, "", "a", "x", "abc", "\u00e9\U0001d4b3"]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


def media_of(schema, **more):
    """A media type with the schema, ready to judge."""
    body = {"content": {"application/json": {"schema": schema}}}
    return contract_of({"requestBody": body}, **more).operations["doThing"].body.content["application/json"]


JUDGES = {
    name: (
        media_of({"$ref": f"#/components/schemas/{name}"}, components=COMPONENTS).validator,
        jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": COMPONENTS}),
    )
    for name in COMPONENTS["schemas"]
}


@pytest.mark.parametrize("name", JUDGES)
@given(value=values)
def test_a_second_judge_agrees(name, value):
    """There are violations if and only if the jsonschema package calls the value invalid."""
    ours, theirs = JUDGES[name]

    assert theirs.is_valid(value) == (ours.violations(value, "body") == [])


@given(values)
def test_violations_point_into_the_value(value):
    """Each violation's pointer leads to a member, or to where one is missing, and its sentence is short."""
    for name, (ours, _) in JUDGES.items():
        for found in ours.violations(value, "body", "/here"):
            assert found.pointer.startswith("/here"), name
            assert 10 < len(found.message) <= 256
            assert found.message.endswith(".")


@given(st.binary(max_size=100))
def test_base64_is_recognised_with_and_without_line_breaks(data):
    """Standard Base64 with padding is Base64, also as MIME breaks it into lines (A-50)."""
    assert is_base64(base64.b64encode(data).decode())
    assert is_base64(base64.encodebytes(data).decode().replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "text", ["a", "ab=", "ab", "a===", "a b=", "ab==ab==", "ab-_", "\u00e9\u00e9\u00e9\u00e9"]
)
def test_what_is_no_base64_is_refused(text):
    """Missing padding, foreign alphabets, spaces and text after the padding are no Base64."""
    assert not is_base64(text)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date-time", "2026-01-31T10:00:00.000Z", "2026-01-31T10:00:00"),
        ("date", "2026-02-28", "2026-02-30"),
        ("uuid", "00000000-0000-4000-8000-000000000000", "00000000"),
        ("email", "joe@example.com", "joe"),
        ("uri", "https://example.com/a", "/a"),
        ("uri-reference", "/a?b=c", "a b"),
        ("byte", "c2FtcGxl", "c2FtcGx"),
    ],
)
def test_formats_are_judged(name, good, bad):
    """The formats of the contracts are assertions; Base64 has a keyword of its own."""
    validator = media_of({"type": "string", "format": name}).validator
    keyword = "base64" if name == "byte" else "format"

    assert [] == validator.violations(good, "body")
    assert [("body", "", keyword)] == places(validator.violations(bad, "body"))


def test_read_only_members_may_be_left_out_and_sent():
    """In a request a required readOnly member may be absent, and is tolerated when it is there (A-57)."""
    schema = {"required": ["id"], "properties": {"id": {"$ref": "#/components/schemas/Id"}}}
    components = {"schemas": {"Id": {"type": "string", "readOnly": True}}}
    validator = media_of(schema, components=components).validator

    assert [] == validator.violations({}, "body") == validator.violations({"id": "a"}, "body")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"a": None, "b": 1.5}, []),
        ({"a": 5, "b": 1}, [("body", "/a", "type"), ("body", "/b", "exclusiveMinimum")]),
        ({"kids": [{"kids": [{"b": 0}]}]}, [("body", "/kids/0/kids/0/b", "exclusiveMinimum")]),
    ],
)
def test_3_0_documents_are_judged_by_their_own_rules(value, found):
    """nullable and exclusiveMinimum of 3.0 mean what they say there, through recursion too."""
    tree = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": True},
            "b": {"type": "number", "minimum": 1, "exclusiveMinimum": True},
            "kids": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    }
    components = {"schemas": {"Tree": tree}}
    media = media_of({"$ref": "#/components/schemas/Tree"}, openapi="3.0.3", components=components)

    assert found == places(media.validator.violations(value, "body"))


def test_half_a_surrogate_is_a_violation():
    """Text that no UTF-8 can carry is a violation, not an exception."""
    assert [("query", "/p", "utf-8")] == places(
        media_of({"type": "string"}).validator.violations("\ud800", "query", "/p")
    )


def test_the_deepest_json_is_judged():
    """A value as deep as JSON text may be has a verdict, through a recursive schema too."""
    validator = JUDGES["Tree"][0]
    right = wrong = {"a": "x"}
    for _ in range(MAX_DEPTH - 1):
        right, wrong = {"a": "x", "c": right}, {"a": 1, "c": wrong}

    assert [] == validator.violations(right, "body")
    assert MAX_VIOLATIONS == len(validator.violations(wrong, "body"))


def test_violations_are_bounded_in_number_and_time():
    """A body of a million wrong items is refused at once; a middling one with at most 128 violations."""
    validator = media_of({"type": "array", "items": {"type": "string"}}).validator
    began = time.perf_counter()

    assert 1 == len(validator.violations([0] * 1_000_000, "body"))
    assert MAX_VIOLATIONS == len(validator.violations([0] * 1000, "body"))
    assert time.perf_counter() - began < 5
