"""Runs made by hand, for the tests of what is made of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from understudy.conformance.verdict import Finding, Judgement, Outcome, Run, Severity
from understudy.conformance.wire import Exchange

AT = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)
MUST, SHOULD = Severity.MUST, Severity.SHOULD
PASSED, BROKEN = Outcome.PASSED, Outcome.BROKEN
UNSEEN, NOT_RUN = Outcome.NOT_OBSERVABLE, Outcome.NOT_RUN


def judgement(rule: str = "A-37", outcome: Outcome = PASSED, **members: Any) -> Judgement:
    """A judgement of a behaviour, save for the members given."""
    given = {
        "source": "behaviours",
        "name": "reads-what-was-created",
        "operation": "getCustomerAudience",
        "says": "An audience is read as it was created.",
        "severity": MUST,
        "reason": "" if outcome is PASSED else "Because.",
        "seconds": 0.25,
    }
    return Judgement(rule=rule, outcome=outcome, **{**given, **members})


def finding(key: str = "b0123456789ab", **members: Any) -> Finding:
    """A finding of a behaviour, save for the members given."""
    given = {
        "source": "behaviours",
        "rule": "A-37",
        "name": "reads-what-was-created",
        "severity": MUST,
        "operations": ("getCustomerAudience",),
        "says": "An audience is read as it was created.",
        "expected": "200",
        "got": "500",
        "location": "status",
        "curl": 'curl -H "Authorization: Bearer $TOKEN" http://localhost/customerAudiences/1',
        "rerun": "understudy check --include A-37",
    }
    return Finding(id=key, **{**given, **members})


def exchange(**members: Any) -> Exchange:
    """An exchange that was answered with 200, save for the members given."""
    given = {
        "method": "GET",
        "url": "http://localhost/service/customerAudiences?limit=2",
        "request_headers": {"Authorization": "Bearer a-token-of-somebody", "Accept": "application/json"},
        "request_body": b"",
        "status": 200,
        "headers": {"content-type": "application/json; charset=utf-8", "etag": '"1"'},
        "body": b'{"items":[]}',
        "at": AT,
        "seconds": 0.0125,
        "operation": "listCustomerAudiences",
        "source": "behaviours",
    }
    return Exchange(**{**given, **members})


def coverage(met: Sequence[bool] = (True, False)) -> dict[str, Any]:
    """A coverage report of one operation with a goal for each item."""
    goals = [
        {
            "kind": "status",
            "location": "status",
            "pointer": "",
            "sentence": f"Answered with {200 + n}.",
            "met": m,
        }
        for n, m in enumerate(met)
    ]
    total = {"met": sum(met), "all": len(met), "percent": 100.0 * sum(met) / len(met)}
    areas = {
        area: {"met": 0, "all": 0} for area in ("operation", "statuses", "parameters", "request", "reply")
    }
    areas["statuses"] = {"met": sum(met), "all": len(met)}
    operation = {
        **total,
        "method": "GET",
        "path": "/customerAudiences/{customerAudienceId}",
        "summary": "Read an audience",
        "calls": 2,
        "statuses": {"200": 2, "404": 0},
        "undocumented": {"500": 1},
        "areas": areas,
        "goals": goals,
    }
    api = {**total, "title": "Audiences", "operations": {"getCustomerAudience": operation}}
    return {**total, "apis": {"apiture/customer-audiences": api}}


def run(**members: Any) -> Run:
    """A run in which all was well, save for the members given."""
    given: dict[str, Any] = {
        "api": "apiture/customer-audiences",
        "title": "Service Customer Audiences",
        "version": "4.0.0",
        "target": "http://localhost:8080/service",
        "seed": 7,
        "started": AT,
        "seconds": 12.5,
        "versions": {"understudy": "0.1.0", "schemathesis": "4.32.0"},
        "options": {"fail_on": "violation", "workers": 2},
        "judgements": (judgement(),),
        "findings": (),
        "coverage": coverage(),
        "heat": {"getCustomerAudience": {"200": 2, "500": 1}},
        "requests": 100,
        "cases": 40,
    }
    return Run(**{**given, **members})
