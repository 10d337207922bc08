"""What `understudy.contract.json_text` promises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.making import places

from understudy.contract.json_text import MAX_DEPTH, MAX_ITEMS, parse_json
from understudy.contract.shapes import UNSET

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values, st.booleans())
def test_json_is_read_as_it_was_written(value, ascii_only):
    """Any JSON value without NUL is read back, escaped or not, and nothing is wrong with it."""
    assert (value, []) == parse_json(json.dumps(value, ensure_ascii=ascii_only).encode(), "body")


@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_a_value_or_a_violation(data):
    """Whatever the bytes, there is a value, or it says why not; nothing raises."""
    value, violations = parse_json(data, "body")

    assert (value is UNSET) <= bool(violations)


@pytest.mark.parametrize(
    ("data", "keyword"),
    [
        (b"", "json"),
        (b"{", "json"),
        (b"{'a': 1}", "json"),
        (b"[1,]", "json"),
        (b"\xff", "json"),
        (b"\xed\xa0\x80", "json"),
        (b'"\xed\xa0\x80"', "json"),
        (b'\xef\xbb\xbf"bom"', "json"),
        (b"NaN", "json"),
        (b"[-Infinity]", "json"),
        (b"1e999", "json"),
        (b"1" * 5000, "json"),
        (b'"\n"', "json"),
        (b'"\\ud800"', "json"),
        (b'{"\\uDFFF": 1}', "json"),
        (b"[" * 200_000, "depth"),
        (b"[" + b"0," * (MAX_ITEMS + 1) + b"0]", "size"),
        (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "depth"),
    ],
)
def test_text_that_is_no_usable_json_has_no_value(data, keyword):
    """Malformed, non-UTF-8, non-finite, half a surrogate, too deep: no value, one violation."""
    value, violations = parse_json(data, "body")

    assert UNSET is value
    assert [("body", "", keyword)] == places(violations)


def test_the_deepest_allowed_nesting_is_read():
    """Exactly as many levels as allowed are no violation, whatever else is beside them."""
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    wide = b"[" + b",".join([b"[]"] * 500) + b"]"

    assert [] == parse_json(deep, "body")[1]
    assert [] == parse_json(wide, "body")[1]


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (r'"a\u0000"', "/at"),
        (r'{"a": [1, "\u0000"]}', "/at/a/1"),
        (r'{"a": {"\u0000b": 1}}', "/at/a/\0b"),
        (r'{"a": "\\\u0000"}', "/at/a"),
    ],
)
def test_nul_characters_are_found(text, pointer):
    """A NUL in a text or name keeps the value, with a violation `control` at its place."""
    value, violations = parse_json(text.encode(), "body", "/at")

    assert json.loads(text) == value
    assert [("body", pointer, "control")] == places(violations)


def test_an_escaped_backslash_makes_no_nul():
    r"""`\\u0000` is a backslash and five characters, no NUL."""
    assert ("\\u0000", []) == parse_json(rb'"\\u0000"', "body")


def test_of_a_repeated_member_the_last_counts():
    """Duplicate names are no violation; the last value is taken."""
    assert ({"a": 2}, []) == parse_json(b'{"a":1,"a":2}', "body")
