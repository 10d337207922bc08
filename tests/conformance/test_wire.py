"""Exchanges are read as JSON where they are JSON, and hold no secret."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.conformance.wire import UNSET, Exchange, concealed, is_secret, masked, pointed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def answered(body: bytes, content_type: str = "application/json") -> Exchange:
    headers = {"content-type": content_type}
    return Exchange("GET", "http://x", {}, b"", 200, headers, body, datetime(2026, 1, 1, tzinfo=UTC), 0.0)


def paths(value, pointer=""):
    """Every pointer into a value, with what it points at."""
    yield pointer, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


@given(VALUES)
def test_pointers_find_everything(value):
    """Whatever a value holds, at whatever names, its pointer finds it."""
    for pointer, inner in paths(value):
        assert inner is pointed(value, pointer)


@pytest.mark.parametrize("pointer", ["/nope", "/a/0", "/b/3", "/b/-1", "/b/x", "/a/b/c"])
def test_what_is_not_there_is_unset(pointer):
    """A pointer to nothing finds nothing, which is not null."""
    assert UNSET is pointed({"a": "text", "b": [1, 2, 3], "n": None}, pointer)


@given(VALUES)
def test_json_is_read(value):
    """A body that is JSON is its value."""
    assert value == answered(json.dumps(value).encode()).json()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_unset(body):
    """Anything else is not there, however deep it is nested."""
    assert UNSET is answered(body).json()


def test_media_types_are_bare():
    """A media type has no parameters and is in lower case."""
    assert "application/json" == answered(b"", "Application/JSON ; charset=utf-8").media_type
    assert "" == answered(b"", "").media_type


def test_secrets_are_masked_where_they_are_known():
    """A known secret becomes the name of a shell variable; a wrong token, and all other headers, stay."""
    secrets = {"s3": "TOKEN", "k": "X_API_KEY"}
    headers = {"Authorization": "Bearer s3", "x-api-key": "k", "X-Name": "k", "If-Match": "s3"}

    assert headers | {"Authorization": "Bearer $TOKEN", "x-api-key": "$X_API_KEY"} == masked(headers, secrets)
    assert {"Authorization": "Bearer wrong"} == masked({"Authorization": "Bearer wrong"}, secrets)


def test_secrets_are_concealed_anywhere():
    """In any text, the longer one first where one begins another."""
    assert "no $B, no $A!" == concealed("no abcd, no abc!", {"abc": "A", "abcd": "B"})


@pytest.mark.parametrize(
    "name", ["Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "API_KEY", "apikey", "X-Auth-Token"]
)
def test_secret_headers_are_known_by_name(name):
    """Headers that hold credentials are known by their usual names."""
    assert is_secret(name)
    assert not is_secret("Content-Type")
