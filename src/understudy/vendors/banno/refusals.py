"""How the vendor says no: before the contract is asked, about what breaks it, and on the wire."""

from collections.abc import Sequence

from understudy.contract.operation import Operation
from understudy.contract.validators import Violation
from understudy.errors import Cause, Problem
from understudy.http.exchange import Call, Reply
from understudy.vendors.banno.records import INSTITUTIONS, UUID
from understudy.world.view import View

__all__ = ["EDIT", "VIEW", "admit", "invalid", "refuse"]

VIEW = "digital-banking-ads:view"
EDIT = "digital-banking-ads:edit"

VIEWING = "View digital banking ads"
EDITING = "Edit digital banking ads"

PERMISSIONS = {VIEWING: frozenset({VIEW, EDIT}), EDITING: frozenset({EDIT})}
"""S-02: the scopes any of which stands for a permission; who may edit may view."""


def admit(call: Call, view: View) -> None:
    """Problem 403 unless the caller has the operation's permission (S-02), in its own institution (S-16).

    Another institution is refused whether it exists or not. An administrator above all institutions may
    name any of them, and an institutionId that is none is left for the contract to refuse (Y-01).
    """
    wanted = permission_of(call.operation)
    if not call.caller.scopes & PERMISSIONS[wanted]:
        sentence = f'The caller lacks the permission "{wanted}": use a token that has it.'
        raise Problem(403, "forbidden", sentence, rule="S-02")
    key = call.path_params.get("institutionId", "").lower()
    named = view.documents.get(INSTITUTIONS, key)
    institution = None if named is None else named.body["institution"]
    if UUID.fullmatch(key) and call.caller.institution not in (None, institution):
        sentence = f"The caller does not belong to the institution {key}: name its own."
        raise Problem(403, "forbidden", sentence, rule="S-16")


def permission_of(operation: Operation) -> str:
    """The permission that the contract names; by the method where a contract of the user's names none."""
    named = operation.raw.get("x-permission")
    if named in PERMISSIONS:
        return str(named)
    return VIEWING if operation.method == "GET" else EDITING


def invalid(operation: Operation, violations: Sequence[Violation]) -> Problem:
    """The problem of a request that breaks the contract: 400, or 404 for a path where 400 is not listed.

    One that is well formed, but holds NUL characters, is a 422 where that is listed.
    """
    status = 404 if violations[0].location == "path" and not operation.lists(400) else 400
    if {violation.keyword for violation in violations} == {"control"} and operation.lists(422):
        status = 422
    more = f" ({len(violations) - 1} more)" if len(violations) > 1 else ""
    causes = [Cause(violation.location, violation.pointer, violation.message) for violation in violations]
    sentence = f"{violations[0].message[:240]}{more}"
    return Problem(status, "badRequest", sentence, causes=causes, rule="Y-01" if status == 404 else "S-14")


def refuse(problem: Problem, call: Call, _view: View) -> Reply:
    """The status and its headers alone: errors have no documented body (Y-06).

    A body that is too large, or of another media type, is a bad request where those are listed.
    """
    status = 400 if problem.status in (413, 415) and call.operation.lists(400) else problem.status
    return Reply(status, None, problem.headers)
