"""How the vendor says no."""

import ast
import re

import pytest
from tests.test_rules_covered import RULES
from tests.vendors.apiture.desk import IN_USE, LIST, NEW, ROOT, contracts, file, refused

from understudy.contract.validators import Violation
from understudy.errors import Problem
from understudy.http.exchange import Call
from understudy.vendors.apiture.identities import IDENTITIES
from understudy.vendors.apiture.refusals import invalid, refuse, type_uri
from understudy.vendors.apiture.rules import SOURCES

CONNECTION = {"audience": {"id": IN_USE}, "provider": {"name": "pendo"}}
X_35 = "X-35"
"""No rule of the register, but the decision where the page forgot to say that a body is required."""


def problems():
    """Each place where the vendor's code raises a Problem, as a syntax tree, and its file's name."""
    for path in (ROOT / "src/understudy/vendors/apiture").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                yield path.name, node


def operation(name):
    """An operation of either contract."""
    return next(contract.operations[name] for contract in contracts().values() if name in contract.operations)


def breach(location="body", keyword="type"):
    """A violation."""
    return Violation(location, "/name", keyword, "name is wrong.")


@pytest.mark.parametrize(
    ("name", "violation", "status"),
    [
        ("createCustomerAudience", breach(), 400),
        ("createCustomerAudience", breach(keyword="json"), 400),
        ("createCustomerAudience", breach(keyword="control"), 422),
        ("getCustomerAudience", breach("path", "pattern"), 400),
        ("getCustomerAudience", breach("path", "control"), 400),
        ("listCustomerAudienceCustomers", breach("query", "maximum"), 422),
        ("countAudienceCustomers", breach(), 422),
        ("countAudienceCustomers", breach(keyword="json"), 400),
        ("getCustomerAudienceConnection", breach("path", "pattern"), 422),
        ("failCustomerAudienceConnection", breach("header", "pattern"), 422),
        ("deleteCustomerAudienceConnection", breach("path", "pattern"), 404),
        ("listCustomerAudienceTemplates", breach("query", "pattern"), 400),
    ],
)
def test_a_breach_has_the_status_that_is_listed(name, violation, status):
    """G-2, G-3: schema errors are 400, else the listed 422, else 404 for a path; malformed JSON stays 400."""
    problem = invalid(operation(name), [violation])

    assert status == problem.status
    assert {400: "badRequest", 404: "notFound", 422: "unprocessableEntity"}[status] == problem.code


def test_every_breach_is_a_cause():
    """G-2, G-4: all breaches are told, the first of them in the detail."""
    problem = invalid(operation("createCustomerAudience"), [breach(), breach("query")])

    assert ["body", "query"] == [cause.location for cause in problem.causes]
    assert "name is wrong. (1 more)" == problem.detail


def test_institutions_are_refused_before_they_are_read(desk):
    """A-03, G-1: an institution's own analyst may not even name their own institution, well-formed or not."""
    for name in ("TIBURON", "MARIN", "not an id", "A|B", ""):
        assert (403, "forbidden") == refused(desk.call("listCustomerAudiences", institutions=name))


def test_an_administrator_names_one_institution(desk):
    """A-03: two institutions or a malformed one are a 400, an unknown one a 422."""
    statuses = [
        desk.call("listCustomerAudiences", token="demo-admin", institutions=name).status
        for name in ("TIBURON|MARIN", "tiburon", "ATLANTIS", "TIBURON")
    ]

    assert [400, 400, 422, 200] == statuses


def test_refusals_come_in_order(desk):
    """G-1: 403, then the schema, then 404, 412, the no-op, 409; each hides what comes later."""
    key, stale = {"customerAudienceId": "2b7e151628aed2a6ab02"}, {"headers": {"If-Match": 'W/"old"'}}
    archive = "archiveCustomerAudience"

    replies = [
        desk.call(archive, institutions="x", customerAudienceId="bad", headers={"If-Match": "a b"}),
        desk.call(archive, customerAudienceId="no-such-audience", headers={"If-Match": "a b"}),
        desk.call(archive, customerAudienceId="no-such-audience", **stale),
        desk.call(archive, **key, **stale),
        desk.call(archive, **key),
        desk.call("restoreCustomerAudience", **key),
    ]

    assert [403, 400, 404, 412, 409, 200] == [reply.status for reply in replies]


