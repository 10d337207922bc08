"""Reading the event stream of Schemathesis."""

import json
from typing import Any

from tests.conformance.things import TOKEN, contract

from understudy.conformance.events import NO_ANSWER, Case, Reader, Trouble

READ = {"method": "GET", "path": "/things/{thingId}"}


def interaction(status: int | None = 200, **reply: Any) -> dict[str, Any]:
    return {
        "request": {
            "method": "GET",
            "uri": "http://h/base/things/t1",
            "headers": {"Authorization": [f"Bearer {TOKEN}"], "X-Note": ["a", "b"]},
            "body": {"$base64": "AP8="},
        },
        "response": None
        if status is None
        else {"status_code": status, "headers": {"ETag": ['W/"1"']}, "elapsed": 0.25, **reply},
        "timestamp": 1_800_000_000.5,
    }


def scenario(cases: dict[str, Any], interactions: dict[str, Any], **recorder: Any) -> str:
    recorder = {"label": "GET /things/{thingId}", "cases": cases, "interactions": interactions, **recorder}
    return json.dumps({"ScenarioFinished": {"phase": "coverage", "recorder": recorder}})


def read(line: str) -> list[Case | Trouble]:
    return list(Reader(contract(), {TOKEN: "TOKEN"}).read(line))


def test_an_exchange_is_read_whole():
    """Bytes as they were sent, times, operation, phase, and a masked token."""
    meta = {
        "generation": {"mode": "negative"},
        "phase": {"data": {"parameter_location": "path", "parameter": "thingId"}},
    }
    content = {"$base64": "e30="}
    (case,) = read(scenario({"a": {"value": {**READ, "meta": meta}}}, {"a": interaction(content=content)}))

    assert ("coverage", "getThing", "negative", ("path", "thingId"), True) == (
        case.phase,
        case.about,
        case.mode,
        case.parameter,
        case.whole,
    )
    found = case.exchange
    assert ("getThing", "fuzz", 200, b"{}", b"\x00\xff", 0.25) == (
        found.operation,
        found.source,
        found.status,
        found.body,
        found.request_body,
        found.seconds,
    )
    assert {"Authorization": "Bearer $TOKEN", "X-Note": "a, b"} == found.request_headers
    assert {"etag": 'W/"1"'} == found.headers
    assert 1_800_000_000.5 == found.at.timestamp()


def test_failed_checks_are_kept_and_passed_ones_are_not():
    """With what Schemathesis says about them."""
    failure = {"title": "Too slow", "message": "Actual: 12 s"}
    checks = [
        {"name": "not_a_server_error", "status": "success"},
        {"name": "max_response_time", "status": "failure", "failure_info": {"failure": failure}},
    ]
    (case,) = read(scenario({"a": {"value": READ}}, {"a": interaction()}, checks={"a": checks}))

    assert [("max_response_time", "Too slow", "Actual: 12 s")] == [
        (failed.check, failed.title, failed.message) for failed in case.failed
    ]


def test_a_method_that_the_path_does_not_have_is_no_operation():
    """It is about the operation for which it was tried."""
    (case,) = read(scenario({"a": {"value": {**READ, "method": "TRACE"}}}, {"a": interaction()}))

    assert ("", "getThing") == (case.exchange.operation, case.about)


def test_the_calls_before_one_are_its_steps():
    """The first of a chain first; what does not lead to it is none."""
    cases = {
        "a": {"value": READ},
        "b": {"value": READ, "parent_id": "a"},
        "other": {"value": READ},
        "c": {"value": READ, "parent_id": "b"},
    }
    found = read(scenario(cases, {name: interaction(200 + n) for n, name in enumerate(cases)}))

    assert [(), (200,), (), (200, 201)] == [tuple(step.status for step in case.steps) for case in found]


def test_a_cut_body_is_known_as_such():
    """Schemathesis records a long body to its first mebibyte only."""
    (case,) = read(scenario({"a": {"value": READ}}, {"a": interaction(content_size=2_000_000)}))

    assert not case.whole


def test_an_answer_that_never_came_is_a_trouble():
    """With the request that was sent; the error itself comes as an event of its own."""
    (silent,) = read(scenario({"a": {"value": READ}}, {"a": interaction(None)}))
    (error,) = read(
        json.dumps(
            {
                "NonFatalError": {
                    "label": "GET /things/{thingId}",
                    "value": {"type": "ConnectionError", "message": "reset"},
                }
            }
        )
    )

    assert (NO_ANSWER, 0, "getThing") == (silent.kind, silent.case.exchange.status, silent.about)
    assert Trouble("getThing", "ConnectionError", "reset") == error


def test_a_scenario_without_cases_is_nothing():
    """Chains that were given up have none."""
    assert [] == read(json.dumps({"ScenarioFinished": {"phase": "stateful", "recorder": {"label": "x"}}}))


def test_the_end_is_noted():
    """Why it ended, or what made it give up."""
    reader = Reader(contract(), {})

    assert [] == list(reader.read('{"EngineFinished": {"stop_reason": "completed"}}'))
    assert [] == list(reader.read('{"FatalError": {"exception": {"type": "X", "message": "broke"}}}'))
    assert ("completed", "broke") == (reader.ended, reader.fatal)
