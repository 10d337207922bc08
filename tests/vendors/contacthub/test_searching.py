"""Queries: every tree finds whom a naive judge finds."""

import json
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import MARINS_EVERYBODY
from tests.vendors.contacthub.naive_query import matches, walk
from tests.vendors.contacthub.people import mixed

from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.evaluating import holds
from understudy.vendors.contacthub.grammar import parse
from understudy.vendors.contacthub.searching import search
from understudy.vendors.contacthub.sorting import NEWEST, ordered

TEXTS = [
    *("id", "externalId", "nodeId", "extra", "base.firstName", "base.lastName", "base.locale"),
    *("base.contacts.email", "base.contacts.mobilePhone", "base.address.region", "base.address.country"),
    *("base.credential.username", "base.subscriptions.id", "tags.auto", "tags.manual", "extended.city"),
]
MOMENTS = [
    *("registeredAt", "updatedAt", "base.dob", "consents.disclaimer.date"),
    *("base.subscriptions.startDate", "base.subscriptions.registeredAt"),
]
OTHERS = [
    *("intId", "version", "deleted", "enabled", "extended.shoe", "extended.vip", "extended.sizes.right"),
    *("extended.sizes", "extended.since", "base", "base.contacts", "base.credential", "base.subscriptions"),
    *(
        "base.subscriptions.subscribed",
        "base.address.geo.lat",
        "no.such.thing",
        "tags",
        "consents",
        "extended",
    ),
]


@cache
def bodies():
    view, node = mixed()
    return [each.body for each in customers.everybody(view, node)]


@cache
def values_of(attribute):
    """What some customers have there."""
    leaves = [leaf for body in bodies() for leaf in walk(body, attribute.split("."))[0]]
    found = {json.dumps(leaf): leaf for leaf in leaves if isinstance(leaf, (str, int, float, bool))}
    return list(found.values()) or ["nothing"]


def near(value):
    """Values that may match: the same, a part of it, another."""
    others = st.sampled_from(["", "a", "%", 0, 42, True, "2021-05-06", 1_620_259_200_000, 1e300, -(2**63)])
    parts = [value] if not isinstance(value, str) else [value, value[:3], value[1:], value.upper()]
    return st.sampled_from(parts) | others


def instants(value):
    shown = ["1985-01-01", "2026-01-15T00:00:00+0000", 1_768_435_200_000, -1, 0.5, 2**63]
    return st.sampled_from([value, value[:10], *shown] if value != "nothing" else shown)


def patterns(value):
    text = value if isinstance(value, str) else str(value)
    shapes = [
        text,
        f"{text[:2]}%",
        f"%{text[-2:]}",
        f"%{text[1:3]}%",
        f"_{text[1:]}",
        "%",
        "",
        "%\\%%",
        "_%_",
    ]
    return st.sampled_from([*shapes, f"%{text[:1]}%{text[-1:]}%", text.replace("%", "\\%")])


@st.composite
def atomics(draw):
    attribute = draw(st.sampled_from(TEXTS) | st.sampled_from(MOMENTS) | st.sampled_from(OTHERS))
    value = draw(st.sampled_from(values_of(attribute)))
    dated = attribute in MOMENTS
    wanted = instants(value) if dated else near(value)
    sortable = wanted.filter(lambda each: not isinstance(each, bool))
    operator = draw(
        st.sampled_from(
            [
                "EQUALS",
                "NOT_EQUALS",
                "GT",
                "GTE",
                "LT",
                "LTE",
                "BETWEEN",
                "IN",
                "NOT_IN",
                "IS_NULL",
                "IS_NOT_NULL",
            ]
            + ["LIKE"] * (not dated)
        )
    )
    condition = {"type": "atomic", "attribute": attribute, "operator": operator}
    if operator in ("GT", "GTE", "LT", "LTE"):
        condition["value"] = draw(sortable)
    elif operator == "BETWEEN":
        condition["value"] = [draw(sortable), draw(sortable)]
    elif operator == "LIKE":
        condition["value"] = draw(patterns(value))
    elif operator in ("IN", "NOT_IN"):
        condition["value"] = draw(wanted | st.lists(wanted, max_size=4))
    elif operator in ("EQUALS", "NOT_EQUALS"):
        condition["value"] = draw(wanted)
    return condition


