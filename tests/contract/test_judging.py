"""Vendors judge values by schemas that are data."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.judging import judge_json
from understudy.errors import ContractError

CARD = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"$ref": "#/$defs/name"}, "seen": {"type": "string", "format": "date-time"}},
    "additionalProperties": False,
    "$defs": {"name": {"type": "string", "minLength": 2}},
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("2026-01-31T10:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "seen", "odd"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(VALUES)
def test_what_the_schema_allows_has_no_violation(value):
    """A value is found fault with exactly when the schema does not allow it."""
    allowed = jsonschema_rs.Draft202012Validator(CARD, validate_formats=True).is_valid(value)

    assert allowed == (judge_json(CARD)(value) == [])


def test_a_violation_says_where_and_what():
    """Each violation has a pointer from the root of the value, the keyword, and a sentence."""
    found = judge_json(CARD)({"name": "A", "odd": 1})

    assert {("/name", "minLength"), ("/odd", "additionalProperties")} == {
        (each.pointer, each.keyword) for each in found
    }
    assert {"body"} == {each.location for each in found}
    assert "name must have at least 2 characters, but has 1." in [each.message for each in found]


def test_the_location_is_the_callers():
    """A value that is not the body is named as what it is."""
    assert ["query"] == [each.location for each in judge_json(False, location="query")(1)]


@pytest.mark.parametrize("schema", [{"type": "oddity"}, {"pattern": "("}, {"$ref": "#/$defs/none"}, 7])
def test_what_is_no_schema_is_refused_at_once(schema):
    """A schema that cannot be judged by is an error when the judge is made, not when a value comes."""
    with pytest.raises(ContractError, match="no JSON Schema that can be judged by"):
        judge_json(schema)
