"""Nodes: list all; entry nodes: list, create, read, modify, empty."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    CORE,
    EVERYBODY,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
)

MARINS_CORE = "905241d8-6fab-437e-9159-d24fbea08365"
"""The source of MARIN's core banking."""
MEMBERS = {"id", "name", "description", "imageUrl", "uniqueCustomer", "sourcePriority", "mandatoryProperties"}
NODE = {
    "name": "Shop",
    "description": "Who bought something",
    "imageUrl": "https://example.com/shop.png",
    "uniqueCustomer": {"properties": ["base.contacts.email"], "caseSensitive": False},
    "sourcePriority": [CORE],
    "mandatoryProperties": ["base.lastName"],
}
JANE = {"externalId": "1", "base": {"lastName": "Doe", "contacts": {"email": "jane@example.com"}}}


def create(desk, body=NODE, **given):
    """The reply to creating an entry node."""
    return desk.call("postEntryNodeConfigurationWorkspaces", body, **given)


def read(desk, key, **given):
    """The reply to reading an entry node."""
    return desk.call("getEntryNodeConfigurationWorkspaces", nodeId=key, **given)


def listed(desk, **given):
    """The body of the list of all nodes."""
    return desk.call("getNodesConfigurationWorkspaces", **given).body


def customers(desk, node):
    """How many customers a node has."""
    return desk.call("getCustomersWorkspaces", nodeId=node, size=0).body["page"]["totalElements"]


def events(desk, node):
    """How many events a node has."""
    return desk.call("getEventsWorkspaces", nodeId=node, size=0).body["page"]["totalElements"]


def test_all_nodes_are_listed_in_pages(desk):
    """Entry and aggregate nodes stand in order of creation, as many to a page as asked. (H-40.1)"""
    body = listed(desk)

    assert [BRANCHES, ONLINE, NEWSLETTER, EVERYBODY] == [each["id"] for each in body["elements"]]
    assert {"size": 20, "totalElements": 4, "totalPages": 1, "number": 0} == body["page"]
    pages = [listed(desk, page=number, size=3) for number in range(3)]
    assert body["elements"] == [each for page in pages for each in page["elements"]]
    assert {2} == {page["page"]["totalPages"] for page in pages}


@pytest.mark.parametrize(
    ("kind", "expected"), [("ENTRY", [BRANCHES, ONLINE, NEWSLETTER]), ("AGGREGATE", [EVERYBODY])]
)
def test_nodes_of_one_type_are_listed(desk, kind, expected):
    """nodeType leaves out the nodes of the other type. (H-40.2)"""
    assert expected == [each["id"] for each in listed(desk, nodeType=kind)["elements"]]


def test_a_user_sees_the_nodes_it_may_read(desk):
    """A user without the role ADMIN sees nodes by its permissions, in both lists. (H-40.3)"""
    seen = {each["id"] for each in listed(desk, token="demo-user")["elements"]}
    entries = desk.call("getEntriesNodesConfigurationWorkspaces", token="demo-user").body["elements"]

    assert seen
    assert seen < {each["id"] for each in listed(desk)["elements"]}
    assert {each["id"] for each in entries} <= seen
    for key in (BRANCHES, ONLINE, NEWSLETTER):
        assert (200 if key in seen else 403) == read(desk, key, token="demo-user").status


def test_what_one_type_has_stands_apart(desk):
    """An entry node has uniqueCustomer and mandatoryProperties, an aggregate one its rules. (H-40.4)"""
    entry, aggregate = (listed(desk)["elements"][at] for at in (0, 3))

    assert ("ENTRY", "AGGREGATE") == (entry["nodeType"], aggregate["nodeType"])
    assert {"uniqueCustomer", "mandatoryProperties"} == entry["properties"].keys()
    assert {"state", "entryNodes", "exclusionFilters", "matchingProperties"} == aggregate["properties"].keys()
    assert {"id", "name", "description", "nodeType", "retentionState", "properties"} == entry.keys()
    assert entry.keys() == aggregate.keys()
    assert read(desk, BRANCHES).body["uniqueCustomer"] == entry["properties"]["uniqueCustomer"]


