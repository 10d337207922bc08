"""Cross-origin requests."""

import pytest

from understudy.http.cors import options

PREFLIGHT = {"origin": "https://app.example", "access-control-request-method": "PUT"}


def test_options_names_the_methods():
    """A plain OPTIONS is answered by 204 and Allow, without any leave."""
    reply = options(["GET", "PUT"], {"origin": "https://app.example"})

    assert (204, {"Allow": "GET, PUT"}, None) == (reply.status, reply.headers, reply.body)


def test_a_preflight_gets_the_leave_it_asks_for():
    """The methods of the path and exactly the headers asked for are allowed, for ten minutes."""
    reply = options(["GET", "PUT"], {**PREFLIGHT, "access-control-request-headers": "authorization,if-match"})

    assert 204 == reply.status
    assert {
        "Allow": "GET, PUT",
        "Access-Control-Allow-Methods": "GET, PUT",
        "Access-Control-Allow-Headers": "authorization,if-match",
        "Access-Control-Max-Age": "600",
    } == reply.headers


@pytest.mark.parametrize("wanted", ["", "a:b", "x\ny", "{}"])
def test_what_is_no_list_of_names_is_not_echoed(wanted):
    """Only header names come back in Access-Control-Allow-Headers."""
    reply = options(["GET"], {**PREFLIGHT, "access-control-request-headers": wanted})

    assert "Access-Control-Allow-Headers" not in reply.headers
