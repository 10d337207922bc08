"""The second opinion about answers."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.conformance.things import contract

from understudy.conformance.judge import Judge, request_faults, response_faults
from understudy.conformance.wire import Exchange

THING = {"id": "t1", "name": "chair", "size": 3}
JSON = {"content-type": "application/json", "etag": 'W/"1"'}
AT = datetime(2026, 1, 31, tzinfo=UTC)


def answered(value: Any, status: int = 200, operation: str = "getThing", **headers: str) -> Exchange:
    path, body = "/things" if operation == "listThings" else "/things/t1", json.dumps(value).encode()
    url = f"http://h/base{path}"
    return Exchange("GET", url, {}, b"", status, JSON | headers, body, AT, 0.0, operation)


def listed(*things: Any) -> Exchange:
    return answered({"items": things}, operation="listThings")


UNTAGGED = replace(answered(THING), headers={"content-type": "application/json"})


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(contract())


def places(judge: Judge, exchange: Exchange) -> list[tuple[str, str, str]]:
    return [(fault.location, fault.pointer, fault.keyword) for fault in judge.faults(exchange)]


@pytest.mark.parametrize(
    "exchange",
    [
        answered(THING),
        answered({"status": 404, "title": "None"}, 404, **{"content-type": "application/problem+json"}),
        replace(answered(None, 204, "deleteThing"), headers={}, body=b""),
        replace(answered({"odd": True}), operation=""),
        replace(answered({"odd": True}), method="HEAD"),
    ],
    ids=["a thing", "a problem", "no body", "no operation", "HEAD"],
)
def test_an_answer_that_keeps_the_contract_has_no_faults(judge, exchange):
    """Neither has one that is no answer to an operation."""
    assert [] == places(judge, exchange)


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (answered({**THING, "size": "huge"}), ("body", "/size", "type")),
        (answered({"id": "t1", "name": "x"}), ("body", "/size", "required")),
        (listed(THING, {**THING, "id": "!"}), ("body", "/items/1/id", "pattern")),
        (answered(THING, etag="none"), ("header", "/ETag", "pattern")),
        (UNTAGGED, ("header", "/ETag", "required")),
        (answered(THING, 299), ("status", "", "status")),
        (answered(THING, **{"content-type": "text/html"}), ("content-type", "", "content-type")),
        (replace(answered(THING), body=b"{"), ("body", "", "json")),
        (replace(answered(THING), body=b""), ("body", "", "required")),
    ],
    ids=["type", "required", "item", "header", "no header", "status", "media type", "not JSON", "empty"],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(judge, exchange, expected):
    """openapi-core sees it, and our own reading says where."""
    assert [expected] == places(judge, exchange)


def test_openapi_core_sees_it_by_itself(judge, monkeypatch):
    """Were our own reading blind, its words would stand."""
    monkeypatch.setattr("understudy.conformance.judge.response_faults", lambda *_: ())
    fresh = Judge(judge.contract)

    wrong = answered({**THING, "tags": ["a", 1], "size": "huge"}, etag="none")

    assert {
        ("body", "/tags/1", "type"),
        ("body", "/size", "type"),
        ("header", "/ETag", "pattern"),
    } == set(places(fresh, wrong))
    assert [("status", "", "status")] == places(fresh, answered(THING, 299))
    assert ["content-type"] == [
        place for place, *_ in places(fresh, answered(THING, **{"content-type": "a/b"}))
    ]
    assert ["header"] == [
        place
        for place, *_ in places(fresh, replace(answered(THING), headers={"content-type": "application/json"}))
    ]


def test_the_same_answer_is_judged_once(judge, monkeypatch):
    """Headers that no schema is about do not make it another one."""
    fresh = Judge(judge.contract)
    fresh.faults(answered({**THING, "size": "huge"}))
    monkeypatch.setattr(fresh, "openapi", None)

    assert fresh.faults(answered({**THING, "size": "huge"}, date="tomorrow"))
    with pytest.raises(AttributeError):
        fresh.faults(answered({**THING, "size": "huge"}, etag='W/"2"'))


def test_a_long_list_is_judged_by_its_first_items(judge):
    """Of 10,000 items the first are looked at, and a fault among them is seen."""
    things = [*([THING] * 10_000), {**THING, "size": "huge"}]

    assert [] == places(judge, answered({"items": things}, operation="listThings"))
    things[3] = {**THING, "size": "huge"}
    assert ("body", "/items/3/size", "type") in places(
        judge, answered({"items": things}, operation="listThings")
    )


def test_an_answer_in_another_encoding_is_a_fault(judge):
    """JSON that is no UTF-8 breaks the contract, not the run."""
    latin = replace(answered(THING), body='{"id": "é"}'.encode("latin-1"))

    assert [("body", "", "json")] == places(judge, latin)


def test_an_answer_of_any_depth_is_judged(judge):
    """However deeply a server nests what it answers, and however long that is."""
    deep = b'{"pad": "' + b"x" * 5000 + b'", "tags": ' + b"[" * 600 + b"]" * 600 + b"}"

    assert judge.faults(replace(answered(THING), body=deep)) in ((), judge.faults(answered({"tags": 1})))


def test_faults_of_requests_are_told_with_their_place():
    """Path, query and body, by our own reading."""
    asked = replace(answered(THING, operation="listThings"), url="http://h/base/things?limit=0")

    assert [("query", "/limit", "minimum")] == [
        (fault.location, fault.pointer, fault.keyword) for fault in request_faults(contract(), asked)
    ]
    assert () == request_faults(contract(), replace(asked, operation=""))
    assert () == response_faults(contract(), replace(asked, operation=""))
