"""How the vendor says no, and in which order."""

import ast

import pytest
from tests.test_rules_covered import DECISIONS, RULES
from tests.vendors.banno.desk import (
    DRAFT,
    LARGER,
    LISTED,
    MARIN,
    MARINS,
    NEW,
    NOBODYS,
    ROOT,
    TIBURON,
    contract,
)

from understudy.contract.validators import Violation
from understudy.errors import Problem
from understudy.http.exchange import Call, Caller
from understudy.vendors.banno.identities import IDENTITIES
from understudy.vendors.banno.refusals import EDIT, VIEW, invalid, permission_of, refuse

OPERATIONS = contract().operations
PATHS = {"segmentId": LISTED, "draftId": DRAFT, "endUserId": NOBODYS}
QUERY = {"sourceType": "username", "operationType": "append"}
CSV = b"""--x\r
Content-Disposition: form-data; name="file"; filename="a.csv"\r
Content-Type: text/csv\r
\r
username\r
nobody\r
--x--\r
"""
FORM = ("multipart/form-data; boundary=x", CSV)
BODIES = {
    "createSegment": NEW,
    "updateSegment": {"name": "Other", "sourceProvider": "Banno"},
    "importSegmentCsv": FORM,
    "importSegmentOperationCsv": FORM,
}


def asked(desk, name, **given):
    """The reply to a good request for an operation, but for what is given."""
    known = {parameter.name for parameter in OPERATIONS[name].parameters}
    usual = {key: value for key, value in {**PATHS, **QUERY}.items() if key in known}
    return desk.call(name, BODIES.get(name), **{**usual, **given})


def caller(institution, *scopes):
    """A caller of an institution with these scopes."""
    return Caller("somebody", "a-client", institution, frozenset(scopes))


def documents(desk):
    """All documents as they are."""
    return desk.world.store.read()


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_asks_for_its_permission(desk, name):
    """S-02: who may edit may do all, who may view only what asks for viewing, others nothing: 403."""
    edits = OPERATIONS[name].raw["x-permission"].startswith("Edit")
    before = documents(desk)

    for scopes, forbidden in (((), True), (("bankingAdmin/write",), True), ((VIEW,), edits)):
        reply = asked(desk, name, token=caller("TIBURON", *scopes))
        assert forbidden == (reply.status == 403), desk.reason
    assert before is documents(desk) or not edits
    assert 300 > asked(desk, name, token=caller("TIBURON", EDIT)).status


def test_reading_is_viewing_and_all_else_editing():
    """S-02: every GET asks for the permission to view, all else for that to edit, also without being told."""
    for operation in OPERATIONS.values():
        wanted = ("View" if operation.method == "GET" else "Edit") + " digital banking ads"
        assert wanted == permission_of(operation) == operation.raw["x-permission"]
        operation.raw.pop("x-permission")
        assert wanted == permission_of(operation)
        operation.raw["x-permission"] = wanted


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_caller_acts_in_their_own_institution(desk, name):
    """S-16: another institution, known or not, is a 403 before anything else is looked at."""
    before = documents(desk)

    for key in (MARIN, NOBODYS, MARIN.upper()):
        refused = asked(desk, name, institutionId=key)
        assert (403, None, ("S-16",)) == (refused.status, refused.body, desk.rules)
    assert 403 == asked(desk, name, token="demo-marin").status
    assert before is documents(desk)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_administrator_names_any_institution(desk, name):
    """S-16: somebody above all institutions acts in each of them; one that there is not is a 404."""
    assert 300 > asked(desk, name, token="demo-admin").status
    assert 403 != asked(desk, name, token="demo-admin", institutionId=MARIN).status
    assert 404 == asked(desk, name, token="demo-admin", institutionId=NOBODYS).status


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("parameter", ["institutionId", "segmentId", "draftId", "endUserId"])
@pytest.mark.parametrize("value", ["abc", f"{{{TIBURON}}}", TIBURON.replace("-", ""), f"{TIBURON}0"])
def test_a_malformed_id(desk, name, parameter, value):
    """Y-01: what is no UUID is a 400 where that is listed, else a 404."""
    if f"{{{parameter}}}" in OPERATIONS[name].path:
        expected = 400 if OPERATIONS[name].lists(400) else 404
        assert (expected, None) == ((reply := asked(desk, name, **{parameter: value})).status, reply.body)


