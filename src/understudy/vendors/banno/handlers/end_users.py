"""The users of a segment: as JSON while they are few, and as a CSV file."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.banno import rules, wire
from understudy.vendors.banno.csv_writing import csv_reply, end_users_csv
from understudy.vendors.banno.users import Users
from understudy.world.view import View

__all__ = ["get_segment_end_users_csv", "list_segment_end_users"]

MOST_LISTED = 150
"""S-07: as many users as are told as JSON."""


@long_running
def list_segment_end_users(request: Request, view: View) -> Reply:
    """S10: the users of a segment; Problem 400 when there are more than 150 (S-07)."""
    segment = rules.segment_of(request, view)
    members = segment.body["members"]
    if len(members) > MOST_LISTED:
        raise Problem(
            400,
            "tooManyUsers",
            f"The segment has {len(members):,} users, and {MOST_LISTED} are the most that are listed: get "
            "end-users.csv instead.",
            rule="S-07",
        )
    users = Users.of(rules.institution_of(request, view).customers)
    return Reply(200, {"endUsers": wire.end_users(users.rows(members))})


@long_running
def get_segment_end_users_csv(request: Request, view: View) -> Reply:
    """S6: the users of a segment as a CSV file, however many (S-11)."""
    segment = rules.segment_of(request, view)
    users = Users.of(rules.institution_of(request, view).customers)
    return csv_reply(end_users_csv(users, segment.body["members"]), segment.id)
