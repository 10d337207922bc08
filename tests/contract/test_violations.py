"""What `understudy.contract.violations` promises: sentences a person can act on."""

import pytest
from tests.contract.making import operation_of
from tests.contract.test_schemas import media_of

from understudy.contract.validators import read_request
from understudy.contract.violations import MAX_VIOLATIONS, violation

CHOICE = {
    "oneOf": [
        {
            "type": "object",
            "required": ["kind", "number"],
            "properties": {"kind": {"const": "card"}, "number": {"type": "string"}},
        },
        {
            "type": "object",
            "required": ["kind", "amount"],
            "properties": {"kind": {"const": "cash"}, "amount": {"type": "integer"}},
        },
    ]
}
EITHER = {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]}


def sentences(schema, value):
    validator = media_of({"properties": {"it": schema}}).validator
    return [found.message for found in validator.violations({"it": value}, "body")]


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"maximum": 100000}, 100001, "it must be at most 100000, but is 100001."),
        ({"exclusiveMinimum": 0}, 0, "it must be more than 0, but is 0."),
        ({"multipleOf": 2}, 3, "it must be a multiple of 2, but is 3."),
        ({"required": ["name"]}, {}, "it.name is required but missing."),
        ({"additionalProperties": False}, {"x": 1}, "it.x is not a member that the contract knows."),
        ({"unevaluatedProperties": False}, {"x": 1}, "it.x is not a member that the contract knows."),
        ({"type": "integer"}, True, "it must be an integer, but is true."),
        ({"type": ["integer", "null"]}, [1], "it must be an integer or null, but is an array of 1 item."),
        ({"enum": ["a", "b", 3]}, {}, "it must be one of a, b, 3, but is an object of 0 members."),
        ({"const": "a"}, None, 'it must be "a", but is null.'),
        ({"minLength": 1}, "", "it must have at least 1 character, but has 0."),
        ({"maxItems": 2}, [1, 2, 3], "it must have at most 2 items, but has 3."),
        ({"minProperties": 2}, {"a": 1}, "it must have at least 2 members, but has 1."),
        ({"pattern": "^a$"}, "b\n", 'it must match the pattern ^a$, but is "b\\u000a".'),
        ({"format": "date"}, "soon", 'it must be a date such as 2026-01-31, but is "soon".'),
        ({"uniqueItems": True}, [1, 1], "it must not have the same item twice."),
        ({"contains": {"type": "string"}}, [1], "it lacks an item that the contract asks for."),
        ({"maxItems": 9, "unevaluatedItems": False}, [1], "it has more items than the contract knows."),
        ({"not": {"type": "string"}}, "a", 'it has a form that is not allowed; it is "a".'),
        ({"propertyNames": {"const": "a"}}, {"b": 1}, 'it has a member whose name must be "a", but is "b".'),
        (False, 1, "it must not be present."),
        ({"items": {"type": "string"}}, ["a", 1], "it[1] must be a string, but is 1."),
    ],
)
def test_each_keyword_has_its_sentence(schema, value, sentence):
    """A violation says which member, what is due, and what is there."""
    assert [sentence] == sentences(schema, value)


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        (EITHER, None, "it must be an integer or a string, but is null."),
        (EITHER, "abc", "it must have at most 2 characters, but has 3."),
        (CHOICE, {"kind": "cash", "amount": "x"}, 'it.amount must be an integer, but is "x".'),
        (CHOICE, {"kind": "card"}, "it.number is required but missing."),
        (CHOICE, {"kind": "coin"}, "it fits none of its 2 allowed forms; it is an object of 1 member."),
        ({"oneOf": [{}, {}]}, 3, "it fits more than one of its allowed forms, and exactly one is due."),
    ],
)
def test_of_alternatives_the_nearest_is_explained(schema, value, sentence):
    """Where one alternative is clearly meant its own faults are told; else what all have in common."""
    assert [sentence] == sentences(schema, value)


def test_sentences_and_values_are_bounded():
    """Long names, values, patterns and lists of choices are cut; a sentence has at most 256 characters."""
    long = "x" * 100_000
    for schema, value in (
        ({"enum": [long, "b" * 500]}, long),
        ({"pattern": "^" + "a" * 5000 + "$"}, long),
        ({"maxLength": 1}, long),
        ({"additionalProperties": False}, {long: 1}),
        ({"type": "string"}, 10**300),
    ):
        for message in sentences(schema, value):
            assert len(message) <= 256
            assert "x" * 61 not in message.removeprefix("…" + "x" * 79)


def test_values_are_shown_without_control_characters():
    """What a sentence quotes is printable, whatever was sent."""
    (sentence,) = sentences({"maxLength": 1, "pattern": "^a"}, "\x1b[31m\u202e")[1:]

    assert sentence.isprintable()
    assert "\\u001b[31m\\u202e" in sentence


def test_a_place_without_a_name_is_called_by_its_part():
    """A violation of the whole body is about "The body"."""
    assert (
        "The body is required but missing."
        == violation("body", "", "required", "is required but missing").message
    )


def test_a_request_has_at_most_128_violations():
    """However many faults, no more are listed than a problem may list (A-34)."""
    body = {"content": {"application/json": {"schema": {"type": "object", "additionalProperties": False}}}}
    members = ",".join(f'"a{number}":1' for number in range(1000))
    decoded = read_request(
        operation_of({"requestBody": body}),
        path_params={},
        query=b"",
        headers={"content-type": "application/json"},
        body=f"{{{members}}}".encode(),
    )

    assert MAX_VIOLATIONS == len(decoded.violations)
