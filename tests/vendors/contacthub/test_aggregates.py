"""Customers of aggregate nodes: those of entry nodes with the same values, each once, at every moment."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, NOBODYS, ONLINE, TIBURON, seeded

from understudy.vendors.contacthub import aggregates, entries
from understudy.vendors.contacthub.groups import group_id
from understudy.vendors.contacthub.records import CUSTOMERS, NODES
from understudy.vendors.contacthub.rows import COLUMNS
from understudy.vendors.contacthub.shapes import completed
from understudy.vendors.contacthub.tables import at, column, listed, text

PATHS = (
    *("base.contacts.email", "externalId", "base.dob", "base.locale", "base.contacts.phone"),
    *("tags.auto", "tags.manual"),
)
POLICIES = st.fixed_dictionaries(
    {
        "properties": st.lists(st.sampled_from(PATHS), min_size=1, max_size=2, unique=True),
        "caseSensitive": st.booleans(),
    }
)
FILTERS = st.lists(
    st.fixed_dictionaries(
        {
            "property": st.sampled_from(PATHS),
            "value": st.sampled_from(["a", "EX", "19", "retail", "commercial", "en_US", "+1", '"']),
            "pattern": st.sampled_from(["START_WITH", "CONTAINS"]),
        }
    ),
    max_size=2,
)
FACTS = st.fixed_dictionaries(
    {
        "email": st.sampled_from([None, "a@example.com", "A@example.com", "b@example.com"]),
        "externalId": st.sampled_from([None, "1", "2"]),
        "node": st.sampled_from([BRANCHES, ONLINE, NEWSLETTER]),
        "person": st.sampled_from([None, 0, 1, 2, 3]),
        "updatedAt": st.sampled_from(["2024-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"]),
        "auto": st.lists(st.sampled_from(["x", "y"]), max_size=2),
        "gone": st.booleans(),
    }
)


def written(view, number, facts):
    """The view with a customer created, changed or removed as the facts say."""
    key, person, node = f"{number:08x}-0000-4000-8000-000000000000", facts["person"], facts["node"]
    rows = entries.rows_of(view, view.documents.get(NODES, node))
    if rows is None or person is None or not rows.known([person]):
        person = None
    else:
        key = rows.bodies([person])[0]["id"]
    body = completed(
        {
            "id": key,
            "intId": 1_000 + number,
            "externalId": facts["externalId"],
            "nodeId": node,
            "base": {"contacts": {"email": facts["email"]}},
            "tags": {"auto": facts["auto"]},
            "registeredAt": "2023-01-01T00:00:00.000Z",
            "updatedAt": facts["updatedAt"],
        }
    )
    if view.documents.get(CUSTOMERS, key) is not None or (facts["gone"] and person is None):
        return view
    said = {"workspace": TIBURON, "node": node, "person": person, "body": None if facts["gone"] else body}
    return replace(view, documents=view.documents.put(CUSTOMERS, key, said))


def aggregating(view, matching, filters, state="ACTIVE", key=NOBODYS):
    """The view with an aggregate node of all three entry nodes, and the node."""
    body = {
        "workspace": TIBURON,
        "type": "AGGREGATE",
        "entryNodes": [BRANCHES, ONLINE, NEWSLETTER],
        "matchingProperties": matching,
        "exclusionFilters": filters,
        "state": state,
    }
    view = replace(view, documents=view.documents.put(NODES, key, body))
    return view, view.documents.get(NODES, key)


def naive(view, node):
    """The members of every group, found the slow way, as sets of ids."""
    matching, groups = node.body["matchingProperties"], {}
    fold = (lambda value: value) if matching["caseSensitive"] else str.lower
    for key in node.body["entryNodes"]:
        for customer in entries.everybody(view, view.documents.get(NODES, key)):
            body = customer.body
            if any(excluded(body, each, fold) for each in node.body["exclusionFilters"]):
                continue
            values = [at(body, path) for path in matching["properties"]]
            alone = any(value in (None, "", []) for value in values)
            same = (body["id"],) if alone else tuple(fold(text(value)) for value in values)
            groups.setdefault(("alone" if alone else "same", same), set()).add(body["id"])
    return sorted(map(sorted, groups.values()))


def excluded(body, rule, fold):
    """Whether a filter leaves a customer out."""
    for item in listed(at(body, rule["property"])):
        held, value = fold(text(item)), fold(rule["value"])
        if held.startswith(value) if rule["pattern"] == "START_WITH" else value in held:
            return True
    return False


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POLICIES, FILTERS, st.lists(FACTS, max_size=6))
def test_groups_are_those_of_the_naive_way(matching, filters, changes):
    """Whatever is matched, left out, created, changed or removed, groups are as told. (H-53.2)"""
    view = seeded().view(1)
    for number, facts in enumerate(changes):
        view = written(view, number, facts)
    view, node = aggregating(view, matching, filters)
    everybody = list(aggregates.everybody(view, node))
    made = aggregates.made_of(view, node, [each.id for each in everybody])
    members = {key: [body["id"] for body in own] for key, own in made.items()}

    assert naive(view, node) == sorted(sorted(own) for own in members.values())
    assert len(members) == len(everybody) == aggregates.count(view, node)
    assert sorted(key for own in members.values() for key in own) == sorted(aggregates.member_ids(view, node))
    assert all(key == group_id(NOBODYS, own[0]) for key, own in members.items())
    assert all(members[each.id] == aggregates.members(view, each) for each in everybody[-5:])


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POLICIES, st.lists(FACTS, min_size=1, max_size=6))
def test_columns_say_what_bodies_say(matching, changes):
    """What is searched in columns is what whole customers have, and each is found by its id. (H-53.4)"""
    view = seeded().view(1)
    for number, facts in enumerate(changes):
        view = written(view, number, facts)
    view, node = aggregating(view, matching, [])
    people = aggregates.people(view, node)
    rows = {row["id"]: row for row in people.rows.iter_rows(named=True)}
    everybody = list(aggregates.everybody(view, node))

    assert {each.id for each in everybody} == rows.keys() | people.bodies.keys()
    for each in everybody[:20] + everybody[-20:]:
        assert each.body == aggregates.find(view, TIBURON, each.id).body
    for each in everybody:
        for path in COLUMNS if each.id in rows else ():
            assert column(path, [at(each.body, path)]).to_list() == [rows[each.id][path]], path
        if each.id in people.bodies:
            assert people.bodies[each.id] == each.body


def test_the_last_word_counts():
    """Of a property the member changed last counts unless it is silent; lists are joined. (H-53.4)"""
    view, early, late = seeded().view(1), "2024-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"
    facts = {"email": "a@example.com", "person": None, "gone": False}
    first = {"node": BRANCHES, "externalId": "1", "auto": ["x", "y"], "updatedAt": late}
    second = {"node": NEWSLETTER, "externalId": None, "auto": ["z", "x"], "updatedAt": early}
    third = {"node": NEWSLETTER, "externalId": "3", "auto": [], "updatedAt": early}
    for number, each in enumerate((first, second, third)):
        view = written(view, number, {**facts, **each})
    matching = {"properties": ["base.contacts.email"], "caseSensitive": True}
    view, node = aggregating(view, matching, [])
    (one,) = [
        each
        for each in aggregates.everybody(view, node)
        if at(each.body, "base.contacts.email") == "a@example.com"
    ]

    assert ("1", {"auto": ["z", "x", "y"], "manual": []}) == (one.body["externalId"], one.body["tags"])
    assert (late, NOBODYS, 1_000) == (one.body["updatedAt"], one.body["nodeId"], one.body["intId"])


def test_only_an_active_node_aggregates():
    """A node in any other state has nobody. (H-56.3)"""
    matching = {"properties": ["base.contacts.email"], "caseSensitive": True}
    for state in ("NEW", "LOCKED", "REMOVED"):
        view, node = aggregating(seeded().view(1), matching, [], state)
        assert (0, [], 0) == (
            aggregates.count(view, node),
            list(aggregates.everybody(view, node)),
            len(aggregates.member_ids(view, node)),
        )


@pytest.mark.parametrize("key", ["", "x", NOBODYS, ONLINE])
def test_unknown_ids_are_nobodys(view, key):
    """An id that is none, or none of an aggregate customer, finds nobody. (H-53.4)"""
    assert aggregates.find(view, TIBURON, key) is None
