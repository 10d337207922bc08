"""Creating audiences, from filters and from other things."""

import re

import pytest
from tests.vendors.apiture.desk import (
    BOB,
    CAMPAIGN,
    CAROL,
    IN_USE,
    INSIGHT,
    LIST,
    NEW,
    TEMPLATE,
    filter_of,
    refused,
)

from understudy.vendors.apiture.identities import IDENTITIES

CAROLS = "2b7e151628aed2a6ab08"
"""An audience of Carol's that is shared with nobody."""
SHARED = "2b7e151628aed2a6ab04"
"""An audience of Carol's that is shared with Bob."""
IN_MARIN = "7a1f93c2d4e85b60c101"

CHECKING = {"primitiveFilters": [filter_of("productType", "equals", "checking")]}
CLICKS = {"primitiveFilters": [filter_of("campaignClicks", "greaterThan", "0")]}
RESOURCE_ID = re.compile(r"[-_:.~$a-zA-Z0-9]{6,48}")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

CAROL_CALLS = next(person.caller for person in IDENTITIES.people if person.caller.subject == CAROL)


@pytest.mark.parametrize("missing", ["name", "customerType", "enrollmentState"])
def test_three_members_are_required(desk, missing):
    """A-12: name, customerType and enrollmentState are required; without one it is a 400 that names it."""
    reply = desk.call("createCustomerAudience", {key: NEW[key] for key in NEW if key != missing})

    assert (400, "badRequest") == refused(reply)
    assert missing in reply.body["problems"][0]["detail"]


def test_an_audience_is_made_from_one_thing(desk):
    """A-13: copyOf, insightId, customerAudienceTemplateId and campaignId exclude each other: 422."""
    reply = desk.call("createCustomerAudience", NEW, copyOf=LIST, insightId=INSIGHT)

    assert (422, "mutuallyExclusiveParameters") == refused(reply)


def test_a_copy_takes_everything_but_collaborators(desk):
    """A-14: a copy has the source's properties, filters and members, the caller as owner, no connections."""
    body = {"name": "Copy", "customerType": "all", "enrollmentState": "customer"}
    copy = desk.call("createCustomerAudience", body, copyOf=LIST).body
    source = desk.audience(LIST)

    for name in ("description", "source", "fileName", "identifierType", "includesHeader", "customerCount"):
        assert source[name] == copy[name]
    assert ("Copy", [], [], BOB) == (
        copy["name"],
        copy["collaborators"],
        copy["connections"],
        copy["owners"][0]["id"],
    )
    assert copy["id"] != source["id"]
    assert copy["createdAt"] > source["createdAt"]


def test_the_body_overrides_what_is_copied(desk):
    """A-14: description, filters and both primary filters of the request win over the source's."""
    body = {**NEW, "description": "Other words", "enrollmentState": "all", "filters": CHECKING}
    copy = desk.call("createCustomerAudience", body, copyOf=IN_USE).body

    assert ("Other words", "all", CHECKING) == (copy["description"], copy["enrollmentState"], copy["filters"])
    assert (
        desk.audience(desk.create(enrollmentState="all", filters=CHECKING))["customerCount"]
        == (copy["customerCount"])
    )


def test_an_audience_from_an_insight(desk):
    """A-15: its customers satisfy the insight and the request's filters; type and filters are then fixed."""
    loans = {"primitiveFilters": [filter_of("productType", "equals", "loan")]}
    both = {"primitiveFilters": [*loans["primitiveFilters"], *CHECKING["primitiveFilters"]]}
    made = desk.call("createCustomerAudience", {**NEW, "filters": CHECKING}, insightId=INSIGHT).body

    assert ("insight", INSIGHT) == (made["source"], made["insight"]["id"])
    assert desk.audience(desk.create(filters=both))["customerCount"] == made["customerCount"] > 0
    for patch in ({"customerType": "retail"}, {"filters": CHECKING}):
        reply = desk.call("patchCustomerAudience", patch, customerAudienceId=made["id"])
        assert (422, "immutableCustomerAudienceProperty") == refused(reply)


