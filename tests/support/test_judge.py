"""The second judge sees what it is there to see."""

import json

import pytest
from tests.support import judge
from tests.support.judge import CONTRACTS, Wire, disagreements, judge_of

URL = "http://127.0.0.1:4010/service/customerAudiences/0399abedfd3d"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def example() -> dict:
    """The contract's own example of an audience."""
    contract = judge_of("/service", CONTRACTS["/service"]).contract
    return contract.document["components"]["examples"]["customerAudience"]["value"]


def answered(document: dict, **headers: str) -> Wire:
    return Wire("GET", URL, 200, headers, b"", {**JSON, "etag": 'W/"tag"'}, json.dumps(document).encode())


def test_a_good_exchange_passes(example):
    """Both judges take the documented example as a reply."""
    assert [] == disagreements(answered(example))


def test_a_bad_reply_is_reported(example):
    """A reply that breaks the contract is reported, whoever sees it."""
    assert 1 == len(disagreements(answered({**example, "customerCount": "many"})))


def test_a_bad_request_that_both_see_is_no_disagreement():
    """A request which both judges refuse, and its problem, pass."""
    problem = {"type": "about:blank", "title": "Bad Request", "status": 400}
    wire = Wire(
        "GET",
        URL,
        400,
        {"if-none-match": "a b"},
        b"",
        {"content-type": "application/problem+json"},
        json.dumps(problem).encode(),
    )

    assert [] == disagreements(wire)


def test_a_request_that_one_judge_misses_is_reported(example, monkeypatch):
    """Were our validators blind, openapi-core's word would fail the test, and the other way round."""
    bad, good = answered(example, **{"if-none-match": "a b"}), answered(example)
    real = judge.read_request

    monkeypatch.setattr(
        judge, "read_request", lambda operation, **given: real(operation, **{**given, "headers": {}})
    )
    assert 1 == len(disagreements(bad))

    contract = judge_of("/service", CONTRACTS["/service"]).contract
    seen = real(contract.operations["getCustomerAudience"], **_request(bad))
    monkeypatch.setattr(judge, "read_request", lambda *_, **__: seen)
    assert 1 == len(disagreements(good))


def _request(wire: Wire) -> dict:
    return {
        "path_params": {"customerAudienceId": "0399abedfd3d"},
        "query": b"",
        "headers": wire.request_headers,
        "body": b"",
    }
