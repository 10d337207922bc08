"""Customers searched and read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import (
    BRANCHES,
    MARIN,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    ROOT,
    Desk,
    seeded,
)
from tests.vendors.contacthub.writes import create, newcomer, patch, somebody

from understudy.vendors.contacthub.grammar import OPERATORS
from understudy.vendors.contacthub.seed import seed
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import build_world


def search(desk, node=BRANCHES, **given):
    reply = desk.call("getCustomersWorkspaces", nodeId=node, **given)
    assert reply.status == 200, reply.body
    return reply.body


def ids(desk, node=BRANCHES, **given):
    return [each["id"] for each in search(desk, node, **given)["elements"]]


def atomic(attribute, operator, value=None):
    return {"type": "atomic", "attribute": attribute, "operator": operator, "value": value}


def simple(condition):
    return {"type": "simple", "are": {"condition": condition}}


def asked(query, name=""):
    return json.dumps({"name": name, "query": query})


def everyone(desk, node=BRANCHES, **given):
    """Everybody found, page by page."""
    total = search(desk, node, size=0, **given)["page"]["totalElements"]
    pages = [search(desk, node, size=50, page=page, **given) for page in range(-(-total // 50))]
    return [each for page in pages for each in page["elements"]]


def test_all_customers_of_a_node_are_found_each_once(desk):
    """The pages together have every customer of the node once, and nobody of another (H-77.2, H-77.8)."""
    found = everyone(desk)
    assert 400 == len(found) == len({each["id"] for each in found})
    assert {BRANCHES} == {each["nodeId"] for each in found}
    assert not {each["id"] for each in found} & {each["id"] for each in everyone(desk, ONLINE)}
    assert [] == everyone(desk, NEWSLETTER)


def test_the_page_says_how_many_there_are(desk):
    """The page object has size, number, totals and the ceiling (H-77.2, H-77.4)."""
    expected = {
        "size": 50,
        "totalElements": 400,
        "totalPages": 8,
        "number": 2,
        "maxElements": 10_000,
        "maxPages": 200,
    }
    assert expected == search(desk, size=50, page=2)["page"]


def test_a_page_after_the_last_is_empty(desk):
    """There is nobody there, which is no error (H-77.2)."""
    assert [] == ids(desk, page=20)
    assert [] == ids(desk, page=10**9)


def test_nobody_beyond_the_ceiling_is_shown():
    """Of more than 10,000 only the first 10,000 can be reached, and their number is told (H-77.4)."""
    recipes = load_recipes(ROOT / "fixtures/world.yaml")
    world = build_world(recipes, seed=42, customers=10_007, clock=Clock(at=FROZEN_AT))
    before = world.store.read()
    assert world.store.commit(before, seed(world, before))
    desk = Desk(world)
    last, beyond = search(desk, size=30, page=333), search(desk, size=30, page=334)
    assert (10_007, 10_000, 334) == tuple(
        last["page"][name] for name in ("totalElements", "maxElements", "maxPages")
    )
    assert (10, 0) == (len(last["elements"]), len(beyond["elements"]))


def test_the_latest_update_comes_first(desk):
    """Sorted by descending update date, then by id, unless asked otherwise (H-77.3)."""
    found = everyone(desk)
    latest = sorted(found, key=lambda each: each["id"])
    assert sorted(latest, key=lambda each: each["updatedAt"], reverse=True) == found


def test_a_changed_customer_moves_to_the_front(desk):
    """What was changed just now is found first, as it is now (H-77.2, H-77.3)."""
    last = everyone(desk)[-1]
    patch(desk, last["id"], {"extra": "moved"})
    first = search(desk, size=1)["elements"][0]
    assert (last["id"], "moved") == (first["id"], first["extra"])
    assert 400 == search(desk, size=0)["page"]["totalElements"]


def test_the_external_id_is_compared_exactly(desk):
    """The one customer with this externalId, nobody for a part of it or another case (H-77.5)."""
    somebody_else = somebody(desk, place=3)
    external = somebody_else.body["externalId"]
    assert [somebody_else.id] == ids(desk, externalId=external)
    assert [] == ids(desk, externalId=external[:-1])
    assert [] == ids(desk, externalId=external.upper() + "A")


def test_external_id_and_query_must_both_fit(desk):
    """The filters combine with and (H-77.1)."""
    customer = somebody(desk, place=3)
    external, name = customer.body["externalId"], customer.body["base"]["firstName"]
    fits = asked(simple(atomic("base.firstName", "EQUALS", name)))
    other = asked(simple(atomic("base.firstName", "NOT_EQUALS", name)))
    assert [customer.id] == ids(desk, externalId=external, query=fits)
    assert [] == ids(desk, externalId=external, query=other)


def test_a_node_is_required_and_must_be_there(desk):
    """Without nodeId a search is a 400, with an unknown one, or another workspace's, a 404 (H-77.8)."""
    assert 400 == desk.call("getCustomersWorkspaces").status
    assert 404 == desk.call("getCustomersWorkspaces", nodeId=NOBODYS).status
    assert 404 == desk.call("getCustomersWorkspaces", nodeId=MARINS_BRANCHES).status
    reply = desk.call("getCustomersWorkspaces", workspaceId=MARIN, nodeId=MARINS_BRANCHES, token="demo-marin")
    assert 40 == reply.body["page"]["totalElements"]


