"""Listing, reading and patching audiences."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.vendors.apiture.desk import (
    BOB,
    CAMPAIGN,
    CAROL,
    EVERYBODY,
    LIST,
    NEW,
    filter_of,
    refused,
)

from understudy.vendors.apiture.handlers import audiences
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


def test_an_analyst_sees_what_is_theirs_or_shared(desk):
    """A-04: a list holds the analyst's own audiences and those shared with them, and nobody else's."""
    assert {LIST, SHARED} <= set(desk.ids())
    assert set() == {CAROLS, IN_MARIN} & set(desk.ids())
    assert CAROLS in [
        item["id"] for item in desk.call("listCustomerAudiences", token=CAROL_CALLS).body["items"]
    ]


@pytest.mark.parametrize("key", [CAROLS, IN_MARIN, "no-such-audience"])
def test_what_is_not_shared_does_not_exist(desk, key):
    """A-04: another analyst's audience, another institution's and none at all are the same 404."""
    assert (404, "notFound") == refused(desk.call("getCustomerAudience", customerAudienceId=key))


def test_an_administrator_sees_all_of_an_institution(desk):
    """A-03: an administrator acts on the institution they name, else on the first, and sees all of it."""
    first = desk.call("listCustomerAudiences", token="demo-admin").body["items"]
    named = desk.call("listCustomerAudiences", token="demo-admin", institutions="MARIN").body["items"]

    assert {*desk.ids(), CAROLS} == {item["id"] for item in first}
    assert IN_MARIN in {item["id"] for item in named}
    unknown = desk.call("listCustomerAudiences", token="demo-admin", institutions="ATLANTIS")
    assert (422, "unprocessableEntity") == refused(unknown)


def test_q_searches_names_and_descriptions(desk):
    """A-05: `q` finds any part of name or description, whatever the case."""
    assert [LIST] == desk.ids(q="valuaBLE")
    assert [LIST] == desk.ids(q='"vendor\'s own"')
    assert [] == desk.ids(q="valuable and nonsense")


def test_lists_are_cut_down_by_state_source_and_enrollment(desk):
    """A-06, A-09: pipe-delimited values are alternatives, parameters are joined by and."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)
    everything = set(desk.ids())

    assert LIST in everything
    assert [LIST] == desk.ids(state="archived")
    assert everything == set(desk.ids(state="archived|active"))
    assert {LIST} == set(desk.ids(source="list"))
    assert everything - {LIST} == set(desk.ids(source="filter|template"))
    assert [] == desk.ids(source="list", state="active")
    assert {"enrolled", "unenrolled"} >= {
        desk.audience(key)["enrollmentState"] for key in desk.ids(enrollmentState="enrolled|unenrolled")
    }


def test_enrollment_state_all_is_a_value_like_any_other(desk):
    """A-07: enrollmentState=all finds only audiences whose own value is all."""
    assert [EVERYBODY] == desk.ids(enrollmentState="all")


def test_audiences_of_a_campaign_can_be_listed(desk):
    """A-08: `campaign` finds the audiences made from its engagement; an unknown one finds none."""
    made = desk.call("createCustomerAudience", {**NEW, "filters": CLICKS}, campaignId=CAMPAIGN).body["id"]

    assert [made] == desk.ids(campaign=CAMPAIGN)
    assert [] == desk.ids(campaign="no-such-campaign")


def test_lists_are_in_order_of_creation(desk):
    """A-09: items are ordered by createdAt, then id."""
    made = [desk.create() for _ in range(5)]

    assert sorted(made) == desk.ids()[-5:]
    items = desk.call("listCustomerAudiences").body["items"]
    assert sorted(items, key=lambda item: (item["createdAt"], item["id"])) == items


def test_lists_end_where_the_contract_ends_them(desk, monkeypatch):
    """A-09: the list is not paged, so it holds at most as many as the contract allows."""
    monkeypatch.setattr(audiences, "MOST_AUDIENCES", 3)

    assert 3 == len(desk.ids())


