"""What makes customers unique: by default, and in one entry node."""

from tests.vendors.contacthub.desk import EVERYBODY, NEWSLETTER, ONLINE

POLICY = {"properties": ["externalId"], "caseSensitive": True}


def test_there_is_a_default(desk):
    """The default policy is the one that nodes are created with. (H-67.1)"""
    reply = desk.call("getUniqueCustomerMatchingPolicy")
    node = desk.call("postEntryNodeConfigurationWorkspaces", {"name": "Shop"}).body

    assert (200, node["uniqueCustomer"]) == (reply.status, reply.body)
    assert reply.body["properties"]


def test_the_policy_is_that_of_the_node(desk):
    """The policy of an entry node is its uniqueCustomer. (H-68.1)"""
    node = desk.call("getEntryNodeConfigurationWorkspaces", nodeId=ONLINE).body

    assert node["uniqueCustomer"] == desk.call("getNodeUniqueCustomerMatchingPolicy", nodeId=ONLINE).body
    assert 404 == desk.call("getNodeUniqueCustomerMatchingPolicy", nodeId=EVERYBODY).status


def test_another_policy_counts_from_then_on(desk):
    """The node has the new policy and tells customers apart by it; half a policy keeps the rest. (H-69.1)"""
    jane = {"nodeId": NEWSLETTER, "externalId": "1", "base": {"contacts": {"email": "jane@example.com"}}}
    other = {**jane, "externalId": "2"}
    first = desk.call("postCustomerWorkspaces", jane).body["id"]
    assert first == desk.call("postCustomerWorkspaces", other).body["id"]
    reply = desk.call("putNodeUniqueCustomerMatchingPolicy", POLICY, nodeId=NEWSLETTER)

    assert (200, POLICY) == (reply.status, reply.body)
    assert (
        POLICY == desk.call("getEntryNodeConfigurationWorkspaces", nodeId=NEWSLETTER).body["uniqueCustomer"]
    )
    assert first != desk.call("postCustomerWorkspaces", {**jane, "externalId": "3"}).body["id"]
    half = desk.call(
        "putNodeUniqueCustomerMatchingPolicy", {"properties": ["base.contacts.email"]}, nodeId=NEWSLETTER
    )
    assert {"properties": ["base.contacts.email"], "caseSensitive": True} == half.body
    other = desk.call("putNodeUniqueCustomerMatchingPolicy", {"caseSensitive": False}, nodeId=NEWSLETTER)
    assert {"properties": ["base.contacts.email"], "caseSensitive": False} == other.body
