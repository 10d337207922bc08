"""Pointers into bodies, and changes through them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conformance.mutants.messages import ABSENT, Answer, Asked, changed, everywhere, found

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [("", {"a": [1, 2]}), ("/a/0", 1), ("/a/-1", 2), ("/a/2", ABSENT), ("/b", ABSENT), ("/a/0/x", ABSENT)],
)
def test_found(pointer, expected):
    """A pointer finds a value, an array's last item by -1, or that there is nothing."""
    assert expected is found({"a": [1, 2]}, pointer) or expected == found({"a": [1, 2]}, pointer)


@pytest.mark.parametrize(
    ("pointer", "result", "expected"),
    [
        ("/a/*/b", 5, {"a": [{"b": 5}, {"b": 5, "c": 2}]}),
        ("/a/0", ABSENT, {"a": [{"b": 1, "c": 2}]}),
        ("/a/*/c", ABSENT, {"a": [{}, {"b": 1}]}),
        ("/new", 5, {"a": [{}, {"b": 1, "c": 2}], "new": 5}),
        ("/new/inner", 5, {"a": [{}, {"b": 1, "c": 2}]}),
        ("", 5, 5),
    ],
)
def test_changed(pointer, result, expected):
    """Only what the pointer finds is changed; the last member may be new, the way to it is not made."""
    assert expected == changed({"a": [{}, {"b": 1, "c": 2}]}, pointer, lambda _old: result)


@given(VALUES)
def test_everywhere_keeps_what_is_kept(value):
    """A change that changes no object changes nothing."""
    assert value == everywhere(value, lambda node: node)


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=4), st.text())
def test_parameters(given_parameters, value):
    """A parameter that is set is read again, and the others are as they were."""
    asked = Asked()
    for name, text in given_parameters.items():
        asked.set_parameter(name, text)
    asked.set_parameter("limit", value)

    assert {**given_parameters, "limit": value} == asked.parameters()
    asked.set_parameter("limit", None)
    assert {name: text for name, text in given_parameters.items() if name != "limit"} == asked.parameters()


def test_bodies_that_are_no_json_stay():
    """The bytes of a body are written anew only where its value changes."""
    answer = Answer(body=b'{"a" : 1}')
    answer.set_json({"a": 1})
    assert b'{"a" : 1}' == answer.body
    answer.set_json({"a": 2})
    assert b'{"a":2}' == answer.body


def test_headers():
    """One header takes the place of all of its name, in any case."""
    answer = Answer([("etag", "1"), ("etag", "2"), ("x", "y")])
    answer.set_header("ETag", "3")
    assert [("x", "y"), ("etag", "3")] == answer.headers
    answer.set_header("ETag", None)
    assert answer.header("etag") is None
