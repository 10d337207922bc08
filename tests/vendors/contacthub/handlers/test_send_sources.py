"""The nodes joined to Contactsend, and what its databases have."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    MAILINGS,
    MARIN,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    TIBURON,
)


@pytest.fixture
def members(desk):
    """MARIN's branches joined to database 3 of group 45 as well."""
    source = {
        "provider": "CONTACTSEND",
        "name": "Member news",
        "nodes": [MARINS_BRANCHES],
        "properties": {"groupPk": 45, "userdbId": 3},
    }
    return desk.call("postSourceConfigurationWorkspaces", source, token="demo-marin", workspaceId=MARIN).body


def joined(reply):
    """The nodes of a list."""
    return [each["nodeId"] for each in reply.body["elements"]]


def test_subscriptions(desk):
    """The subscriptions of a database are listed (H-101.1)."""
    found = desk.call("getSubscriptionsSendSourceWorkspaces", subscriberSourceId="7").body["elements"]

    assert {"id": 1, "name": "NEWSLETTER", "registrationField": "NEWSLETTER_DATE"} == found[0]
    assert [1, 2] == [each["id"] for each in found]


@pytest.mark.parametrize(
    "operation_id", ["getSubscriptionsSendSourceWorkspaces", "getSubscriberFieldsSendSourceWorkspaces"]
)
@pytest.mark.parametrize(
    "given",
    [
        {"subscriberSourceId": "9"},
        {"subscriberSourceId": "3"},
        {"subscriberSourceId": "seven"},
        {"subscriberSourceId": "7", "groupPk": 45},
    ],
)
def test_no_such_database(desk, operation_id, given):
    """A database that the workspace does not have, or not in that group, is a 404 (H-101.2)."""
    assert 404 == desk.call(operation_id, **given).status
    assert ("H-101.2",) == desk.rules


def test_subscriptions_of_a_group(desk):
    """The customer group of a database may be named with it (H-101.3)."""
    named = desk.call("getSubscriptionsSendSourceWorkspaces", subscriberSourceId="7", groupPk=44)

    assert desk.call("getSubscriptionsSendSourceWorkspaces", subscriberSourceId="7").body == named.body


def test_fields(desk):
    """The subscriber fields of a database are listed (H-102.1)."""
    found = desk.call("getSubscriberFieldsSendSourceWorkspaces", subscriberSourceId="8").body["elements"]

    assert [{"name": "EMAIL", "type": "STRING"}, {"name": "BRANCH", "type": "STRING"}] == found


def test_send_sources(desk, members):
    """All joined nodes of the caller's workspaces are listed, of other workspaces none (H-103.1)."""
    assert [NEWSLETTER] == joined(desk.call("getSendSources"))
    assert [MARINS_BRANCHES] == joined(desk.call("getSendSources", token="demo-marin"))
    assert {NEWSLETTER, MARINS_BRANCHES} == set(joined(desk.call("getSendSources", token="demo-admin")))


def test_a_send_source_is_the_source_with_its_node_and_workspace(desk):
    """The configuration says workspace, node and source, the source as it is elsewhere (H-104.1)."""
    found = desk.call("getSendSourceNodeWorkspaces", nodeId=NEWSLETTER).body

    assert (TIBURON, 44, "ENABLED") == (found["id"], found["portfolio"], found["workspaceStatus"])
    assert (NEWSLETTER, "Newsletter", "ENTRY") == (found["nodeId"], found["nodeName"], found["nodeType"])
    source = desk.call("getSourceConfigurationWorkspaces", sourceId=MAILINGS).body
    assert source == found["contactSendSource"]


def test_a_node_that_no_source_joins(desk):
    """A node without a Send source is a 404, as is one that does not exist (H-104.2)."""
    assert 404 == desk.call("getSendSourceNodeWorkspaces", nodeId=BRANCHES).status
    assert ("H-104.2",) == desk.rules
    assert 404 == desk.call("getSendSourceNodeWorkspaces", nodeId=NOBODYS).status
    assert ("H-0.a7",) == desk.rules


def test_the_send_source_of_a_database(desk, members):
    """Group and database lead to the node that is joined to it (H-105.1)."""
    found = desk.call("getSendSourceUserdbGroup", groupPk="44", userdbId="7").body
    assert desk.call("getSendSourceNodeWorkspaces", nodeId=NEWSLETTER).body == found

    found = desk.call("getSendSourceUserdbGroup", token="demo-admin", groupPk="45", userdbId="3").body
    assert members == found["contactSendSource"]


def test_numbers_are_found_however_they_were_written(desk):
    """7.0 is the whole number 7; what has no group is in none, whatever it is called (H-105.1, H-106.1)."""
    source = {"provider": "CONTACTSEND", "name": "Mails", "nodes": [BRANCHES]}
    own = {"userdbId": 9.0}
    made = desk.call("postSourceConfigurationWorkspaces", {**source, "properties": own}).body["id"]

    assert [] == joined(desk.call("getSendSourcesGroup", groupPk="None"))
    grouped = {**source, "properties": {**own, "groupPk": 46.0}}
    assert 200 == desk.call("putSourceConfigurationWorkspaces", grouped, sourceId=made).status
    assert BRANCHES == desk.call("getSendSourceUserdbGroup", groupPk="46", userdbId="9").body["nodeId"]


@pytest.mark.parametrize(("group", "database"), [("44", "8"), ("45", "3"), ("45", "7"), ("none", "7")])
def test_a_database_that_no_source_joins(desk, members, group, database):
    """A database joined to no node of the caller's is a 404 (H-105.2)."""
    assert 404 == desk.call("getSendSourceUserdbGroup", groupPk=group, userdbId=database).status
    assert ("H-105.2",) == desk.rules


def test_the_send_sources_of_a_group(desk, members):
    """The nodes joined to databases of one customer group are listed (H-106.1)."""
    assert [NEWSLETTER] == joined(desk.call("getSendSourcesGroup", groupPk="44"))
    assert [] == joined(desk.call("getSendSourcesGroup", groupPk="45"))
    assert [MARINS_BRANCHES] == joined(desk.call("getSendSourcesGroup", token="demo-admin", groupPk="45"))


def test_a_send_source_follows_its_node_and_workspace(desk):
    """What changes elsewhere shows here: the configuration is read, not kept (H-104.3)."""
    workspace, node = desk.document("workspaces", TIBURON), desk.document("nodes", NEWSLETTER)
    desk.put("workspaces", TIBURON, {**workspace, "industry": "Luxury"})
    desk.put("nodes", NEWSLETTER, {**node, "name": "Letters"})

    found = desk.call("getSendSourceNodeWorkspaces", nodeId=NEWSLETTER).body
    assert ("FASHION", "Letters") == (found["industry"], found["nodeName"])
