"""Segments: list, create, read, rename, delete, count, and those of one user."""

from datetime import timedelta

import pytest
from tests.vendors.banno.desk import (
    DRAFT,
    EMPTY,
    LARGER,
    LISTED,
    MARIN,
    MARINS,
    MARINS_DRAFT,
    NEW,
    NOBODY,
    NOBODYS,
    TIBURON,
)

from understudy.world.members import Members

REQUIRED = {"createdAt", "institutionId", "name", "segmentId", "updatedAt", "sourceProvider"}


def test_a_segment_is_made_of_a_draft(desk):
    """S-03, S-04: a new segment has all that was sent, the draft's users, and a moment of creation."""
    made = desk.call("createSegment", NEW)

    key = made.body["segmentId"]
    assert (201, {}) == (made.status, made.headers)
    assert {
        **NEW,
        "segmentId": key,
        "institutionId": TIBURON,
        "createdAt": "2026-01-15T12:00:00.000Z",
        "updatedAt": "2026-01-15T12:00:00.000Z",
    } == made.body
    assert made.body == desk.segment(key)
    assert {"userCount": 150, "numberOfCampaigns": 0} == desk.call("getSegmentStats", segmentId=key).body


def test_a_draft_serves_many_segments(desk):
    """S-06: a draft is not used up, and segments of the same name are different ones."""
    assert desk.create() != desk.create()
    assert 200 == desk.call("getDraft", draftId=DRAFT).status


@pytest.mark.parametrize("member", NEW)
def test_a_segment_needs_all_three_members(desk, member):
    """S-03, S-14: name, sourceProvider and draftId are required, and each is text; else 400."""
    before = desk.ids()

    for body in ({name: value for name, value in NEW.items() if name != member}, {**NEW, member: 7}):
        assert 400 == desk.call("createSegment", body).status
        assert ("S-14",) == desk.rules
    assert before == desk.ids()


@pytest.mark.parametrize("draft", [NOBODYS, MARINS_DRAFT, NOBODY])
def test_a_segment_needs_a_draft_with_users(desk, draft):
    """S-14: a draft that is unknown, another institution's, or found nobody is a 422."""
    before = desk.ids()

    refused = desk.call("createSegment", {**NEW, "draftId": draft})

    assert (422, None) == (refused.status, refused.body)
    assert draft in desk.reason
    assert before == desk.ids()


def test_a_malformed_draft_id_is_a_bad_request(desk):
    """Y-01: a draftId that is no UUID is a 400; one in capitals names the same draft."""
    assert 400 == desk.call("createSegment", {**NEW, "draftId": "abc"}).status
    assert DRAFT == desk.segment(desk.create(draftId=DRAFT.upper()))["draftId"]


def test_no_segment_has_too_many_users(desk):
    """S-16: 200,000 users make a segment, one more a 422."""
    draft = desk.world.store.read().get("banno/drafts", DRAFT).body
    for count, status in ((200_000, 201), (200_001, 422)):
        desk.put("banno/drafts", DRAFT, {**draft, "members": Members(range(count))})

        assert status == desk.call("createSegment", NEW).status
    assert ("S-16",) == desk.rules


def test_lists_are_whole_and_in_order_of_creation(desk):
    """S-13: all segments of the institution, the oldest first, in one answer; those of one moment by id."""
    assert [LISTED, LARGER, EMPTY] == desk.ids()
    made = sorted(desk.create() for _ in range(30))
    body = desk.world.store.read().get("banno/segments", EMPTY).body
    desk.put("banno/segments", NOBODYS, {**body, "createdAt": "2020-01-01T00:00:00.000Z"})

    assert [NOBODYS, LISTED, LARGER, EMPTY, *made] == desk.ids()
    assert [MARINS] == desk.ids(institutionId=MARIN, token="demo-marin")


def test_what_is_required_is_there(desk):
    """S-04: all but the draftId, which only a segment made from one has."""
    listed = {segment["segmentId"]: segment for segment in desk.call("listSegments").body["segments"]}

    assert {*REQUIRED, "draftId"} == listed[LISTED].keys()
    assert REQUIRED == listed[EMPTY].keys()
    assert listed == {key: desk.segment(key) for key in listed}


