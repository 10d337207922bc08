"""What `understudy.contract.shapes` promises."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.shapes import TEXT, UNSET, Shape, coerce, shape_of

INTEGER = Shape(frozenset({"integer"}))
NUMBER = Shape(frozenset({"number"}))
BOOLEAN = Shape(frozenset({"boolean"}))


@given(st.integers())
def test_integers_written_as_json_are_integers(number):
    """Any integer, however large, is read from its JSON text."""
    assert number == coerce(INTEGER, str(number))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.0",
        "+1",
        " 1",
        "1 ",
        "1e3",
        "01",
        "-",
        "-01",
        "0x1",
        "1_000",
        "\u0661",
        "1" * 5000,
        "NaN",
        "1\n",
    ],
)
def test_what_json_would_not_call_an_integer_stays_text(text):
    """Text that only resembles an integer is left for the schema to refuse, and nothing raises."""
    assert text == coerce(INTEGER, text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_written_as_json_are_numbers(number):
    """Any finite double is read from its JSON text."""
    assert number == coerce(NUMBER, repr(number))


@pytest.mark.parametrize(
    "text", ["1e999", "-1e999", "Infinity", "nan", "1.", ".5", "1" * 399 + ".0e99", "1,5", ""]
)
def test_what_is_no_finite_number_stays_text(text):
    """Infinity by name or by size is no number."""
    assert text == coerce(NUMBER, text)


@given(st.text())
def test_coercion_gives_the_text_or_a_value_of_the_type(text):
    """Whatever the text, the result is of the type asked for, or the text as it was."""
    assert coerce(INTEGER, text) == text or type(coerce(INTEGER, text)) is int
    assert coerce(NUMBER, text) == text or math.isfinite(coerce(NUMBER, text))
    assert coerce(BOOLEAN, text) == {"true": True, "false": False}.get(text, text)
    assert coerce(TEXT, text) == text


def test_empty_text_is_null_only_where_text_is_not_allowed():
    """A nullable integer may be empty; a nullable text that is empty is empty text."""
    assert None is coerce(Shape(frozenset({"integer", "null"})), "")
    assert "" == coerce(Shape(frozenset({"string", "null"})), "")


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "integer"}, {"integer"}),
        ({"type": ["integer", "null"]}, {"integer", "null"}),
        ({"type": "integer", "nullable": True}, {"integer", "null"}),
        ({"$ref": "#/s"}, {"boolean"}),
        ({"allOf": [{"$ref": "#/s"}, {"description": "x"}]}, {"boolean"}),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, {"integer", "string"}),
        ({"enum": [1, 2.5, None, "a", True]}, {"integer", "number", "null", "string", "boolean"}),
        ({"const": 5}, {"integer"}),
        ({}, {"string"}),
        (True, {"string"}),
        ({"$ref": "#/endless"}, {"array"}),
    ],
)
def test_types_are_found_through_references_and_combinations(schema, types):
    """The types of a schema are its own, or those of what it refers to or is combined from."""
    document = {"s": {"type": "boolean"}, "endless": {"type": "array", "items": {"$ref": "#/endless"}}}

    assert types == shape_of(document, schema).types


def test_defaults_beside_and_behind_a_reference_are_found():
    """A default beside $ref (3.1) comes before the default of the schema referred to."""
    document = {"s": {"type": "integer", "default": 1}}

    assert 1 == shape_of(document, {"$ref": "#/s"}).default
    assert 2 == shape_of(document, {"$ref": "#/s", "default": 2}).default
    assert UNSET is shape_of(document, {"type": "integer"}).default


FILE = {"type": "string", "contentMediaType": "text/csv", "description": "A file.", "x-inferred": "Y-04"}


@pytest.mark.parametrize(
    ("schema", "opaque"),
    [
        (FILE, True),
        ({"type": "string", "format": "binary"}, True),
        ({"$ref": "#/s"}, True),
        ({"type": "string"}, False),
        (FILE | {"maxLength": 3}, False),
        (FILE | {"pattern": "a"}, False),
        (FILE | {"format": "byte"}, False),
        (FILE | {"contentEncoding": "base64"}, False),
        (FILE | {"not": {"const": "a"}}, False),
        ({"allOf": [FILE, {"minLength": 1}]}, False),
    ],
)
def test_a_file_of_which_a_schema_says_nothing_is_opaque(schema, opaque):
    """Only keywords that bind no bytes leave its content open; as a member too."""
    document = {"s": FILE}
    members = shape_of(document, {"type": "object", "properties": {"file": schema}}).members

    assert opaque == shape_of(document, schema).opaque == members["file"].opaque


@pytest.mark.parametrize(
    "around",
    [
        {"patternProperties": {"f": {"maxLength": 3}}},
        {"if": {"properties": {"file": {"maxLength": 3}}}},
        {"allOf": [{"properties": {"file": {"maxLength": 3}}}]},
    ],
)
def test_a_member_is_opaque_only_where_nobody_else_speaks_of_it(around):
    """What stands around it may bind it too."""
    schema = {"type": "object", "properties": {"file": FILE}, **around}

    assert not shape_of({}, schema).members["file"].opaque