def test_an_audience_from_a_template(desk):
    """A-16: filters come from the template unless the body has its own; excluded templates are refused."""
    template = desk.call("getCustomerAudienceTemplate", customerAudienceTemplateId=TEMPLATE).body
    made = desk.call("createCustomerAudience", NEW, customerAudienceTemplateId=TEMPLATE).body
    other = desk.call(
        "createCustomerAudience", {**NEW, "filters": CHECKING}, customerAudienceTemplateId=TEMPLATE
    ).body

    assert template["filters"] == made["filters"]
    assert CHECKING == other["filters"]
    assert {"id": TEMPLATE, "name": template["name"]} == made["template"] == other["template"]
    assert "template" == made["source"]
    excluded = desk.call("createCustomerAudience", NEW, customerAudienceTemplateId="0399abed-f13c")
    assert (422, "excludedCustomerAudienceTemplate") == refused(excluded)
    allowed = desk.call(
        "createCustomerAudience", NEW, token="demo-marin", customerAudienceTemplateId="0399abed-f13c"
    )
    assert 201 == allowed.status


def test_an_audience_from_a_campaign(desk):
    """A-17: a campaign brings no filters, so they are required; they may ask about its engagement."""
    bare = desk.call("createCustomerAudience", NEW, campaignId=CAMPAIGN)
    made = desk.call("createCustomerAudience", {**NEW, "filters": CLICKS}, campaignId=CAMPAIGN).body

    assert (422, "unprocessableEntity") == refused(bare)
    assert {"id": CAMPAIGN, "name": "Holiday Savings Campaign", "state": "active"} == {
        key: made["campaign"][key] for key in ("id", "name", "state")
    }
    assert {"id": IN_USE, "name": "New Customers Ages 35-49"} == made["campaign"]["audience"]
    assert 0 < made["customerCount"] < made["totalCustomerCount"]
    assert (422, "invalidAnalyticFilter") == refused(
        desk.call("createCustomerAudience", {**NEW, "filters": CLICKS})
    )


def test_references_are_left_out_where_they_do_not_apply(desk):
    """A-18: insight, template and campaign are shown for their own source only, fileName for lists."""
    made = desk.audience(desk.create())

    assert "filter" == made["source"]
    assert set() == {"insight", "template", "campaign", "fileName", "identifierType"} & made.keys()
    assert "fileName" in desk.audience(LIST)


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ("copyOf", "noSuchCustomerAudience"),
        ("insightId", "noSuchInsight"),
        ("customerAudienceTemplateId", "noSuchCustomerAudienceTemplate"),
        ("campaignId", "noSuchCampaign"),
    ],
)
def test_what_does_not_exist_cannot_be_a_source(desk, parameter, code):
    """A-19: an unknown copyOf, insight, template or campaign is a 422."""
    body = {**NEW, "filters": CHECKING}

    assert (422, code) == refused(desk.call("createCustomerAudience", body, **{parameter: "no-such-thing"}))


@pytest.mark.parametrize(
    "given", [{"copyOf": CAROLS}, {"insightId": "8e41c07ab5d3"}, {"campaignId": "4c0d9e6fb300"}]
)
def test_what_is_not_ones_own_cannot_be_a_source(desk, given):
    """A-04, A-19: audiences not shared and another institution's insights and campaigns do not exist."""
    assert 422 == desk.call("createCustomerAudience", {**NEW, "filters": CHECKING}, **given).status


def test_creating_tells_where_and_which(desk):
    """A-20: 201 with the audience, its Location and its ETag; reading gives the same."""
    reply = desk.call("createCustomerAudience", {**NEW, "description": "For a test."})
    key = reply.body["id"]

    assert 201 == reply.status
    assert f"http://desk.example/service/customerAudiences/{key}" == reply.headers["Location"]
    read = desk.call("getCustomerAudience", customerAudienceId=key)
    assert reply.body == read.body
    assert reply.headers["ETag"] == read.headers["ETag"]


def test_what_the_server_sets_cannot_be_set(desk):
    """A-57: read-only members in a request are ignored."""
    sent = {
        **NEW,
        "id": "my-own-id",
        "createdAt": "2020-01-01T00:00:00.000Z",
        "collaborators": [],
        "state": "archived",
    }
    made = desk.call("createCustomerAudience", sent).body

    assert ("my-own-id", "archived") != (made["id"], made["state"])
    assert "2026-01-15T12:00:00.000Z" == made["createdAt"]
    assert (1, BOB) == (len(made["owners"]), made["owners"][0]["id"])


def test_unknown_members_are_welcome_where_the_page_leaves_it_open(desk):
    """A-58: only two schemas are closed; a new audience is not among them, so more members are accepted."""
    assert 201 == desk.call("createCustomerAudience", {**NEW, "whatever": 1}).status