def test_renaming_leaves_the_users(desk):
    """S-03: name and source change, and updatedAt; users, draft and creation stay."""
    before = desk.segment(LISTED)
    desk.world.clock.step(timedelta(seconds=1))

    reply = desk.call("updateSegment", {"name": "Other", "sourceProvider": "Geezeo"}, segmentId=LISTED)

    changed = {"name": "Other", "sourceProvider": "Geezeo", "updatedAt": "2026-01-15T12:00:01.000Z"}
    assert (200, {**before, **changed}) == (reply.status, reply.body)
    assert reply.body == desk.segment(LISTED)
    assert 150 == desk.call("getSegmentStats", segmentId=LISTED).body["userCount"]


@pytest.mark.parametrize("body", [{"name": "Other"}, {"sourceProvider": "Banno"}, {}, [], "Other"])
def test_renaming_needs_both(desk, body):
    """S-03, S-14: name and sourceProvider are both required; else 400, and nothing changes."""
    before = desk.segment(LISTED)

    assert 400 == desk.call("updateSegment", body, segmentId=LISTED).status
    assert before == desk.segment(LISTED)


@pytest.mark.parametrize("key", [NOBODYS, MARINS])
@pytest.mark.parametrize("operation", ["getSegment", "updateSegment", "getSegmentStats"])
def test_an_unknown_segment_is_not_found(desk, operation, key):
    """S-14, S-16: unknown or another institution's, a segment is a 404, though S4 does not list it."""
    body = {"name": "Other", "sourceProvider": "Banno"} if operation == "updateSegment" else None

    refused = desk.call(operation, body, segmentId=key)

    assert (404, None) == (refused.status, refused.body)
    assert ("S-14",) == desk.rules


def test_deleting_is_always_done(desk):
    """S-14: 204 for a segment, for one that is gone, and for one that never was."""
    for key in (LISTED, LISTED, NOBODYS):
        assert 204 == desk.call("deleteSegment", segmentId=key).status
    assert [LARGER, EMPTY] == desk.ids()


def test_deleting_reaches_only_ones_own(desk):
    """S-14, S-16: another institution's segment is as good as unknown: 204, and it is still there."""
    assert 204 == desk.call("deleteSegment", segmentId=MARINS).status
    assert [MARINS] == desk.ids(institutionId=MARIN, token="demo-marin")


def test_stats_count_users_and_campaigns(desk):
    """S-12: how many users the segment has, and how many campaigns the fixtures give it."""
    counted = {key: desk.call("getSegmentStats", segmentId=key).body for key in (LISTED, LARGER, EMPTY)}

    assert {
        LISTED: {"userCount": 150, "numberOfCampaigns": 2},
        LARGER: {"userCount": 151, "numberOfCampaigns": 1},
        EMPTY: {"userCount": 0, "numberOfCampaigns": 0},
    } == counted


def test_a_user_leads_to_their_segments(desk):
    """S-13, S-14: each user of a segment is told to be in it, in order of creation; others in none."""
    ids = desk.users().rows(Members(range(400)), ["endUserId"])["endUserId"].to_list()

    def segments(key):
        reply = desk.call("listEndUserSegments", endUserId=key)
        assert 200 == reply.status
        return [segment["segmentId"] for segment in reply.body["segments"]]

    assert [LISTED, LARGER] == segments(ids[0]) == segments(ids[149].upper())
    assert [LARGER] == segments(ids[150])
    assert [] == segments(ids[151])
    assert [] == segments(NOBODYS)


def test_a_user_of_another_institution_is_unknown(desk):
    """S-16: MARIN's users are in none of TIBURON's segments."""
    theirs = desk.users("MARIN").rows(Members(range(40)), ["endUserId"])["endUserId"][0]

    assert {"segments": []} == desk.call("listEndUserSegments", endUserId=theirs).body
    found = desk.call("listEndUserSegments", endUserId=theirs, institutionId=MARIN, token="demo-marin")
    assert [MARINS] == [segment["segmentId"] for segment in found.body["segments"]]


@pytest.mark.parametrize("operation", ["getSegment", "getSegmentStats", "deleteSegment"])
def test_a_malformed_id_is_not_found_where_no_400_is_listed(desk, operation):
    """Y-01: a segmentId that is no UUID is a 404 here."""
    assert 404 == desk.call(operation, segmentId="abc").status
    assert ("Y-01",) == desk.rules


def test_ids_are_read_in_any_case(desk):
    """Y-01: UUIDs are written in lower case, and read in capitals too."""
    assert LISTED == desk.segment(LISTED.upper(), institutionId=TIBURON.upper())["segmentId"]
    assert 204 == desk.call("deleteSegment", segmentId=LISTED.upper()).status
    assert LISTED not in desk.ids()