def composites(inner):
    return st.builds(
        lambda conjunction, conditions: {
            "type": "composite",
            "conjunction": conjunction,
            "conditions": conditions,
        },
        st.sampled_from(["and", "or"]),
        st.lists(inner, min_size=1, max_size=3),
    )


def combined(inner):
    return st.builds(
        lambda conjunction, queries: {"type": "combined", "conjunction": conjunction, "queries": queries},
        st.sampled_from(["INTERSECT", "UNION", "EXCEPT"]),
        st.lists(inner, min_size=1, max_size=3),
    )


CONDITIONS = st.recursive(atomics(), composites, max_leaves=6)
SIMPLE = CONDITIONS.map(lambda condition: {"type": "simple", "are": {"condition": condition}})
QUERIES = st.recursive(SIMPLE, combined, max_leaves=4)


def nested(query, turns):
    """The query inside as many levels of others, whose other branches change who is found."""
    for conjunction, other in turns:
        query = {"type": "combined", "conjunction": conjunction, "queries": [query, other]}
    return query


DEEP = st.builds(
    nested,
    SIMPLE,
    st.lists(st.tuples(st.sampled_from(["INTERSECT", "UNION", "EXCEPT"]), SIMPLE), min_size=19, max_size=19),
)


def found(said):
    view, node = mixed()
    people = search(view, node, parse(json.dumps({"name": "", "query": said})))
    return ordered(people, NEWEST, slice(0, people.count))


def expected(said):
    return {body["id"] for body in bodies() if matches(said, body)}


@settings(max_examples=150)
@given(QUERIES)
def test_every_tree_finds_whom_a_naive_judge_finds(said):
    """Conditions, conjunctions and their nesting mean for columns and bodies what they say (H-77.6)."""
    assert expected(said) == set(found(said))


@settings(max_examples=10)
@given(DEEP)
def test_queries_twenty_levels_deep_find_whom_a_naive_judge_finds(said):
    """Queries may be nested to any sensible depth (H-77.7)."""
    assert expected(said) == set(found(said))


@settings(max_examples=40)
@given(QUERIES)
def test_aggregate_customers_are_found_alike(said):
    """Customers of an aggregate node are searched by what they are as a whole (H-77.6)."""
    view, _ = mixed()
    node = view.documents.get("contacthub/nodes", MARINS_EVERYBODY)
    people = search(view, node, parse(json.dumps({"query": said})))
    expected = {each.id for each in customers.everybody(view, node) if matches(said, each.body)}
    assert expected == set(ordered(people, NEWEST, slice(0, people.count)))


@settings(max_examples=40)
@given(SIMPLE)
def test_a_single_body_is_judged_as_a_node_is(said):
    """Whether one body matches is the same question."""
    query = parse(json.dumps({"query": said}))
    assert [matches(said, body) for body in bodies()] == [holds(query, body) for body in bodies()]


def test_nobody_is_found_twice_and_none_removed():
    """A changed customer is found once, as it is now; a removed one is not found (H-77.2)."""
    everyone = {
        "type": "simple",
        "are": {"condition": {"type": "atomic", "attribute": "id", "operator": "IS_NOT_NULL"}},
    }
    assert len(bodies()) == len(found(everyone)) == len(set(found(everyone))) == 40 - 2 + 10


def test_nobody_is_among_nothing():
    """IN of nothing, or of what cannot be compared, finds nobody, and NOT_IN everybody (H-77.6)."""
    for attribute, value in (
        ("base.dob", []),
        ("intId", []),
        ("extra", [True]),
        ("base.contacts.email", [1]),
        ("tags.auto", []),
    ):
        condition = {"type": "atomic", "attribute": attribute, "operator": "IN", "value": value}
        said = {"type": "simple", "are": {"condition": condition}}
        opposite = {"type": "simple", "are": {"condition": {**condition, "operator": "NOT_IN"}}}
        assert (0, len(bodies())) == (len(found(said)), len(found(opposite)))
