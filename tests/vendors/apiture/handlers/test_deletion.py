"""Deleting audiences, and what keeps them."""

import pytest
from tests.vendors.apiture.desk import (
    LIST,
    contracts,
    refused,
)


@pytest.mark.parametrize("state", ["scheduled", "active", "paused", "testing"])
def test_an_audience_in_use_stays(desk, state):
    """A-46, A-47: a scheduled, active, paused or testing campaign keeps its audience from being deleted."""
    key = desk.create()
    desk.put("apiture/campaigns", "a-campaign", campaign(key, state))

    reply = desk.call("deleteCustomerAudience", customerAudienceId=key)

    assert (409, "customerAudienceInUse") == refused(reply)
    assert desk.audience(key)


@pytest.mark.parametrize("state", ["draft", "canceled", "completed", "archived"])
def test_an_audience_nobody_uses_goes(desk, state):
    """A-46, A-47: draft, canceled, completed and archived campaigns do not hold their audience."""
    key = desk.create()
    desk.put("apiture/campaigns", "a-campaign", campaign(key, state))

    reply = desk.call("deleteCustomerAudience", customerAudienceId=key)

    assert (204, None) == (reply.status, reply.body)
    assert 404 == desk.call("getCustomerAudience", customerAudienceId=key).status


def campaign(audience: str, state: str) -> dict[str, str]:
    """A campaign's document."""
    return {"institution": "TIBURON", "name": "A campaign", "state": state, "audience": audience}


def test_there_is_a_campaign_in_every_state(desk):
    """A-47: the fixtures have one campaign per state, each with an audience of its own."""
    campaigns = [
        document.body
        for document in desk.world.store.read().scan("apiture/campaigns")
        if document.body["institution"] == "TIBURON"
    ]
    schemas = contracts()["apiture/customer-audiences"].document["components"]["schemas"]

    assert sorted(schemas["campaignState"]["enum"]) == sorted(body["state"] for body in campaigns)
    assert len(campaigns) == len({body["audience"] for body in campaigns})


def test_deleting_takes_everything_along(desk):
    """A-46, B-11: with the audience go its connections and collaborators; archived ones can be deleted."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)
    assert 204 == desk.call("deleteCustomerAudience", customerAudienceId=LIST).status

    documents = desk.world.store.read()
    assert None is documents.get("apiture/collaborators", LIST)
    assert None is documents.get("apiture/connections", "0399abed-fd3d")
    gone = desk.call("getCustomerAudienceConnection", customerAudienceConnectionId="0399abed-fd3d")
    assert 404 == gone.status
