"""Media types: what is taken, what is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.http.toys import call

from understudy.errors import Problem
from understudy.http import negotiation
from understudy.http.negotiation import PROBLEM, problem_media_type, quality

JSON = "application/json"


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "",
        "*/*",
        JSON,
        "application/*",
        "text/html, */*;q=0.1",
        "Application/JSON; charset=utf-8",
        "text/html,application/xhtml+xml,*/*;q=0.8",
    ],
)
def test_json_is_acceptable_where_a_range_covers_it(accept):
    """A client that takes JSON in any wording is served."""
    negotiation.acceptable(call(headers={} if accept is None else {"accept": accept}))


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json;q=0", "*/*, application/json;q=0.0", "nonsense"]
)
def test_406_when_the_client_takes_nothing_we_have(accept):
    """A client that rules JSON out is refused with the types it could have had."""
    with pytest.raises(Problem, match="answers with application/json: widen") as refused:
        negotiation.acceptable(call(headers={"accept": accept}))

    assert (406, "notAcceptable") == (refused.value.status, refused.value.code)


def test_an_operation_without_content_suits_everybody():
    """A 204 has no media type to dislike."""
    negotiation.acceptable(call("deleteToy", headers={"accept": "image/png"}))


def test_415_says_what_may_be_sent():
    """The refusal names the types taken, in its sentence and in Accept-METHOD."""
    with pytest.raises(Problem, match="media type text/html: send application/json") as refused:
        negotiation.unsupported(call("putToy", headers={"content-type": "text/html"}))

    assert (415, {"Accept-Put": JSON}) == (refused.value.status, refused.value.headers)


def test_415_for_a_body_of_no_type():
    """A body without Content-Type is not guessed."""
    with pytest.raises(Problem, match="a body without a Content-Type: send text/plain"):
        negotiation.unsupported(call("createToys"))


def test_compressed_bodies_are_refused():
    """A content coding is 415 with Accept-Encoding (RFC 9110, 12.5.3); identity is none."""
    negotiation.uncoded(call(headers={"content-encoding": " Identity"}))

    with pytest.raises(Problem, match="gzip is not supported") as refused:
        negotiation.uncoded(call(headers={"content-encoding": "gzip"}))

    assert (415, {"Accept-Encoding": "identity"}) == (refused.value.status, refused.value.headers)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, PROBLEM),
        ("*/*", PROBLEM),
        (JSON, JSON),
        (f"{JSON}, text/plain, */*", PROBLEM),
        (f"{JSON}, {PROBLEM}", PROBLEM),
        ("text/html", PROBLEM),
        (f"{JSON}, {PROBLEM};q=0", JSON),
    ],
)
def test_problems_are_plain_json_for_clients_that_take_only_that(accept, expected):
    """G-4: application/json when Accept names only that, application/problem+json otherwise."""
    assert expected == problem_media_type(call(headers={"accept": accept} if accept else {}), PROBLEM)


def test_other_error_bodies_keep_their_type():
    """Only problem+json is renamed: a vendor's own error format stays what it is."""
    assert "text/csv" == problem_media_type(call(headers={"accept": JSON}), "text/csv")


@given(st.text(max_size=60), st.sampled_from([JSON, PROBLEM, "text/csv"]))
def test_any_accept_header_can_be_read(accept, media_type):
    """Whatever the header says, the wish is a number from 0 to 1."""
    assert 0.0 <= quality(accept, media_type) <= 1.0


def test_the_most_precise_range_speaks():
    """RFC 9110, 12.5.1: text/csv before text/* before */*, in whatever order."""
    accept = "*/*;q=0.1, text/csv;q=0.7, text/*;q=0.3, image/png;q=high"

    assert 0.7 == quality(accept, "text/csv")
    assert 0.3 == quality(accept, "text/plain")
    assert 0.1 == quality(accept, JSON)
    assert 0.0 == quality(accept, "image/png")
