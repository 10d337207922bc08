"""Writing CSV files."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from tests.vendors.banno.desk import seeded

from understudy.vendors.banno.csv_writing import csv_reply, csv_text, end_users_csv
from understudy.vendors.banno.users import COLUMNS, Users
from understudy.world.members import Members

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=6))
def test_what_is_written_is_read_again(rows):
    """RFC 4180: any values can be written, and any reader reads the same."""
    text = csv_text(rows)

    assert rows == list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert text.count("\r\n") >= len(rows)


def test_values_are_left_as_they_are():
    """Values that look like formulas are repeated as they were sent; quotes are only where they must be."""
    assert '=1+1,"a,b","say ""x""",é\r\n' == csv_text([["=1+1", "a,b", 'say "x"', "é"]])


def test_the_columns_of_users():
    """S-11: a header row and one row per user, nothing in the place of a missing e-mail address."""
    users = Users.of(seeded().institutions["TIBURON"].customers)
    members = Members(users.frame["number"])
    text = end_users_csv(users, members).decode()

    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert "endUserId,firstName,lastName,username,email,nettellerId,memberNumber" == ",".join(header)
    expected = [[value or "" for value in row] for row in users.rows(members).iter_rows()]
    assert expected == rows
    assert len(COLUMNS) == len(header)
    assert text.endswith("\r\n")


def test_a_file_of_nobody_is_a_header():
    """S-11: the file of an empty segment has its header row only."""
    users = Users.of(seeded().institutions["TIBURON"].customers)

    assert b"endUserId\r\n" == end_users_csv(users, Members(), ["endUserId"])


def test_a_file_is_to_be_downloaded():
    """S-11, Y-08: a CSV answer says what it is and what its file is called."""
    reply = csv_reply(b"endUserId\r\n", "7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34")

    assert (200, "text/csv; charset=utf-8") == (reply.status, reply.media_type)
    name = "7d0c2b9a-1f4e-4a63-8e57-c2b8d1f09e34-end-users.csv"
    assert {"Content-Disposition": f'attachment; filename="{name}"'} == reply.headers