def test_refusals_come_in_order(desk):
    """S-02, S-16, Y-01, S-14: permission, institution, contract, existence, rule: in this order."""
    wrong = {**NEW, "name": 7}
    replies = [
        desk.call("createSegment", wrong, institutionId=MARIN, token="demo-read"),
        desk.call("createSegment", wrong, institutionId=MARIN),
        desk.call("createSegment", wrong, institutionId=NOBODYS, token="demo-admin"),
        desk.call("createSegment", NEW, institutionId=NOBODYS, token="demo-admin"),
        desk.call("createSegment", {**NEW, "draftId": NOBODYS}),
        desk.call("createSegment", NEW),
    ]
    assert [403, 403, 400, 404, 422, 201] == [reply.status for reply in replies]


def test_a_malformed_id_hides_an_unknown_one(desk):
    """Y-01, S-14: the contract is asked before anything is looked up."""
    read = [
        desk.call("listSegmentEndUsers", segmentId="abc").status,
        desk.call("listSegmentEndUsers", segmentId=NOBODYS).status,
        desk.call("listSegmentEndUsers", segmentId=LARGER).status,
        desk.call("listSegmentEndUsers", segmentId=LISTED).status,
    ]

    assert [400, 404, 400, 200] == read


@pytest.mark.parametrize(
    ("name", "location", "status"),
    [
        ("createSegment", "body", 400),
        ("createSegment", "path", 400),
        ("importSegmentCsv", "query", 400),
        ("getSegment", "path", 404),
        ("deleteSegment", "path", 404),
        ("getSegment", "query", 400),
    ],
)
def test_a_breach_has_the_status_that_is_listed(name, location, status):
    """Y-01, S-14: 400, but 404 for a path where 400 is not listed; all breaches are causes."""
    breach = Violation(location, "/name", "type", "name is wrong.")
    problem = invalid(OPERATIONS[name], [breach, breach])

    assert (status, "name is wrong. (1 more)", 2) == (problem.status, problem.detail, len(problem.causes))


@pytest.mark.parametrize(("name", "status"), [("createSegment", 422), ("importSegmentCsv", 400)])
def test_nul_characters_are_refused(name, status):
    """S-14: what keeps its schema, but holds a NUL character, is a 422, or 400 where that is not listed."""
    breach = Violation("body", "/sourceProvider", "control", "holds a NUL character")

    assert status == invalid(OPERATIONS[name], [breach]).status
    assert 400 == invalid(OPERATIONS[name], [breach, Violation("body", "/name", "type", "is wrong")]).status


@pytest.mark.parametrize(
    ("name", "status", "sent"),
    [
        ("importSegmentCsv", 413, 400),
        ("createSegment", 415, 400),
        ("getSegment", 413, 413),
        ("getSegment", 429, 429),
        ("getSegment", 500, 500),
    ],
)
def test_a_refusal_is_its_status_and_headers(view, name, status, sent):
    """Y-06: no body, for none is documented; what is too large, or no form, is a bad request (S-09)."""
    call = Call(OPERATIONS[name], "GET", "http://x", "/", {}, b"", {}, b"", IDENTITIES.tokens["demo"])
    reply = refuse(Problem(status, "x", "No.", headers={"Retry-After": "1"}), call, view)

    assert (sent, None, {"Retry-After": "1"}) == (reply.status, reply.body, reply.headers)


def problems():
    """Each place where the vendor's code raises a Problem, as a syntax tree, and its file's name."""
    for path in (ROOT / "src/understudy/vendors/banno").glob("**/*.py"):
        if "behaviours" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                    yield path.name, node


def test_every_refusal_names_its_rule():
    """Wherever the vendor's code refuses it says by which rule, and the rule exists."""
    named = {
        (name, node.lineno): {
            text.value
            for given in node.keywords
            if given.arg == "rule"
            for text in ast.walk(given.value)
            if isinstance(text, ast.Constant) and text.value != 404
        }
        for name, node in problems()
    }

    assert len(named) > 8
    assert [] == [place for place, rules in named.items() if not rules or rules - RULES - DECISIONS]


def test_institutions_never_see_each_other(desk):
    """S-16: with one's own institution in the path, another's ids lead nowhere, and nothing of it changes."""
    theirs = {"institutionId": MARIN, "token": "demo-marin"}
    before = desk.segment(MARINS, **theirs)

    for name in ("getSegment", "getSegmentStats", "listSegmentEndUsers", "getSegmentEndUsersCsv"):
        assert 404 == asked(desk, name, segmentId=MARINS).status
    for name in ("updateSegment", "replaceSegmentEndUsers", "importSegmentOperationCsv"):
        assert 404 == asked(desk, name, segmentId=MARINS).status
    assert 404 == asked(desk, "appendSegmentEndUsers", segmentId=MARINS).status
    assert 204 == asked(desk, "deleteSegment", segmentId=MARINS).status
    assert before == desk.segment(MARINS, **theirs)
    assert not set(desk.ids()) & set(desk.ids(**theirs))
