"""The origin as the client saw it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.http.origin import origin

SCOPE = {"scheme": "http", "server": ("127.0.0.1", 4010)}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "http://127.0.0.1:4010"),
        ({"host": "localhost:4010"}, "http://localhost:4010"),
        ({"host": "[::1]:4010"}, "http://[::1]:4010"),
        ({"host": "a", "x-forwarded-proto": "https"}, "https://a"),
        ({"host": "a", "x-forwarded-host": "b", "x-forwarded-port": "8443"}, "http://b:8443"),
        ({"host": "a", "x-forwarded-host": "b:1", "x-forwarded-port": "2"}, "http://b:1"),
        ({"host": "a", "x-forwarded-host": "b, c", "x-forwarded-proto": "HTTPS, http"}, "https://b"),
        ({"host": "a", "forwarded": 'for=1.2.3.4;host="b:2";proto=https, host=c'}, "https://b:2"),
        ({"host": "a", "forwarded": "proto=https", "x-forwarded-host": "b"}, "https://b"),
        ({"host": "a", "forwarded": "host=b", "x-forwarded-host": "c"}, "http://b"),
        ({"host": "a b"}, "http://127.0.0.1:4010"),
        ({"host": "a", "x-forwarded-host": "evil/../", "x-forwarded-proto": "javascript"}, "http://a"),
    ],
)
def test_proxies_speak_before_the_host_header(headers, expected):
    """Forwarded first, X-Forwarded-* next, Host then; what is unusable is passed over."""
    assert expected == origin(SCOPE, headers)


@given(
    st.dictionaries(
        st.sampled_from(["host", "forwarded", "x-forwarded-proto", "x-forwarded-host"]), st.text()
    )
)
def test_the_origin_is_always_usable(headers):
    """Whatever the headers say, the origin can stand in a URL and in a header."""
    assert re.fullmatch(r"https?://[\w.~\[\]:-]+", origin(SCOPE, headers), re.ASCII)


def test_without_an_address_it_is_localhost():
    """A server on a Unix socket has no address of its own."""
    assert "http://localhost" == origin({"scheme": "http", "server": ("/run/socket", None)}, {})
