"""How the vendor says no: before the contract is asked, about what breaks it, and on the wire."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.errors import Cause, Problem
from understudy.http.exchange import Call, Reply
from understudy.http.problems import problem_document
from understudy.vendors.apiture.rules import refuse_unknown_caller
from understudy.world.view import View

__all__ = ["admit_admin", "admit_service", "invalid", "refuse"]

CODES = {400: "badRequest", 404: "notFound", 422: "unprocessableEntity"}

MALFORMED = frozenset({"json", "utf-8"})
"""Keywords of bodies that cannot be read at all: 400 wherever it happens (G-3)."""

FEATURE = "customerAudienceConnections"


def admit_service(call: Call, view: View) -> None:
    """Problem 403 unless the caller is known here and may send what it sends (A-03, A-04).

    Only an administrator above all institutions may name one, not even its own.
    """
    refuse_unknown_caller(call.caller, view)
    names = {name for name, _ in parse_qsl(call.query.decode("latin-1"), keep_blank_values=True)}
    if call.caller.institution is not None and "institutions" in names:
        raise Problem(
            403,
            "forbidden",
            "Only Apiture's administrators may name an institution: leave the institutions parameter out.",
            rule="A-03",
        )


def admit_admin(call: Call, view: View) -> None:
    """Problem 403 unless the caller is known here and its institution has connections enabled (B-02)."""
    refuse_unknown_caller(call.caller, view)
    name = call.caller.institution or next(iter(view.institutions))
    if not view.institutions[name].features.get(FEATURE, False):
        raise Problem(
            403,
            "forbidden",
            f"{name} has not enabled {FEATURE}: use an institution that has this feature.",
            rule="B-02",
        )


def invalid(operation: Operation, violations: Sequence[Violation]) -> Problem:
    """The problem of a request that breaks the contract, one cause per violation (G-2, G-3)."""
    status = status_of(operation, violations)
    more = f" ({len(violations) - 1} more)" if len(violations) > 1 else ""
    causes = [
        Cause(violation.location, violation.pointer, violation.message, CODES[status])
        for violation in violations
    ]
    rule = "G-2" if status == 400 else "G-3"
    return Problem(status, CODES[status], f"{violations[0].message[:240]}{more}", causes=causes, rule=rule)


def status_of(operation: Operation, violations: Sequence[Violation]) -> int:
    """400, or what the operation lists in its place (G-3)."""
    keywords = {violation.keyword for violation in violations}
    if keywords & MALFORMED:
        return 400
    if keywords == {"control"} and operation.lists(422):
        return 422  # The schema is kept; only the text is of no use.
    if operation.lists(400):
        return 400
    if operation.lists(422):
        return 422
    return 404 if violations[0].location == "path" else 400


def refuse(problem: Problem, call: Call, view: View) -> Reply:
    """The problem document of a refusal (G-4), with the headers that belong to it (G-5)."""
    body = problem_document(problem, call=call, view=view, type_uri=type_uri)
    return Reply(problem.status, body, problem.headers, "application/problem+json")


def type_uri(code: str) -> str:
    """The URI of a problem type, as the vendor forms it."""
    return f"https://production.api.apiture.com/errors/{code}/v1.0.0"
