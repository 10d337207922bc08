"""Aggregate nodes: list, create, read, modify, set the state, list what reaches them from Contactsend."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MAILINGS,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
)

MAIL = {"properties": ["base.contacts.email"], "caseSensitive": False}
FILTER = {"property": "base.contacts.email", "value": "test", "pattern": "START_WITH"}
NODE = {
    "name": "Readers",
    "description": "Who reads",
    "imageUrl": "image",
    "entryNodes": [NEWSLETTER, ONLINE],
    "matchingProperties": MAIL,
    "exclusionFilters": [FILTER],
}
BARE = {name: NODE[name] for name in ("name", "entryNodes", "matchingProperties")}


def create(desk, **more):
    """The reply to creating an aggregate node."""
    return desk.call("postAggregateNodeConfigurationWorkspaces", {**BARE, **more})


def read(desk, key):
    """The reply to reading an aggregate node."""
    return desk.call("getAggregateNodeConfigurationWorkspaces", aggregateNodeId=key)


def change(desk, key, body):
    """The reply to changing an aggregate node."""
    return desk.call("putAggregateNodeConfigurationWorkspaces", body, aggregateNodeId=key)


def set_state(desk, key, state):
    """The reply to setting the state of an aggregate node."""
    return desk.call("putAggregateNodeStateConfigurationWorkspaces", {"state": state}, aggregateNodeId=key)


def customers(desk, node):
    """How many customers a node has."""
    return desk.call("getCustomersWorkspaces", nodeId=node, size=0).body["page"]["totalElements"]


def test_aggregate_nodes_are_listed(desk):
    """The list has every aggregate node with all its details, in pages. (H-52.1)"""
    key = create(desk).body["id"]
    body = desk.call("getAggregatesNodesConfigurationWorkspaces").body

    assert [read(desk, EVERYBODY).body, read(desk, key).body] == body["elements"]
    assert {"totalElements": 2, "totalPages": 1, "number": 0}.items() <= body["page"].items()
    assert (
        body["elements"][1:]
        == (desk.call("getAggregatesNodesConfigurationWorkspaces", page=1, size=1).body["elements"])
    )
    hidden = desk.call("getAggregatesNodesConfigurationWorkspaces", token="demo-user").body
    assert ([], 0) == (hidden["elements"], hidden["page"]["totalElements"])


def test_a_new_aggregate_node_is_new(desk):
    """A new node has what was sent, and the state NEW. (H-53.1)"""
    reply = create(desk, **NODE)

    assert (201, {**NODE, "id": reply.body["id"], "state": "NEW"}) == (reply.status, reply.body)
    assert reply.body == read(desk, reply.body["id"]).body
    bare = create(desk).body
    assert (None, None, []) == (bare["description"], bare["imageUrl"], bare["exclusionFilters"])
    assert [] == create(desk, exclusionFilters=None).body["exclusionFilters"]
    assert [ONLINE] == create(desk, entryNodes=[ONLINE, ONLINE.upper()]).body["entryNodes"]


def test_there_are_ten_filters_at_most(desk):
    """Ten exclusion filters can be created and set, eleven cannot. (H-53.5)"""
    ten, eleven = [FILTER] * 10, [FILTER] * 11
    key = create(desk, exclusionFilters=ten).body["id"]

    assert ten == read(desk, key).body["exclusionFilters"]
    assert 400 == create(desk, exclusionFilters=eleven).status
    assert 400 == change(desk, key, {"exclusionFilters": eleven}).status
    assert 200 == change(desk, key, {"exclusionFilters": ten}).status


@pytest.mark.parametrize("key", [NOBODYS, EVERYBODY, MARINS_BRANCHES])
def test_only_entry_nodes_are_aggregated(desk, key):
    """What is no entry node of the workspace cannot be aggregated. (H-53.6)"""
    reply = create(desk, entryNodes=[ONLINE, key])

    assert (404, f"node not found {key}") == (reply.status, reply.body["message"])
    assert 400 == create(desk, entryNodes=[]).status


def test_one_aggregate_node_is_read(desk):
    """An aggregate node has all its details, and an id that is none of one is unknown. (H-54.1)"""
    body = read(desk, EVERYBODY).body

    assert {*NODE, "id", "state"} == body.keys()
    assert ([BRANCHES, ONLINE], MAIL, [], "ACTIVE") == tuple(
        body[name] for name in ("entryNodes", "matchingProperties", "exclusionFilters", "state")
    )
    for key in (NOBODYS, ONLINE):
        assert (404, f"node not found {key}") == (read(desk, key).status, read(desk, key).body["message"])


def test_an_aggregate_node_is_set_anew(desk):
    """What is sent takes the place of what was set; the name stays when it is left out. (H-55.1)"""
    key = create(desk, **NODE).body["id"]
    reply = change(desk, key, {"description": "Fewer", "state": "ACTIVE"})

    assert (200, "Readers", "Fewer", None) == (
        reply.status,
        *(reply.body[name] for name in ("name", "description", "imageUrl")),
    )
    assert ([], "ACTIVE") == (reply.body["exclusionFilters"], reply.body["state"])
    assert "Others" == change(desk, key, {"name": "Others"}).body["name"]
    assert ("Others", "ACTIVE") == (read(desk, key).body["name"], read(desk, key).body["state"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("entryNodes", [ONLINE]), ("matchingProperties", {**MAIL, "caseSensitive": True})],
)
def test_what_is_aggregated_cannot_change(desk, name, value):
    """Other entry nodes or matching properties are refused, the same ones are not. (H-55.2)"""
    key = create(desk, **NODE).body["id"]
    reply = change(desk, key, {name: value})

    assert (400, [f"/{name}"]) == (reply.status, [each["path"] for each in reply.body["errors"]])
    assert 200 == change(desk, key, {"entryNodes": [ONLINE.upper(), NEWSLETTER]}).status
    assert {**NODE, "state": "NEW", "id": key} == change(desk, key, NODE).body


def test_a_new_node_becomes_active(desk):
    """NEW becomes ACTIVE, and staying so is no change. (H-56.1)"""
    key = create(desk).body["id"]

    assert (200, {"state": "NEW"}) == (set_state(desk, key, "NEW").status, set_state(desk, key, "NEW").body)
    assert (200, {"state": "ACTIVE"}) == (
        set_state(desk, key, "ACTIVE").status,
        set_state(desk, key, "ACTIVE").body,
    )
    assert "ACTIVE" == read(desk, key).body["state"]


@pytest.mark.parametrize("state", ["NEW", "LOCKED", "REMOVED"])
def test_no_other_state_can_be_reached(desk, state):
    """From ACTIVE no way leads on, from NEW none to LOCKED or REMOVED. (H-56.2)"""
    key = create(desk).body["id"]

    assert 409 == set_state(desk, EVERYBODY, state).status
    assert 409 == change(desk, EVERYBODY, {"state": state}).status
    assert (200 if state == "NEW" else 409) == set_state(desk, key, state).status


def test_only_an_active_node_has_customers(desk):
    """A node that is NEW aggregates nobody; once ACTIVE it has its customers. (H-56.3)"""
    key = create(desk, entryNodes=[BRANCHES]).body["id"]

    assert 0 == customers(desk, key)
    set_state(desk, key, "ACTIVE")
    assert 0 < customers(desk, key) <= customers(desk, BRANCHES)


def test_subscriptions_of_entry_nodes_are_listed(desk):
    """Each subscription of a Send source of an entry node is there; other nodes have none. (H-57.1)"""
    operation = "getAggregateNodeSendSourceSubscriptionsConfigurationWorkspaces"
    reply = desk.call(operation, aggregateNodeId=create(desk).body["id"])

    assert [
        {
            "subscriptionId": "newsletter",
            "path": "base.contacts.email",
            "entryNodeName": "Newsletter",
            "entryNodeId": NEWSLETTER,
            "type": "EMAIL",
        }
    ] == reply.body
    assert [] == desk.call(operation, aggregateNodeId=EVERYBODY).body


def test_a_subscription_leads_to_the_contact_that_the_source_knows(desk):
    """Of customers whom a source knows by a number only, that is where a subscription leads. (H-57.1)"""
    source = desk.document("sources", MAILINGS)
    columns = [{"hub": "base.lastName", "send": "NAME"}, {"hub": "base.contacts.mobilePhone", "send": "SMS"}]
    properties = {**source["properties"], "mappedColumns": columns}
    desk.put("sources", MAILINGS, {**source, "properties": properties})
    operation = "getAggregateNodeSendSourceSubscriptionsConfigurationWorkspaces"

    (told,) = desk.call(operation, aggregateNodeId=create(desk).body["id"]).body
    assert ("base.contacts.mobilePhone", "MOBILE") == (told["path"], told["type"])


def test_a_subscription_that_only_send_knows_is_not_listed(desk):
    """A Send source may name subscriptions without one of the hub; these lead to no customer. (H-57.1)"""
    source = desk.document("sources", MAILINGS)
    more = [*source["properties"]["subscriptions"], {"send": "OFFERS"}]
    desk.put("sources", MAILINGS, {**source, "properties": {**source["properties"], "subscriptions": more}})
    operation = "getAggregateNodeSendSourceSubscriptionsConfigurationWorkspaces"

    reply = desk.call(operation, aggregateNodeId=create(desk).body["id"])
    assert ["newsletter"] == [each["subscriptionId"] for each in reply.body]
