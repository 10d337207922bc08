"""How the vendor says no."""

import re

import pytest
from tests.vendors.contacthub.desk import IDENTITIES, MARIN, NOBODYS, TIBURON

from understudy.errors import Cause, Problem
from understudy.http.exchange import Call
from understudy.http.security import ANONYMOUS
from understudy.vendors.contacthub.refusals import error_body, lost

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def problem(status=400, **more):
    """The error object of a refusal."""
    return Problem(status, "code", "No.", **more)


def test_every_401_says_the_same(view):
    """Whatever is the matter with the token, the message of a 401 is one. (H-0.a1)"""
    body = error_body(problem(401), view)

    assert "The client is not authorized to access the API" == body["message"]


@pytest.mark.parametrize("key", [NOBODYS, MARIN])
@pytest.mark.parametrize("operation", ["getSourcesConfigurationWorkspaces", "getWorkspace"])
def test_strange_workspaces_are_one_403(desk, operation, key):
    """An unknown workspace and another's are a 403 that repeats the id, and tell nothing else. (H-0.a2)"""
    reply = desk.call(operation, workspaceId=key)

    assert (403, f"workspace not found: {key}") == (reply.status, reply.body["message"])


def test_workspaces_are_found_whatever_the_case_of_their_id(desk):
    """An id in capitals is the same id."""
    assert 200 == desk.call("getSourcesConfigurationWorkspaces", workspaceId=TIBURON.upper()).status


def test_an_id_that_is_none_is_for_the_contract(desk):
    """A workspaceId that is no UUID is a 400 where the contract wants one. (H-0.a5)"""
    reply = desk.call("getSourcesConfigurationWorkspaces", workspaceId="mine")

    assert (400, ["/workspaceId"]) == (reply.status, [error["path"] for error in reply.body["errors"]])


def test_the_error_object_has_four_members_always(view):
    """message, logref (a UUID), data (or null) and errors (or none), all four. (H-0.a4)"""
    body = error_body(problem(), view)

    assert ["message", "logref", "data", "errors"] == list(body)
    assert ("No.", None, []) == (body["message"], body["data"], body["errors"])
    assert UUID.fullmatch(body["logref"])
    assert body["logref"] != error_body(problem(), view)["logref"]


def test_causes_become_errors(view):
    """Each cause is an error with path (a JSON pointer), message, code and data. (H-0.a4)"""
    causes = [
        Cause("body", "/base/firstName", "It is no text.", "TYPE"),
        Cause("query", "/size", "Too large."),
    ]
    body = error_body(problem(causes=causes, data={"customer": {"id": "x"}}), view)

    assert {"customer": {"id": "x"}} == body["data"]
    assert [
        {"path": "/base/firstName", "message": "It is no text.", "code": "TYPE", "data": None},
        {"path": "/size", "message": "Too large.", "code": None, "data": None},
    ] == body["errors"]


def test_a_hundred_errors_are_enough(view):
    """Of more causes the first hundred are told. (H-0.a4)"""
    causes = [Cause("body", f"/{number}", "No.") for number in range(101)]

    told = error_body(problem(causes=causes), view)["errors"]
    assert [f"/{number}" for number in range(100)] == [error["path"] for error in told]


def test_breaches_of_the_contract_are_told_each(desk):
    """A request that breaks the contract is a 400 with an error for each breach, and where. (H-0.a5)"""
    sent = {"nodes": [{"id": "x", "permission": "Q"}, {"permission": "R"}]}
    reply = desk.call("putUserConfigurationWorkspaces", sent, id=229)

    paths = {error["path"] for error in reply.body["errors"]}
    assert (400, True) == (reply.status, {"/nodes/0/id", "/nodes/0/permission"} <= paths)
    assert all(error["code"] and error["message"] for error in reply.body["errors"])
    assert reply.body["message"].endswith(f" ({len(reply.body['errors']) - 1} more)")
    one = desk.call("putUserConfigurationWorkspaces", {}, id=229).body
    assert [one["message"]] == [error["message"] for error in one["errors"]]


def test_what_does_not_print_is_escaped(view):
    """A client's NUL in a message is shown, not sent; nothing gets too long."""
    body = error_body(Problem(400, "code", "a\0b" + "x" * 2000), view)

    assert body["message"].startswith("a\\u0000bx")
    assert 500 == len(body["message"])


@pytest.mark.parametrize("role", ["GUEST", "PLATFORM_UPDATES"])
def test_roles_decide_who_may_call(desk, role):
    """Who has none of the roles that the contract names for the operation is a 403. (H-0.a10)"""
    caller = IDENTITIES.tokens["demo"]
    stranger = type(caller)(caller.subject, caller.client, caller.institution, frozenset({role}))

    assert 403 == desk.call("putUserConfigurationWorkspaces", {"nodes": []}, id=229, token=stranger).status
    assert 403 == desk.call("getUsersConfigurationWorkspaces", token=ANONYMOUS).status


def test_what_reaches_no_operation_is_told_by_the_framework(view):
    """An unknown path or method has the framework's body: status, error, message, path. (H-0.a6)"""
    call = Call(None, "DELETE", "http://hub", "/hub/v1/nowhere", {}, b"", {}, b"", ANONYMOUS)
    missing, unsupported = (lost(problem(status), call, view) for status in (404, 405))

    told = {"status": 404, "error": "Not Found", "message": "No.", "path": "/hub/v1/nowhere"}
    assert told.items() <= missing.body.items()
    assert {
        "status": 405,
        "message": "Request method 'DELETE' not supported",
    }.items() <= unsupported.body.items()
