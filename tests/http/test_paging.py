"""Cursors and next-page addresses (A-35)."""

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import ORIGIN, call

from understudy.http.paging import cursor, next_url, position

POSITIONS = st.text(max_size=40).filter(
    lambda text: "\ud800" > max(text, default="") and len(text.encode()) <= 40
)
SCOPES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(SCOPES, POSITIONS)
def test_a_cursor_comes_back_as_its_position(scope, at):
    """A-35: at most 64 letters and digits, which mean the same position again."""
    opaque = cursor(scope, at)

    assert re.fullmatch(r"[A-Za-z0-9]{1,64}", opaque)
    assert at == position(scope, opaque)


@given(SCOPES, SCOPES, POSITIONS)
def test_a_cursor_is_good_for_its_scope_only(scope, other, at):
    """A-35: a cursor of another collection is unknown."""
    assert (at if scope == other else None) == position(other, cursor(scope, at))


@given(st.text(max_size=70))
def test_any_other_text_is_no_cursor(text):
    """What nobody was given means nothing, and never fails otherwise."""
    assert position("members of 1", text) is None


@given(POSITIONS, st.integers(0, 30), st.sampled_from("0aZ9"))
def test_a_changed_cursor_is_no_cursor(at, place, digit):
    """Changing, adding or dropping a character spoils a cursor."""
    opaque = cursor("scope", at)
    changed = opaque[:place] + digit + opaque[place + 1 :]

    assert changed == opaque or position("scope", changed) is None
    assert position("scope", "0" + opaque) is None
    assert position("scope", opaque[:-1]) is None


def test_a_position_too_long_for_a_cursor_is_refused():
    """Nothing of ours has more than 40 bytes: ValueError rather than a cursor beyond 64 characters."""
    with pytest.raises(ValueError, match="too long"):
        cursor("scope", "x" * 60)


@given(st.dictionaries(st.sampled_from(["start", "limit"]), st.text("aZ09|& ", max_size=20)))
def test_the_next_page_is_where_the_client_called(query):
    """The URL is absolute, on the client's own origin and path, with the query given."""
    url = next_url(call(target="/shop/toys/a%2Fb/parts"), query)
    parts = urlsplit(urljoin(f"{ORIGIN}/shop/toys/a%2Fb/parts?x=1", url))

    assert len(url) <= 256
    assert url.startswith((f"{ORIGIN}/shop/toys/a%2Fb/parts?", "?"))
    assert (ORIGIN, "/shop/toys/a%2Fb/parts") == (f"{parts.scheme}://{parts.netloc}", parts.path)
    assert list(query.items()) == parse_qsl(parts.query, keep_blank_values=True)


def test_a_long_url_becomes_a_relative_reference():
    """A-35: nextPage_url has at most 256 characters; the query alone resolves to the same address."""
    long = call(origin="https://" + "a" * 200 + ".example", target="/shop/" + "b" * 60)

    assert "?start=abc&limit=2" == next_url(long, {"start": "abc", "limit": "2"})
