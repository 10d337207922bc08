"""Aggregate customers seen from outside: matched, left out, and following their entry customers."""

import json

from tests.vendors.contacthub.desk import EVERYBODY, NEWSLETTER, ONLINE

MAIL = "base.contacts.email"


def aggregate(desk, *, matching=(MAIL,), case_sensitive=False, filters=()):
    """The id of a new, active aggregate node of Newsletter and Online banking."""
    policy = {"properties": list(matching), "caseSensitive": case_sensitive}
    body = {
        "name": "Readers",
        "entryNodes": [NEWSLETTER, ONLINE],
        "matchingProperties": policy,
        "exclusionFilters": list(filters),
    }
    key = desk.call("postAggregateNodeConfigurationWorkspaces", body).body["id"]
    desk.call("putAggregateNodeStateConfigurationWorkspaces", {"state": "ACTIVE"}, aggregateNodeId=key)
    return key


def create(desk, node, email, username=None, **base):
    """The id of a new customer with an e-mail address; in Online banking with a username."""
    credential = {} if username is None else {"credential": {"username": username}}
    body = {"nodeId": node, "base": {"contacts": {"email": email}, **credential, **base}}
    return desk.call("postCustomerWorkspaces", body).body["id"]


def named(desk, node, name):
    """The customers of a node with this first name."""
    condition = {"type": "atomic", "attribute": "base.firstName", "operator": "EQUALS", "value": name}
    query = {"name": "", "query": {"type": "simple", "are": {"condition": condition}}}
    return desk.call("getCustomersWorkspaces", nodeId=node, query=json.dumps(query)).body["elements"]


def members(desk, customer):
    """The ids of the entry customers of a customer."""
    found = desk.call("getEntriesCustomerWorkspaces", customerId=customer["id"], page=0, size=50)
    return [each["id"] for each in found.body["elements"]]


def test_customers_with_the_same_values_are_one(desk):
    """Those with the same values are one, whatever their case if that does not count. (H-53.2)"""
    one = create(desk, NEWSLETTER, "jane@example.com", firstName="Jane 7")
    two = create(desk, ONLINE, "JANE@example.com", "jane7", firstName="Jane 7")
    for case_sensitive, groups in ((False, [[one, two]]), (True, [[one], [two]])):
        node = aggregate(desk, case_sensitive=case_sensitive)
        found = [members(desk, each) for each in named(desk, node, "Jane 7")]
        assert groups == sorted(found, key=lambda own: own != [one] and own != [one, two])
    node = aggregate(desk, matching=(MAIL, "base.lastName"))
    assert [[one], [two]] == sorted(
        (members(desk, each) for each in named(desk, node, "Jane 7")), key=[[one], [two]].index
    )


def test_filters_leave_customers_and_their_events_out(desk):
    """Whom a filter describes is not aggregated, and what that customer did is not either. (H-53.3)"""
    jane = create(desk, NEWSLETTER, "test.jane@example.com", firstName="Jane 7")
    joe = create(desk, NEWSLETTER, "joe@example.com", firstName="Joe 7", pictureUrl="https://example.com/boh")
    ann = create(desk, NEWSLETTER, "ann@example.com", firstName="Ann 7")
    for key in (jane, joe, ann):
        event = {"customerId": key, "type": "viewedPage", "context": "WEB", "properties": {}}
        assert 202 == desk.call("postEventWorkspaces", event).status
    filters = [
        {"property": MAIL, "value": "TEST", "pattern": "START_WITH"},
        {"property": "base.pictureUrl", "value": "boh", "pattern": "CONTAINS"},
    ]
    node, everyone = aggregate(desk, filters=filters), aggregate(desk)

    assert [0, 0, 1] == [len(named(desk, node, f"{name} 7")) for name in ("Jane", "Joe", "Ann")]
    assert [1, 1, 1] == [len(named(desk, everyone, f"{name} 7")) for name in ("Jane", "Joe", "Ann")]
    events = [
        desk.call("getEventsWorkspaces", nodeId=each, type="viewedPage", size=50).body["elements"]
        for each in (node, everyone)
    ]
    assert [{ann}, {jane, joe, ann}] == [
        {each["customerId"] for each in found} & {jane, joe, ann} for found in events
    ]
    desk.call("putAggregateNodeConfigurationWorkspaces", {"exclusionFilters": None}, aggregateNodeId=node)
    assert 1 == len(named(desk, node, "Jane 7"))


def test_an_aggregate_customer_follows_its_entry_customers(desk):
    """Changing, adding and emptying entry customers changes it at once; its id stays. (H-53.7)"""
    node = aggregate(desk)
    one = create(desk, NEWSLETTER, "jane@example.com", firstName="Jane 7")
    (alone,) = named(desk, node, "Jane 7")
    two = create(desk, ONLINE, "jane@example.com", "jane7", lastName="Doe")
    (both,) = named(desk, node, "Jane 7")
    assert ([one, two], alone["id"]) == (members(desk, both), both["id"])
    assert (None, "Doe") == (alone["base"]["lastName"], both["base"]["lastName"])
    desk.call("patchCustomerWorkspaces", {"base": {"contacts": {"email": "j@example.com"}}}, customerId=two)
    (apart,) = named(desk, node, "Jane 7")
    assert ([one], alone["id"]) == (members(desk, apart), apart["id"])
    desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=NEWSLETTER)
    assert [] == named(desk, node, "Jane 7")
    assert 404 == desk.call("getCustomerWorkspaces", customerId=alone["id"]).status


def test_an_aggregate_customer_cannot_be_changed(desk):
    """It is changed through its entry customers only, and none can be created. (H-53.7)"""
    one = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY, size=1).body["elements"][0]
    change = {"base": {"firstName": "Jane"}}

    assert 400 == desk.call("patchCustomerWorkspaces", change, customerId=one["id"]).status
    assert 404 == desk.call("postCustomerWorkspaces", {"nodeId": EVERYBODY, **change}).status
    assert one == desk.call("getCustomerWorkspaces", customerId=one["id"]).body