def test_a_conflict_comes_before_a_business_rule(desk):
    """G-1: an archived list audience refuses a patch of its filters with 409, not 422."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)

    reply = desk.call("patchCustomerAudience", {"customerType": "retail"}, customerAudienceId=LIST)

    assert 409 == reply.status


def test_a_problem_document_has_its_members(desk):
    """G-4: id, type, title, status, detail, instance with a correlation id, occurredAt."""
    reply = desk.call("getCustomerAudience", customerAudienceId="no-such-audience")
    body = reply.body

    assert "application/problem+json" == reply.media_type
    assert "https://production.api.apiture.com/errors/notFound/v1.0.0" == body["type"]
    assert ("Not Found", 404, "2026-01-15T12:00:00.000Z") == (
        body["title"],
        body["status"],
        body["occurredAt"],
    )
    assert re.fullmatch(
        r"http://desk\.example/service/customerAudiences/no-such-audience#[0-9a-f-]{36}", body["instance"]
    )
    assert body["detail"].endswith(".")


def test_a_refusal_keeps_its_headers(view):
    """G-5: what belongs to a refusal, such as Retry-After with a 429, is sent along."""
    target = "/service/customerAudiences"
    call = Call(
        operation("listCustomerAudiences"),
        "GET",
        "http://desk.example",
        target,
        {},
        b"",
        {},
        b"",
        IDENTITIES.tokens["demo"],
    )
    problem = Problem(
        429, "tooManyRequests", "Too many requests: wait a second.", headers={"Retry-After": "1"}
    )

    reply = refuse(problem, call, view)

    assert (429, {"Retry-After": "1"}) == (reply.status, reply.headers)
    assert type_uri("tooManyRequests") == reply.body["type"]


def test_problem_types_are_named_in_the_contracts():
    """G-2: every code of our refusals is listed among the contracts' problem types."""
    listed = {
        error["name"]
        for contract in contracts().values()
        for response in contract.document["components"]["responses"].values()
        for error in response.get("x-apiture-errors", [])
    }
    raised = {node.args[1].value for _, node in problems() if isinstance(node.args[1], ast.Constant)}

    assert len(raised) > 10
    assert set() == (raised | {code for _, code, _ in SOURCES.values()}) - listed


def test_every_refusal_names_its_rule():
    """Wherever the vendor's code refuses it says by which rule, and the rule exists."""
    named = {
        (name, node.lineno): [given.value for given in node.keywords if given.arg == "rule"]
        for name, node in problems()
    }
    constants = {rule[0].value for rule in named.values() if rule and isinstance(rule[0], ast.Constant)}

    assert [] == [place for place, rule in named.items() if not rule]
    assert len(constants) > 15
    assert constants <= RULES | {X_35}


@pytest.mark.parametrize(
    ("name", "body", "given", "rule"),
    [
        ("listCustomerAudiences", None, {"institutions": "TIBURON"}, "A-03"),
        ("listCustomerAudienceConnections", None, {"token": "demo-marin"}, "B-02"),
        ("getCustomerAudience", None, {"customerAudienceId": "no-such-audience"}, "A-04"),
        ("createCustomerAudience", {}, {}, "G-2"),
        ("countAudienceCustomers", [], {}, "G-3"),
        ("createCustomerAudience", NEW, {"copyOf": LIST, "campaignId": LIST}, "A-13"),
        ("createCustomerAudience", NEW, {"copyOf": "no-such-audience"}, "A-19"),
        ("deleteCustomerAudience", None, {"customerAudienceId": IN_USE}, "A-46"),
        ("archiveCustomerAudience", None, {"customerAudienceId": IN_USE}, "A-44"),
        ("patchCustomerAudience", {"customerType": "retail"}, {"customerAudienceId": LIST}, "A-42"),
        ("importCustomerAudience", file("one,two"), {}, "A-48"),
        ("importCustomerAudience", file("", content="!"), {}, "G-2"),
        ("importCustomerAudience", file("a\0"), {}, "A-51"),
        ("importCustomerAudience", None, {}, "X-35"),
        ("createCustomerAudienceConnection", CONNECTION, {}, "B-03"),
    ],
)
def test_an_exchange_names_the_rule_of_its_refusal(desk, name, body, given, rule):
    """What the journal shows: which rule the vendor refused by."""
    desk.call(name, body, **given)

    assert (rule,) == desk.rules