@pytest.mark.parametrize("name", ["page", "size"])
@pytest.mark.parametrize("value", ["-1", "51", "x"])
@pytest.mark.parametrize(
    "operation", ["getNodesConfigurationWorkspaces", "getEntriesNodesConfigurationWorkspaces"]
)
def test_pages_have_bounds(desk, operation, name, value):
    """page and size outside 0 to 50 are refused. (H-40.5)"""
    assert 400 == desk.call(operation, **{name: value}).status


def test_entry_nodes_are_listed(desk):
    """The list of entry nodes has all details of each, in pages. (H-43.1)"""
    body = desk.call("getEntriesNodesConfigurationWorkspaces", page=1, size=2).body

    assert [read(desk, NEWSLETTER).body] == body["elements"]
    assert {"size": 2, "totalElements": 3, "totalPages": 2, "number": 1} == body["page"]


def test_a_new_entry_node_is_empty(desk):
    """A new node is listed, has nobody, and takes customers by its own rules. (H-44.1)"""
    reply = create(desk)
    node = reply.body["id"]

    assert (201, {**NODE, "id": node}) == (reply.status, reply.body)
    assert reply.body == read(desk, node).body
    assert [NEWSLETTER, EVERYBODY, node] == [each["id"] for each in listed(desk)["elements"]][2:]
    assert (0, 0) == (customers(desk, node), events(desk, node))
    assert 400 == desk.call("postCustomerWorkspaces", {"nodeId": node, "externalId": "1"}).status
    assert 201 == desk.call("postCustomerWorkspaces", {"nodeId": node, **JANE}).status
    assert 1 == customers(desk, node)


def test_a_new_entry_node_needs_only_a_name(desk):
    """Everything but the name has a default, uniqueness that of the workspace. (H-44.2)"""
    default = desk.call("getUniqueCustomerMatchingPolicy").body
    body = create(desk, {"name": "Shop"}).body

    assert MEMBERS == body.keys()
    assert (default, [], []) == tuple(
        body[name] for name in ("uniqueCustomer", "sourcePriority", "mandatoryProperties")
    )
    assert (None, None) == (body["description"], body["imageUrl"])
    half = create(desk, {"name": "Shop", "uniqueCustomer": {"caseSensitive": False}}).body
    assert {**default, "caseSensitive": False} == half["uniqueCustomer"]
    assert 400 == create(desk, {"description": "nameless"}).status


@pytest.mark.parametrize("key", [NOBODYS, MARINS_CORE])
@pytest.mark.parametrize("operation", ["post", "put"])
def test_a_node_prefers_known_sources(desk, operation, key):
    """A source that the workspace does not have cannot be preferred. (H-44.3)"""
    body = {**NODE, "sourcePriority": [CORE, key]}
    if operation == "post":
        reply = create(desk, body)
    else:
        reply = desk.call(
            "putEntryNodeConfigurationWorkspaces", {**body, "id": NEWSLETTER}, nodeId=NEWSLETTER
        )

    assert (400, f"source not found {key}") == (reply.status, reply.body["message"])
    assert ["/sourcePriority/1"] == [error["path"] for error in reply.body["errors"]]
    assert ("H-44.3",) == desk.rules


def test_one_entry_node_is_read(desk):
    """An entry node has all its details, and an id that is none of the workspace's is unknown. (H-45.1)"""
    body = read(desk, BRANCHES).body

    assert MEMBERS == body.keys()
    assert ("Branches", {"properties": ["externalId"], "caseSensitive": True}) == (
        body["name"],
        body["uniqueCustomer"],
    )
    for key in (NOBODYS, EVERYBODY, MARINS_BRANCHES):
        reply = read(desk, key)
        assert (404, f"node not found {key}") == (reply.status, reply.body["message"])