def test_new_customers_are_searched_too(desk):
    """Attributes that no seeded customer has are found in new ones, and null in the others (H-77.6)."""
    made = create(desk, newcomer("a.b@example.org", jobs=[{"id": "1", "jobTitle": "Baker"}]))
    create(desk, newcomer("c.d@example.org"))
    for query in (
        simple(atomic("base.jobs.jobTitle", "LIKE", "B%r")),
        simple(atomic("base.contacts.email", "IN", "a.b@")),
        simple(atomic("base.jobs", "IS_NOT_NULL")),
    ):
        assert [made["id"]] == ids(desk, NEWSLETTER, query=asked(query))
    assert [] == ids(desk, query=asked(simple(atomic("base.jobs.jobTitle", "IS_NOT_NULL"))))


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
    (asked({"type": "simple", "did": {"event": {"name": "x"}}}), "/query/query/did"),
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


def test_every_operator_of_the_grammar_is_taken():
    """The twelve operators, no others (H-77.6)."""
    comparisons = {"EQUALS", "NOT_EQUALS", "GT", "GTE", "LT", "LTE", "BETWEEN"}
    assert comparisons | {"IN", "NOT_IN", "LIKE", "IS_NULL", "IS_NOT_NULL"} == set(OPERATORS)


def test_only_the_fields_asked_for_are_answered(desk):
    """Of each customer the listed paths, spaces aside; what leads nowhere is passed over (H-77.9)."""
    whole = search(desk, size=1)["elements"][0]
    some = search(desk, size=1, fields="id, base.contacts.email,base.firstName,tags,no.such")["elements"][0]
    base = {
        "firstName": whole["base"]["firstName"],
        "contacts": {"email": whole["base"]["contacts"]["email"]},
    }
    assert {"id": whole["id"], "base": base, "tags": whole["tags"]} == some
    assert whole == search(desk, size=1, fields=" ,")["elements"][0]


def test_fields_do_not_cut_the_items_of_lists(desk):
    """A path into a list answers its items whole, one into nothing answers null (H-77.9)."""
    made = create(desk, newcomer(likes=[{"id": "1", "name": "tea"}, {"id": "2", "name": "rain"}]))
    found = search(desk, NEWSLETTER, fields="base.likes.name,base.firstName.x,base.credential.username")
    base = {"firstName": None, "credential": None, "likes": made["base"]["likes"]}
    assert [{"base": base}] == found["elements"]


