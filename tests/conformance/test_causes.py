"""From failures to findings."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.conformance.test_judge import THING, answered
from tests.conformance.things import contract

from understudy.conformance.causes import Causes
from understudy.conformance.events import NO_ANSWER, Case, Failed, Trouble
from understudy.conformance.judge import response_faults
from understudy.conformance.wire import Exchange
from understudy.contract.violations import Violation


def case(exchange: Exchange, *checks: str, steps: tuple[Exchange, ...] = (), **more: Any) -> Case:
    failed = tuple(Failed(check, f"title of {check}", f"message of {check}") for check in checks)
    found = Case(exchange, "coverage", exchange.operation, "positive", (), failed, steps, whole=True)
    return replace(found, **more)


def asked(query: str, operation: str = "listThings") -> Exchange:
    return replace(answered(THING, operation=operation), url=f"http://h/base/things{query}")


def causes() -> Causes:
    return Causes(contract())


def test_both_judges_together_find_one_cause():
    """Schemathesis and openapi-core about the same member are one finding, of one exchange."""
    found, wrong = causes(), answered({**THING, "size": "huge"})

    found.case(case(wrong, "response_schema_conformance"), response_faults(contract(), wrong))

    (finding,) = found.findings()
    assert ("response_schema_conformance", "body", "/size", 1) == (
        finding.rule,
        finding.location,
        finding.pointer,
        finding.times,
    )
    assert {("getThing", "response_schema_conformance")} == found.broken


def test_members_that_nobody_documents_are_one_cause():
    """A server that invents names invents one at each call: what counts is where it may not (`/*`)."""
    found = causes()
    for name in ("magna3", "lorem17"):
        wrong = answered({**THING, name: 1})
        faults = (Violation("body", f"/{name}", "unevaluatedProperties", f"{name} is not known."),)
        found.case(case(wrong), faults)

    (finding,) = found.findings()
    assert ("/*", 2) == (finding.pointer, finding.times)


def test_items_operations_and_statuses_are_one_cause():
    """A member that is wrong in any item of any operation has one cause, with `*` for the item."""
    found = causes()
    for index, operation in enumerate(("listThings", "listThings", "getThing")):
        items = [THING] * index + [{**THING, "size": "huge"}]
        wrong = answered({"items": items}, operation="listThings")
        found.case(case(wrong, "response_schema_conformance", about=operation), ())

    (finding,) = found.findings()
    assert ("/items/*/size", ("getThing", "listThings"), 3) == (
        finding.pointer,
        finding.operations,
        finding.times,
    )


def test_the_smallest_request_shows_it():
    """The one with the fewest calls before it, and then the shortest."""
    found = causes()
    big = replace(answered(THING), request_body=b"x" * 100)
    for one in (
        case(big, "not_a_server_error"),
        case(answered(THING), "not_a_server_error"),
        case(big, "not_a_server_error"),
    ):
        found.case(one, ())
    found.case(case(replace(answered(THING), url="h"), "not_a_server_error", steps=(answered(THING),)), ())

    (finding,) = found.findings()
    assert "curl -i http://h/base/things/t1" == finding.curl
    assert ((), 4) == (finding.steps, finding.times)


def test_the_calls_before_it_are_told():
    """A deletion, for what is still there afterwards."""
    found = causes()
    before = replace(answered(THING), method="DELETE")
    found.case(case(answered(THING), "use_after_free", steps=(before,)), ())

    (finding,) = found.findings()
    assert ("curl -i -X DELETE http://h/base/things/t1",) == finding.steps
    assert (before, answered(THING)) == finding.seen


def test_a_server_that_fails_is_one_cause():
    """That its error page is no problem document either is no second finding."""
    found = causes()
    page = answered("oops", 500, **{"content-type": "text/html"})
    found.case(case(page, "not_a_server_error", "status_code_conformance"), response_faults(contract(), page))

    assert ["not_a_server_error"] == [finding.rule for finding in found.findings()]


def test_a_server_failing_in_two_operations_is_two():
    """Where two operations fail for one reason cannot be seen from outside."""
    found = causes()
    for operation in ("getThing", "listThings"):
        found.case(case(answered(THING, 500, operation), "not_a_server_error"), ())

    assert 2 == len(found.findings())


def test_an_open_door_is_one_cause():
    """Without Authorization, with a wrong one, in any operation, whatever the status."""
    found = causes()
    found.case(case(answered(THING), "ignored_auth"), ())
    found.case(case(answered(THING, 404, "deleteThing"), "ignored_auth"), ())
    missing = case(answered(THING), "missing_required_header", parameter=("header", "Authorization"))
    found.case(missing, ())

    (finding,) = found.findings()
    assert ("ignored_auth", ("deleteThing", "getThing"), 3) == (
        finding.rule,
        finding.operations,
        finding.times,
    )


def test_what_is_let_in_is_told_by_its_place_in_the_request():
    """A request with one fault says what another with several shows, too."""
    found = causes()
    for query in ("?owner=A&limit=0", "?limit=0", "?limit=101", "?limit=x"):
        found.case(case(asked(query), "negative_data_rejection"), ())

    (finding,) = found.findings()
    assert ("status", "/limit", 4) == (finding.location, finding.pointer, finding.times)
    assert finding.curl.endswith("'http://h/base/things?limit=0'")


def test_unknown_members_of_any_name_are_one_cause():
    """Nobody has chosen their names."""
    found = causes()
    for name in ("a", "b/c"):
        body = json.dumps({"name": "x", name: 1}).encode()
        sent = replace(asked("", "createThing"), method="POST", request_body=body)
        found.case(
            case(
                replace(sent, request_headers={"Content-Type": "application/json"}), "negative_data_rejection"
            ),
            (),
        )

    assert [("", 2)] == [(finding.pointer, finding.times) for finding in found.findings()]


def test_what_schemathesis_alone_holds_against_a_request_is_told_too():
    """By what it says it varied."""
    found = causes()
    varied = case(asked("?limit=1"), "negative_data_rejection", parameter=("header", "X-Odd"))
    found.case(varied, ())

    (finding,) = found.findings()
    assert "a refusal of the X-Odd header, which the contract does not allow" == finding.expected


@pytest.mark.parametrize(("varied", "findings"), [((), 0), (("body", "file"), 0), (("header", "X-Odd"), 1)])
def test_a_form_has_no_types(varied, findings):
    """What is null before it is written is a text in a form, which may be let in if it fits."""
    sent = replace(asked("?limit=1"), request_headers={"content-type": "multipart/form-data; boundary=x"})
    found = causes()
    found.case(case(sent, "negative_data_rejection", parameter=varied), ())

    assert findings == len(found.findings()) == len(found.broken)


def test_an_answer_that_never_came_is_shown_with_its_request():
    """And with the reason, which comes in an event of its own, before or after."""
    found = causes()
    silent = replace(answered(THING), status=0)
    found.trouble(Trouble("getThing", NO_ANSWER, "", case(silent)))
    found.trouble(Trouble("getThing", "ConnectionError", "Connection aborted.\nand more"))

    (finding,) = found.findings()
    assert ("answers", "Connection aborted.") == (finding.rule, finding.got)
    assert finding.curl


def test_ids_are_the_same_in_every_run():
    """Whatever came first, and whichever exchange shows it: waivers name them."""
    wrong = [
        answered({"items": [THING] * n + [{**THING, "size": "huge"}]}, operation="listThings") for n in (0, 1)
    ]
    ids = []
    for order in (wrong, wrong[::-1]):
        found = causes()
        for exchange in order:
            found.case(case(exchange, "response_schema_conformance"), ())
        ids.append([finding.id for finding in found.findings()])

    assert ids[0] == ids[1]
    assert ["f"] == [one[0] for one in ids[0]]


@pytest.mark.parametrize(
    ("varied", "broken"),
    [((), False), (("path", "thingId"), False), (("path", "other"), True), (("query", "limit"), True)],
)
def test_what_is_fixed_is_not_let_in(varied, broken):
    """A variation of a path parameter that stays the same reaches no server: the good value is sent."""
    found = Causes(contract(), {"thingId"})
    sent = case(answered(THING), "negative_data_rejection", mode="negative", parameter=varied)

    found.case(sent, ())

    assert broken is bool(found.broken)
    assert broken is bool(found.findings())
