"""Drafts: what an import found, read, downloaded, and applied to a segment."""

from collections.abc import Callable

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.vendors.banno import rules, wire
from understudy.vendors.banno.csv_writing import csv_reply, end_users_csv
from understudy.vendors.banno.replies import changed_segment
from understudy.vendors.banno.users import Users
from understudy.world.clock import timestamp
from understudy.world.members import Members
from understudy.world.view import View

__all__ = [
    "append_segment_end_users",
    "get_draft",
    "get_draft_end_user_ids_csv",
    "get_draft_missing_users_csv",
    "remove_segment_end_users",
    "replace_segment_end_users",
]

UNKNOWN = 400
"""Y-14: the status for an unknown draft where one is read."""

ABSENT = 404
"""S-14: the status for one where it is applied."""


def get_draft(request: Request, view: View) -> Reply:
    """S11: a draft; Problem 400 when there is none with this id (Y-14)."""
    return Reply(200, wire.draft(view, rules.draft_of(request, view, UNKNOWN)))


@long_running
def get_draft_missing_users_csv(request: Request, view: View) -> Reply:
    """S12: the rows that named nobody, as they were sent (S-11)."""
    draft = rules.draft_of(request, view, UNKNOWN)
    return csv_reply(draft.body["unknown"].encode(), draft.id)


@long_running
def get_draft_end_user_ids_csv(request: Request, view: View) -> Reply:
    """S13: the endUserIds of the users that were found (S-11)."""
    draft = rules.draft_of(request, view, UNKNOWN)
    users = Users.of(rules.institution_of(request, view).customers)
    return csv_reply(end_users_csv(users, draft.body["members"], ["endUserId"]), draft.id)


def replace_segment_end_users(request: Request, view: View) -> Reply:
    """S14: the draft's users become those of the segment (S-06)."""
    return applied(request, view, lambda _members, drafted: drafted)


def append_segment_end_users(request: Request, view: View) -> Reply:
    """S15: the draft's users join those of the segment (S-06)."""
    return applied(request, view, Members.union)


def remove_segment_end_users(request: Request, view: View) -> Reply:
    """S16: the draft's users leave the segment (S-06)."""
    return applied(request, view, Members.difference)


def applied(request: Request, view: View, operation: Callable[[Members, Members], Members]) -> Reply:
    """The segment after an operation on its users and the draft's; the draft is there to be used again.

    Problem 404 when either does not exist (S-14), 422 when the segment would have too many users (S-16).
    """
    segment = rules.segment_of(request, view)
    draft = rules.draft_of(request, view, ABSENT)
    members = operation(segment.body["members"], draft.body["members"])
    rules.refuse_too_many(members)
    body = {**segment.body, "members": members, "updatedAt": timestamp(view.now)}
    return changed_segment(view, segment.id, body)
