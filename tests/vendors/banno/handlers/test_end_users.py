"""The users of a segment, as JSON and as a CSV file."""

import csv
import io

import pytest
from tests.vendors.banno.desk import EMPTY, LARGER, LISTED, MARIN, MARINS, NOBODYS

COLUMNS = ["endUserId", "firstName", "lastName", "username", "email", "nettellerId", "memberNumber"]


def rows(reply):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(reply.body.decode(), newline=""), strict=True))


def test_up_to_150_users_are_listed(desk):
    """S-07: 150 users are told as JSON, and so is none at all."""
    reply = desk.call("listSegmentEndUsers", segmentId=LISTED)

    assert (200, 150) == (reply.status, len(reply.body["endUsers"]))
    assert 150 == len({user["endUserId"] for user in reply.body["endUsers"]})
    assert {"endUsers": []} == desk.call("listSegmentEndUsers", segmentId=EMPTY).body


def test_more_than_150_are_not_listed(desk):
    """S-07: 151 are a 400, and the reason points at the CSV file."""
    refused = desk.call("listSegmentEndUsers", segmentId=LARGER)

    assert (400, None) == (refused.status, refused.body)
    assert ("S-07",) == desk.rules
    assert "end-users.csv" in desk.reason


def test_what_is_told_of_a_user(desk):
    """S-11, Y-13: identifiers, names and mail where there is one; never a rowNumber."""
    users = desk.call("listSegmentEndUsers", segmentId=LISTED).body["endUsers"]

    assert {frozenset(COLUMNS), frozenset(COLUMNS) - {"email"}} == {frozenset(user) for user in users}
    assert all(isinstance(value, str) and value for user in users for value in user.values())


@pytest.mark.parametrize(("key", "count"), [(LISTED, 150), (LARGER, 151), (EMPTY, 0)])
def test_the_csv_file_has_them_all(desk, key, count):
    """S-07, S-11: the file has the columns in their order, a row for each user, and says its name."""
    reply = desk.call("getSegmentEndUsersCsv", segmentId=key)

    header, *users = rows(reply)
    assert (200, "text/csv; charset=utf-8") == (reply.status, reply.media_type)
    assert f'attachment; filename="{key}-end-users.csv"' == reply.headers["Content-Disposition"]
    assert (COLUMNS, count) == (header, len(users))


def test_list_and_file_tell_the_same(desk):
    """S-11: the users of the JSON list are those of the file, in its order; no mail is an empty value."""
    listed = desk.call("listSegmentEndUsers", segmentId=LISTED).body["endUsers"]
    header, *users = rows(desk.call("getSegmentEndUsersCsv", segmentId=LISTED))

    assert [[user.get(name, "") for name in header] for user in listed] == users


@pytest.mark.parametrize("operation", ["listSegmentEndUsers", "getSegmentEndUsersCsv"])
def test_users_of_an_unknown_segment(desk, operation):
    """S-14, S-16: a 404, whether the segment is unknown or another institution's."""
    for key in (NOBODYS, MARINS):
        refused = desk.call(operation, segmentId=key)
        assert (404, None) == (refused.status, refused.body)
    assert 200 == desk.call(operation, segmentId=MARINS, institutionId=MARIN, token="demo-marin").status


def test_a_malformed_id(desk):
    """Y-01: 400 where that is listed, else 404."""
    assert 400 == desk.call("listSegmentEndUsers", segmentId="abc").status
    assert 404 == desk.call("getSegmentEndUsersCsv", segmentId="abc").status
