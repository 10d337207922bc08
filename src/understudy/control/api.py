"""The control API as the line sees it: its handlers, and how it says no."""

from collections.abc import Sequence
from typing import Any

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.control.desk import Desk
from understudy.control.handlers import (
    clock,
    coverage,
    faults,
    health,
    journal,
    metrics,
    scenarios,
    snapshots,
    state,
    worlds,
)
from understudy.errors import Cause, Problem
from understudy.http.exchange import Call, Reply
from understudy.http.handlers import Api, collect
from understudy.http.problems import problem_document

__all__ = ["CONTROL"]


def admit(_call: Call, _desk: Desk) -> None:
    """Nobody is refused here: the guard has been passed."""


def invalid(operation: Operation, violations: Sequence[Violation]) -> Problem:
    """The problem of a request that breaks the contract; 422 for text that only cannot be used."""
    unusable = {violation.keyword for violation in violations} == {"control"} and operation.lists(422)
    causes = [Cause(violation.location, violation.pointer, violation.message) for violation in violations]
    more = f" ({len(causes) - 1} more)" if len(causes) > 1 else ""
    return Problem(
        422 if unusable else 400,
        "unusableText" if unusable else "badRequest",
        f"{violations[0].message[:240]}{more}",
        causes=causes,
    )


def refuse(problem: Problem, call: Call, desk: Desk) -> Reply:
    """The problem document of a refusal, with its code for programs."""
    document: dict[str, Any] = problem_document(problem, call=call, view=desk, type_uri=untyped)
    return Reply(
        problem.status, {**document, "code": problem.code}, problem.headers, "application/problem+json"
    )


def untyped(_code: str) -> str:
    """The type of every problem here: its code says more than a URI would."""
    return "about:blank"


CONTROL = Api(
    name="understudy/control",
    handlers=collect(
        [clock, coverage, faults, health, journal, metrics, scenarios, snapshots, state, worlds]
    ),
    admit=admit,
    invalid=invalid,
    refuse=refuse,
    also_accepts={},
)