def test_items_show_the_first_sixteen_collaborators(desk):
    """A-10: an item has the first 16 collaborators and their number; the audience has all of them."""
    analysts = [f"analyst-{number:02}" for number in range(20)]
    for key in analysts:
        name = {"firstName": "Ann", "lastName": key, "username": key, "institution": "TIBURON"}
        desk.put("apiture/analysts", key, name)
    desk.put("apiture/collaborators", LIST, {"analysts": analysts})

    item = next(item for item in desk.call("listCustomerAudiences").body["items"] if item["id"] == LIST)

    assert (analysts[:16], 20) == (
        [person["id"] for person in item["collaborators"]],
        item["collaboratorsCount"],
    )
    assert analysts == [person["id"] for person in desk.audience(LIST)["collaborators"]]


def test_collaborators_have_their_own_tag(desk):
    """A-40: owner and collaborators are listed with a tag that changes to the audience leave alone."""
    first = desk.call("listCustomerAudienceCollaborators", customerAudienceId=LIST)
    desk.call("patchCustomerAudience", {"name": "Renamed"}, customerAudienceId=LIST)
    tag = first.headers["ETag"]
    second = desk.call(
        "listCustomerAudienceCollaborators", customerAudienceId=LIST, headers={"If-None-Match": tag}
    )

    assert [BOB] == [person["id"] for person in first.body["owners"]]
    assert 3 == len(first.body["items"])
    assert (304, None) == (second.status, second.body)
    assert tag != desk.call("getCustomerAudience", customerAudienceId=LIST).headers["ETag"]


def test_no_operation_changes_collaborators(desk):
    """A-41: patching the audience cannot touch its collaborators."""
    body = {"collaborators": []}

    assert 400 == desk.call("patchCustomerAudience", body, customerAudienceId=LIST).status
    assert 3 == len(desk.audience(LIST)["collaborators"])


def test_a_patch_is_merged(desk):
    """A-42: a merge patch changes what it names, and merges filters member by member."""
    key = desk.create(description="As it was.", filters=CHECKING)
    desk.world.clock.step(timedelta(hours=1))
    before = desk.audience(key)
    after = desk.call(
        "patchCustomerAudience",
        {"name": "Renamed", "filters": {"operator": "not"}},
        customerAudienceId=key,
    ).body

    assert ("Renamed", "As it was.") == (after["name"], after["description"])
    assert {**CHECKING, "operator": "not"} == after["filters"]
    assert before["customerCount"] + after["customerCount"] == before["totalCustomerCount"]
    assert before["createdAt"] == after["createdAt"] < after["updatedAt"]


@pytest.mark.parametrize("patch", [{"state": "archived"}, {"description": None}, {"name": "ab"}, [], "text"])
def test_a_patch_is_of_five_members(desk, patch):
    """A-42: only name, description, customerType, enrollmentState and filters, none null: else 400."""
    assert (400, "badRequest") == refused(desk.call("patchCustomerAudience", patch, customerAudienceId=LIST))


def test_a_patch_may_be_plain_json(desk):
    """A-42: application/json is taken as a merge patch as well (X-51)."""
    headers = {"Content-Type": "application/json"}

    reply = desk.call("patchCustomerAudience", {"name": "Renamed"}, customerAudienceId=LIST, headers=headers)

    assert (200, "Renamed") == (reply.status, reply.body["name"])


def test_an_archived_audience_is_not_patched(desk):
    """A-42: patching an archived audience is a 409."""
    desk.call("archiveCustomerAudience", customerAudienceId=LIST)

    reply = desk.call("patchCustomerAudience", {"name": "Renamed"}, customerAudienceId=LIST)

    assert (409, "customerAudienceArchived") == refused(reply)


def test_ids_and_timestamps_keep_their_form(desk):
    """A-59: ids match the vendor's pattern, timestamps are UTC with milliseconds and Z."""
    for item in desk.call("listCustomerAudiences").body["items"] + [desk.audience(desk.create())]:
        assert RESOURCE_ID.fullmatch(item["id"])
        for name in ("createdAt", "updatedAt", "customerCountUpdatedAt"):
            assert TIMESTAMP.fullmatch(item[name])


@pytest.mark.parametrize("unknown", [{"subject": "nobody-known"}, {"institution": "ATLANTIS"}])
def test_somebody_stands_behind_every_token(desk, unknown):
    """A-04: a token for an analyst or an institution that this world does not have is a 403."""
    caller = replace(IDENTITIES.tokens["demo"], **unknown)

    assert (403, "forbidden") == refused(desk.call("listCustomerAudiences", token=caller))