@pytest.mark.parametrize("attribute", ["base.lastName", "base.dob", "intId", "base.contacts.email"])
@pytest.mark.parametrize("direction", ["", ",asc", ",DESC"])
def test_customers_are_sorted_as_asked(desk, attribute, direction):
    """By the property, ascending unless said otherwise, those without it last, equals by id (H-77.10)."""

    def value(each):
        for step in attribute.split("."):
            each = each[step]
        return each

    found = everyone(desk, sort=f"{attribute}{direction}")
    having = sorted((each for each in found if value(each) is not None), key=lambda each: each["id"])
    having.sort(key=value, reverse=direction == ",DESC")
    lacking = sorted((each for each in found if value(each) is None), key=lambda each: each["id"])
    assert [*having, *lacking] == found


def test_what_no_row_has_can_be_sorted_by_too(desk):
    """Properties of new customers sort them before those who have none (H-77.10)."""
    keys = [create(desk, newcomer(f"{n}@example.org", jobs=[{"id": n}]))["id"] for n in "231"]
    create(desk, newcomer("none@example.org"))
    assert [keys[2], keys[0], keys[1]] == ids(desk, NEWSLETTER, sort="base.jobs.id")[:3]
    assert [keys[1], keys[0], keys[2]] == ids(desk, NEWSLETTER, sort="base.jobs.id,desc")[:3]


def test_the_first_sort_counts_most(desk):
    """The parameter may be repeated, one property each; later ones part those who are equal (H-77.10)."""
    found = everyone(desk, sort=["base.address.region,desc", "base.lastName"])
    pairs = [(each["base"]["address"]["region"], each["base"]["lastName"]) for each in found]
    known = [pair for pair in pairs if pair[0] is not None]
    assert sorted(sorted(known, key=lambda pair: pair[1]), key=lambda pair: pair[0], reverse=True) == known
    assert known == pairs[: len(known)]


@pytest.mark.parametrize("sort", ["base.lastName,up", ",asc", "base.lastName,asc,desc"])
def test_another_direction_is_refused(desk, sort):
    """A sort is field, field,asc or field,desc; anything else is a 400 (H-77.10)."""
    assert 400 == desk.call("getCustomersWorkspaces", nodeId=BRANCHES, sort=sort).status


def test_a_customer_is_read_by_id(desk):
    """A found customer is the same when read alone, its id in whichever case (H-79.1)."""
    for node in (BRANCHES, ONLINE):
        for found in search(desk, node, size=5)["elements"]:
            assert found == desk.call("getCustomerWorkspaces", customerId=found["id"].upper()).body


def test_an_unknown_customer_is_not_found(desk):
    """404 for an id that nobody has, or somebody of another workspace (H-79.1)."""
    theirs = somebody(desk, MARINS_BRANCHES).id
    assert [404, 404] == [
        desk.call("getCustomerWorkspaces", customerId=key).status for key in (NOBODYS, theirs)
    ]


@pytest.mark.parametrize("node", [BRANCHES, ONLINE, NEWSLETTER])
def test_every_property_is_spelled_out(desk, node):
    """Every property is there: unset lists are empty, all else that is unset is null (H-79.2)."""
    create(desk)
    body = desk.call("getCustomerWorkspaces", customerId=ids(desk, node)[0]).body
    lists = ("educations", "likes", "jobs", "subscriptions")
    assert all(isinstance(body["base"][name], list) for name in lists)
    assert {"auto", "manual"} == set(body["tags"])
    assert {"otherContacts", "mobileDevices", "email", "fax", "phone", "mobilePhone"} == set(
        body["base"]["contacts"]
    )
    single = {"title", "prefix", "firstName", "lastName", "middleName", "gender", "dob", "locale", "timezone"}
    assert single | {"pictureUrl", "address", "credential", "socialProfile", "contacts", *lists} == set(
        body["base"]
    )


def fresh():
    return Desk(seeded().fork("query"))