def test_an_entry_node_is_set_anew(desk):
    """What is sent takes the place of what was set, and the customers stay. (H-46.1)"""
    before = customers(desk, ONLINE)
    body = {"id": ONLINE, "name": "Online", "uniqueCustomer": {"properties": ["externalId"]}}
    reply = desk.call("putEntryNodeConfigurationWorkspaces", body, nodeId=ONLINE)

    assert (200, "Online", None) == (reply.status, reply.body["name"], reply.body["description"])
    assert {"properties": ["externalId"], "caseSensitive": True} == reply.body["uniqueCustomer"]
    assert reply.body == read(desk, ONLINE).body
    assert before == customers(desk, ONLINE)


def test_an_entry_node_keeps_its_id(desk):
    """Another id in the body is refused, that of the node in any case of letters is not. (H-46.2)"""
    sent = {**NODE, "id": NEWSLETTER.upper()}

    assert 200 == desk.call("putEntryNodeConfigurationWorkspaces", sent, nodeId=NEWSLETTER).status
    reply = desk.call("putEntryNodeConfigurationWorkspaces", {**NODE, "id": ONLINE}, nodeId=NEWSLETTER)
    assert (400, "/id") == (reply.status, reply.body["errors"][0]["path"])


def test_an_emptied_node_has_nothing(desk):
    """Customers and events of the node are gone, those of others stay, and so does the node. (H-47.1)"""
    others, before = (customers(desk, BRANCHES), events(desk, BRANCHES)), events(desk, ONLINE)
    one = desk.call("getCustomersWorkspaces", nodeId=ONLINE, size=1).body["elements"][0]["id"]
    reply = desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=ONLINE)

    assert (204, None) == (reply.status, reply.body)
    assert 0 < before
    assert (0, 0) == (customers(desk, ONLINE), events(desk, ONLINE))
    assert others == (customers(desk, BRANCHES), events(desk, BRANCHES))
    assert 404 == desk.call("getCustomerWorkspaces", customerId=one).status
    assert 200 == read(desk, ONLINE).status
    assert 404 == desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=EVERYBODY).status


def test_a_node_loses_its_events_only(desk):
    """With eventsOnly the events are gone and the customers are not. (H-47.2)"""
    before = customers(desk, ONLINE)
    reply = desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=ONLINE, eventsOnly="true")

    assert (204, before, 0) == (reply.status, customers(desk, ONLINE), events(desk, ONLINE))
    assert 0 < before


@pytest.mark.parametrize("path", ["", "AAA", "base", "base.nothing", "base.contacts", "tags.auto", "nodeId"])
def test_customers_are_unique_by_properties_they_have(desk, path):
    """What no customer has, or has several of, cannot make one unique or be mandatory. (H-44.4)"""
    policy = {"properties": [path], "caseSensitive": True}

    assert 400 == create(desk, {"name": "Shop", "uniqueCustomer": policy}).status
    assert (
        "/uniqueCustomer/properties/0"
        == (create(desk, {"name": "Shop", "uniqueCustomer": policy}).body["errors"][0]["path"])
    )
    assert 400 == desk.call("putNodeUniqueCustomerMatchingPolicy", policy, nodeId=NEWSLETTER).status
    mandatory = create(desk, {"name": "Shop", "mandatoryProperties": [path]}).status
    assert (201 if path == "base.contacts" else 400) == mandatory


@pytest.mark.parametrize("path", ["externalId", "base.address.geo.lat", "extended.card", "extended.a.b"])
def test_any_single_property_makes_unique(desk, path):
    """Properties of base with one value, the externalId and extended ones make customers unique. (H-44.4)"""
    policy = {"properties": [path], "caseSensitive": True}

    assert policy == create(desk, {"name": "Shop", "uniqueCustomer": policy}).body["uniqueCustomer"]
