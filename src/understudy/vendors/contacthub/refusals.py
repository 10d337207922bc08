"""How the vendor says no: before the contract is asked, about what breaks it, and on the wire."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.errors import Cause, Problem
from understudy.http.exchange import Call, Reply
from understudy.vendors.contacthub.access import refuse_outsiders
from understudy.world.view import View

__all__ = ["UNAUTHORIZED", "admit", "error_body", "invalid", "lost", "refuse"]

UNAUTHORIZED = "The client is not authorized to access the API"
"""H-0.a1: the message of every 401, whatever is the matter with the token."""

METHOD = HTTPStatus.METHOD_NOT_ALLOWED

MOST_ERRORS = 100
LONGEST_MESSAGE = 500


def admit(call: Call, view: View) -> None:
    """Problem 403 unless the workspace that the path names is the caller's, and open (H-0.a2, H-0.a3).

    An id that is none is left for the contract to refuse.
    """
    refuse_outsiders(call.path_params.get("workspaceId", ""), call.caller, view)


def invalid(_operation: Operation, violations: Sequence[Violation]) -> Problem:
    """Problem 400 for a request that breaks the contract, one cause for each breach (H-0.a5)."""
    causes = [
        Cause(violation.location, violation.pointer, violation.message, code_of(violation))
        for violation in violations
    ]
    more = f" ({len(violations) - 1} more)" if len(violations) > 1 else ""
    sentence = f"{violations[0].message[:240]}{more}"
    return Problem(400, "badRequest", sentence, causes=causes, rule="H-0.a5")


def code_of(violation: Violation) -> str:
    """The keyword of the contract that was broken, in capitals: `MAXIMUM`, `REQUIRED`."""
    return violation.keyword.upper()


def refuse(problem: Problem, _call: Call, view: View) -> Reply:
    """The refusal with its error object (H-0.a4); a 401 says always the same (H-0.a1)."""
    return Reply(problem.status, error_body(problem, view), problem.headers)


def error_body(problem: Problem, view: View) -> dict[str, Any]:
    """The error object: message, logref, data (or null) and errors, all four always (H-0.a4)."""
    unknown = problem.status == HTTPStatus.UNAUTHORIZED
    return {
        "message": UNAUTHORIZED if unknown else printable(problem.detail),
        "logref": view.ids.uuid(),
        "data": None if problem.data is None else dict(problem.data),
        "errors": [error(cause) for cause in problem.causes[:MOST_ERRORS]],
    }


def error(cause: Cause) -> dict[str, Any]:
    """One cause: a JSON pointer into the body, or else a parameter's name as one, and what is wrong there."""
    return {
        "path": printable(cause.pointer),
        "message": printable(cause.message),
        "code": cause.code or None,
        "data": None,
    }


def lost(problem: Problem, call: Call, view: View) -> Reply:
    """The refusal of a request that reaches no operation, in the other body: status, error … (H-0.a6)."""
    unsupported = f"Request method '{printable(call.method)}' not supported"
    body = {
        "timestamp": view.now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "status": problem.status,
        "error": HTTPStatus(problem.status).phrase,
        "message": unsupported if problem.status == METHOD else printable(problem.detail),
        "path": printable(call.target),
    }
    return Reply(problem.status, body, problem.headers)


def printable(text: str) -> str:
    """The text, not too long, with escapes for what does not print: a client's names may hold NUL."""
    shown = (
        text if text.isprintable() else "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    )
    return shown if len(shown) <= LONGEST_MESSAGE else shown[: LONGEST_MESSAGE - 1] + "…"
