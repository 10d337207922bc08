"""Drafts: read, downloaded, and applied to segments."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.banno.desk import (
    DRAFT,
    EMPTY,
    LISTED,
    MARIN,
    MARINS,
    MARINS_DRAFT,
    NOBODY,
    NOBODYS,
    ONE_MORE,
    TIBURON,
    Desk,
    seeded,
)
from tests.vendors.banno.forms import form

from understudy.vendors.banno.rules import MOST_USERS
from understudy.world.members import Members

READS = ("getDraft", "getDraftMissingUsersCsv", "getDraftEndUserIdsCsv")
APPLIES = {
    "replaceSegmentEndUsers": lambda _mine, drafts: drafts,
    "appendSegmentEndUsers": lambda mine, drafts: mine | drafts,
    "removeSegmentEndUsers": lambda mine, drafts: mine - drafts,
}


def members(desk, key):
    """The users of a segment."""
    return desk.world.store.read().get("banno/segments", key).body["members"]


def apply(desk, operation, draft=ONE_MORE, segment=LISTED, **more):
    """Apply a draft to a segment."""
    return desk.call(operation, segmentId=segment, draftId=draft, **more)


def test_a_draft_is_read(desk):
    """S-05: a draft tells its id, institution and moment, and nothing else."""
    expected = {"draftId": DRAFT, "institutionId": TIBURON, "createdAt": "2026-01-12T09:28:00.000Z"}

    assert expected == desk.call("getDraft", draftId=DRAFT).body


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("key", [NOBODYS, MARINS_DRAFT, "no-uuid"])
def test_an_unknown_draft_is_a_bad_request(desk, operation, key):
    """Y-01, Y-14, S-16: where drafts are read, one that the institution does not have is a 400."""
    reply = desk.call(operation, draftId=key)

    assert (400, None) == (reply.status, reply.body)


@pytest.mark.parametrize("operation", READS)
def test_reading_needs_the_permission_to_view(desk, operation):
    """S-02, S-16: who may view reads drafts, of the own institution only."""
    assert 200 == desk.call(operation, draftId=DRAFT, token="demo-read").status
    assert 403 == desk.call(operation, draftId=MARINS_DRAFT, institutionId=MARIN).status


def test_the_file_of_missing_users_repeats_what_was_sent(desk):
    """S-11: under the headers of the import's file stand the rows that named nobody, value by value."""
    sent = 'id,"full\nname",e-mail\nnobody," ""O"", Hara",\nflores,,=x\n'
    key = desk.call("importSegmentCsv", form(sent), sourceType="username").body["draftId"]
    reply = desk.call("getDraftMissingUsersCsv", draftId=key)

    rows = list(csv.reader(io.StringIO(reply.body.decode(), newline=""), strict=True))
    assert list(csv.reader(io.StringIO(sent, newline=""))) == rows
    assert "text/csv; charset=utf-8" == reply.media_type
    assert {"Content-Disposition": f'attachment; filename="{key}-end-users.csv"'} == reply.headers


def test_without_headers_missing_users_are_told_by_line(desk):
    """S-11: where the file had no headers, the line and the identifier of each row are told."""
    sent = form("x,nobody\n\nx,  \n", user_identifier_csv_column=1, csv_header_row_exists="false")
    key = desk.call("importSegmentCsv", sent, sourceType="username").body["draftId"]

    missing = desk.call("getDraftMissingUsersCsv", draftId=key).body
    assert b"rowNumber,value\r\n1,nobody\r\n3,  \r\n" == missing


def test_the_file_of_found_users_has_their_ids(desk):
    """S-11: one column, endUserId, with a row for each user of the draft."""
    reply = desk.call("getDraftEndUserIdsCsv", draftId=DRAFT)
    rows = desk.users().rows(desk.world.store.read().get("banno/drafts", DRAFT).body["members"])

    assert ["endUserId", *rows["endUserId"]] == reply.body.decode().split()
    assert {"Content-Disposition": f'attachment; filename="{DRAFT}-end-users.csv"'} == reply.headers
    assert b"endUserId\r\n" == desk.call("getDraftEndUserIdsCsv", draftId=NOBODY).body


