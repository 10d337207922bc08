"""Conditional requests (A-37 to A-40)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import call

from understudy.errors import Problem
from understudy.http.conditional import check, opaque
from understudy.http.exchange import Request

OPAQUE = st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E), min_size=1, max_size=40).filter(
    lambda text: not text.startswith("W/")
)
WRITTEN = st.sampled_from(['W/"{}"', '"{}"', "{}"])


def request(**headers):
    return Request(call(), {}, {}, {name.replace("_", "-"): value for name, value in headers.items()}, None)


@given(OPAQUE, WRITTEN, WRITTEN)
def test_tags_are_compared_weakly(text, ours, theirs):
    """A-39: weakness mark and quotes do not matter, only the opaque text does."""
    tag = ours.format(text)

    assert text == opaque(tag)
    assert check(request(if_match=theirs.format(text)), tag) is None
    assert 304 == check(request(if_none_match=theirs.format(text)), tag).status


@given(OPAQUE, OPAQUE, WRITTEN)
def test_other_tags_do_not_match(text, other, theirs):
    """A-37, A-38: another tag goes on under If-None-Match and is 412 under If-Match."""
    tag, sent = f'W/"{text}"', theirs.format(other)

    if text != other:
        assert check(request(if_none_match=sent), tag) is None
        with pytest.raises(Problem) as refused:
            check(request(if_match=sent), tag)
        assert (412, "preconditionFailed") == (refused.value.status, refused.value.code)


def test_without_conditions_the_request_goes_on():
    """Nothing is compared that was not sent (RFC 9110, 13.2.2); If-Match stays optional (A-38)."""
    assert check(request(), 'W/"1"') is None
    assert check(request(), None) is None


def test_304_repeats_the_tag():
    """A-37: the 304 has the current ETag and no body."""
    reply = check(request(if_none_match='"1"'), 'W/"1"')

    assert ({"ETag": 'W/"1"'}, None) == (reply.headers, reply.body)


def test_if_match_goes_before_if_none_match():
    """RFC 9110, 13.2.2: a failed If-Match is 412 even when If-None-Match would be 304."""
    with pytest.raises(Problem):
        check(request(if_match='"old"', if_none_match='"1"'), 'W/"1"')


def test_what_does_not_exist_matches_nothing():
    """Without a current tag If-Match fails and If-None-Match lets pass."""
    assert check(request(if_none_match='"1"'), None) is None
    with pytest.raises(Problem):
        check(request(if_match='"1"'), None)
