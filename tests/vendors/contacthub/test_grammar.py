"""The grammar of queries."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, MARIN, MARINS_BRANCHES, Desk, seeded
from tests.vendors.contacthub.searches import asked, atomic, doing, everyone, search, simple

from understudy.vendors.contacthub.grammar import OPERATORS


def test_moments_may_be_iso_texts_or_milliseconds(desk):
    """Dates, date-times and milliseconds since 1970 say the same (H-77.6)."""
    for value in ("2025-01-01", "2025-01-01T00:00:00Z", "2025-01-01T01:00:00.000+0100", 1_735_689_600_000):
        found = everyone(desk, query=asked(simple(atomic("updatedAt", "GTE", value))))
        expected = {each["id"] for each in everyone(desk) if each["updatedAt"] >= "2025-01-01"}
        assert expected == {each["id"] for each in found}
        assert 0 < len(expected) < 400


BAD = [
    ("nothing", "/query"),
    ("[]", "/query"),
    ("{}", "/query"),
    ('{"query": 7}', "/query/query"),
    (asked({"type": "complex"}), "/query/query/type"),
    (asked({"type": "simple"}), "/query/query"),
    (asked({"type": "simple", "are": {}}), "/query/query/are"),
    (asked({"type": "simple", "did": {"event": {"name": "x"}}}), "/query/query"),
    (asked(doing([])), "/query/query/did"),
    (asked(doing({})), "/query/query/did"),
    (asked(doing({"event": {}})), "/query/query/did/event"),
    (asked(doing({"event": {"name": 1}})), "/query/query/did/event/name"),
    (
        asked(doing({"event": {"name": "x"}, "timeframe": atomic("date", "GT", "soon")})),
        "/query/query/did/timeframe/value",
    ),
    (asked({"type": "combined", "conjunction": "and", "queries": []}), "/query/query/conjunction"),
    (asked({"type": "combined", "conjunction": "UNION", "queries": []}), "/query/query/queries"),
    (
        asked({"type": "combined", "conjunction": "UNION", "queries": [simple(atomic("id", "IS_NULL")), 1]}),
        "/query/query/queries/1",
    ),
    (
        asked(simple({"type": "composite", "conjunction": "AND", "conditions": []})),
        "/query/query/are/condition/conjunction",
    ),
    (
        asked(simple({"type": "composite", "conjunction": "or", "conditions": [{"type": "atomic"}]})),
        "/query/query/are/condition/conditions/0",
    ),
    (asked(simple(atomic("", "IS_NULL"))), "/query/query/are/condition/attribute"),
    (asked(simple(atomic("a..b", "IS_NULL"))), "/query/query/are/condition/attribute"),
    (asked(simple(atomic("id", "IS"))), "/query/query/are/condition/operator"),
    (asked(simple(atomic("registeredAt", "LIKE", "2%"))), "/query/query/are/condition/operator"),
    (asked(simple(atomic("id", "EQUALS"))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "EQUALS", ["a"]))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "LIKE", 1))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "LIKE", "_" * 1_001))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "GT", True))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "BETWEEN", ["a"]))), "/query/query/are/condition/value"),
    (asked(simple(atomic("id", "BETWEEN", ["a", None]))), "/query/query/are/condition/value/1"),
    (asked(simple(atomic("id", "IN", ["a", {}]))), "/query/query/are/condition/value/1"),
    (asked(simple(atomic("id", "IS_NULL", "a"))), "/query/query/are/condition/value"),
    (asked(simple(atomic("base.dob", "GT", "yesterday"))), "/query/query/are/condition/value"),
]


@pytest.mark.parametrize(("query", "place"), BAD)
def test_bad_grammar_is_refused_with_the_place(desk, query, place):
    """400, and errors has the JSON pointer of what is wrong (H-77.6)."""
    reply = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, query=query)
    assert (400, [place], ("H-77.6",)) == (
        reply.status,
        [error["path"] for error in reply.body["errors"]],
        desk.rules,
    )


@settings(max_examples=60)
@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps))
def test_any_other_text_is_no_query(text):
    """Whatever is sent is refused as bad grammar, or ignored when empty; nothing breaks (H-77.6)."""
    desk = fresh()
    reply = desk.call(
        "getCustomersWorkspaces", nodeId=MARINS_BRANCHES, workspaceId=MARIN, token="demo-marin", query=text
    )
    assert (400 if text else 200) == reply.status


def nested(levels):
    query = simple(atomic("id", "IS_NOT_NULL"))
    for _ in range(levels - 1):
        query = {"type": "combined", "conjunction": "UNION", "queries": [query]}
    return asked(query)


def deep(levels):
    condition = atomic("id", "IS_NOT_NULL")
    for _ in range(levels - 1):
        condition = {"type": "composite", "conjunction": "or", "conditions": [condition]}
    return asked(simple(condition))


@pytest.mark.parametrize("tree", [nested, deep])
def test_trees_may_be_thirty_two_levels_deep(desk, tree):
    """Twenty levels and thirty-two are taken, more are refused, however many more (H-77.7)."""
    assert [400, 400] == [search(desk, query=tree(n))["page"]["totalElements"] for n in (20, 32)]
    for levels in (33, 200):
        assert 400 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, query=tree(levels)).status


def test_brackets_without_end_are_refused(desk):
    """Nesting of any depth is refused in the same way, whatever reads it (H-77.7)."""
    for query in ("[" * 5_000, '{"query":' * 3_000):
        assert 400 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, query=query).status


@pytest.mark.parametrize("character", ["_", "%", "a", "\\", "é", "%a", ".*", "_%"])
def test_long_patterns_are_taken(desk, character):
    """A LIKE of a thousand characters is judged in columns and bodies, whatever they are (H-77.6)."""
    pattern = (character * 1_000)[:1_000]
    for attribute in ("base.firstName", "tags.auto", "extra"):
        total = search(desk, query=asked(simple(atomic(attribute, "LIKE", pattern))))["page"]["totalElements"]
        assert total == (400 if character == "%" and attribute != "extra" else 0)


def test_every_operator_of_the_grammar_is_taken():
    """The twelve operators, no others (H-77.6)."""
    comparisons = {"EQUALS", "NOT_EQUALS", "GT", "GTE", "LT", "LTE", "BETWEEN"}
    assert comparisons | {"IN", "NOT_IN", "LIKE", "IS_NULL", "IS_NOT_NULL"} == set(OPERATORS)


def fresh():
    return Desk(seeded().fork("query"))
