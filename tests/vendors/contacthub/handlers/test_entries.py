"""The entry customers that make an aggregate customer."""

import pytest
from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, NOBODYS, ONLINE

OPERATION = "getEntriesCustomerWorkspaces"


def entries(desk, key, **given):
    """The reply to listing the entry customers of a customer."""
    return desk.call(OPERATION, customerId=key, **{"page": 0, "size": 10, **given})


def both(desk):
    """The id of an aggregate customer of two entry customers, and its e-mail address."""
    found = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY, size=50).body["elements"]
    one = next(each for each in found if each["externalId"] and each["base"]["credential"])
    return one["id"], one["base"]["contacts"]["email"]


def test_entry_customers_of_an_aggregate_one_are_listed(desk):
    """They are those of the entry nodes with the matching value, in the order of the nodes. (H-90.1)"""
    key, email = both(desk)
    body = entries(desk, key).body

    assert [BRANCHES, ONLINE] == [each["nodeId"] for each in body["elements"]]
    assert {email} == {each["base"]["contacts"]["email"] for each in body["elements"]}
    for each in body["elements"]:
        assert each == desk.call("getCustomerWorkspaces", customerId=each["id"]).body
    assert {"size": 10, "totalElements": 2, "totalPages": 1, "number": 0}.items() <= body["page"].items()
    assert 404 == entries(desk, NOBODYS).status


@pytest.mark.parametrize("name", ["page", "size"])
def test_page_and_size_are_required(desk, name):
    """Without page or size the list is refused; both together choose. (H-90.2)"""
    key, _ = both(desk)

    assert 400 == entries(desk, key, **{name: None}).status
    assert [ONLINE] == [each["nodeId"] for each in entries(desk, key, page=1, size=1).body["elements"]]


def test_an_entry_customer_has_no_entry_customers(desk):
    """A customer of an entry node is made up of nobody. (H-90.3)"""
    key = desk.call("getCustomersWorkspaces", nodeId=ONLINE, size=1).body["elements"][0]["id"]
    reply = entries(desk, key)

    assert (200, [], 0) == (reply.status, reply.body["elements"], reply.body["page"]["totalElements"])