@pytest.mark.parametrize("operation", APPLIES)
def test_applying_a_draft_gives_the_segment(desk, operation):
    """S-06: the answer is the segment, updated now, still telling the draft it was made from."""
    before = desk.segment(LISTED)
    desk.world.clock.step(timedelta(hours=1))
    reply = apply(desk, operation)

    assert (200, {**before, "updatedAt": "2026-01-15T13:00:00.000Z"}) == (reply.status, reply.body)
    assert reply.body == desk.segment(LISTED)
    assert DRAFT == reply.body["draftId"]


steps = st.lists(
    st.tuples(st.sampled_from(sorted(APPLIES)), st.integers(0, 4), st.integers(0, 1)), max_size=12
)


@given(st.lists(st.sets(st.integers(0, 60)), min_size=5, max_size=5), steps)
def test_segments_are_sets(sets, steps):
    """S-06, Y-12: any sequence of replacing, appending and removing leaves what it leaves of plain sets."""
    desk = Desk(seeded().fork("model"))
    everybody = desk.users().frame["number"]
    draft = desk.world.store.read().get("banno/drafts", DRAFT).body
    keys = [f"00000000-0000-4000-8000-00000000000{place}" for place in range(5)]
    for key, people in zip(keys, sets, strict=True):
        desk.put("banno/drafts", key, {**draft, "members": Members(everybody[sorted(people)])})
    segments = (LISTED, EMPTY)
    model = [set(members(desk, key).numbers) for key in segments]
    for operation, place, segment in steps:
        given = {int(everybody[person]) for person in sets[place]}
        assert 200 == apply(desk, operation, keys[place], segments[segment]).status
        model[segment] = APPLIES[operation](model[segment], given)

        for key, people in zip(segments, model, strict=True):
            assert sorted(people) == members(desk, key).numbers.to_list()
            count = desk.call("getSegmentStats", segmentId=key).body["userCount"]
            assert len(people) == count


@pytest.mark.parametrize("operation", APPLIES)
def test_a_draft_can_be_used_again(desk, operation):
    """S-06: a draft is not used up, and a second time changes no users."""
    apply(desk, operation)
    once = members(desk, LISTED)
    draft = desk.world.store.read().get("banno/drafts", ONE_MORE)

    assert 200 == apply(desk, operation).status
    assert once == members(desk, LISTED)
    assert draft is desk.world.store.read().get("banno/drafts", ONE_MORE)


@pytest.mark.parametrize("operation", APPLIES)
@pytest.mark.parametrize(
    "named",
    [{"draft": NOBODYS}, {"draft": MARINS_DRAFT}, {"segment": NOBODYS}, {"segment": MARINS}, {"draft": "x"}],
)
def test_an_unknown_segment_or_draft_is_not_found(desk, operation, named):
    """S-14, S-16: where a draft is applied, what the institution does not have is a 404."""
    before = desk.world.store.read()

    assert 404 == apply(desk, operation, **named).status
    assert before is desk.world.store.read()


@pytest.mark.parametrize("operation", APPLIES)
def test_applying_needs_the_permission_to_edit(desk, operation):
    """S-02: who may only view changes no users."""
    before = desk.world.store.read()

    assert 403 == apply(desk, operation, token="demo-read").status
    assert before is desk.world.store.read()


def test_no_segment_has_more_than_200_000_users(desk):
    """S-16: a draft that would make the segment too large is refused, and the segment stays as it is."""
    body = desk.world.store.read().get("banno/drafts", DRAFT).body
    desk.put("banno/drafts", ONE_MORE, {**body, "members": Members(range(1000, 1000 + MOST_USERS))})

    assert 422 == apply(desk, "appendSegmentEndUsers").status
    assert ("S-16",) == desk.rules
    assert 150 == len(members(desk, LISTED))
    assert 200 == apply(desk, "replaceSegmentEndUsers").status
    assert MOST_USERS == len(members(desk, LISTED))
