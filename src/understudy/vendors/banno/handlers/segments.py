"""Segments: list, create, read, rename, delete, count, and those of one user."""

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running, repeatable
from understudy.vendors.banno import rules, wire
from understudy.vendors.banno.records import SEGMENTS
from understudy.vendors.banno.replies import changed_segment
from understudy.vendors.banno.users import Users
from understudy.world.clock import timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "create_segment",
    "delete_segment",
    "get_segment",
    "get_segment_stats",
    "list_end_user_segments",
    "list_segments",
    "update_segment",
]


def list_segments(request: Request, view: View) -> Reply:
    """S2: the institution's segments in order of creation, all at once (S-13)."""
    institution = rules.institution_of(request, view)
    return segments(view, rules.segments_of(view, institution))


def create_segment(request: Request, view: View) -> Reply:
    """S1: a new segment of the users that a draft found (S-03, S-04).

    Problem 422 when there is no such draft (S-14), or it has no users, or too many (S-16).
    """
    institution = rules.institution_of(request, view)
    draft = rules.draft_named(request.body["draftId"], request, view, 422)
    members = draft.body["members"]
    if not len(members):
        sentence = f"The draft {draft.id} found no users: import a file that names some."
        raise Problem(422, "noUsers", sentence, rule="S-14")
    rules.refuse_too_many(members)
    key, moment = view.ids.uuid(), timestamp(view.now)
    body = {
        "institution": institution.id,
        "name": request.body["name"],
        "sourceProvider": request.body["sourceProvider"],
        "draftId": draft.id,
        "members": members,
        "createdAt": moment,
        "updatedAt": moment,
        "campaigns": 0,
    }
    return changed_segment(view, key, body, 201)


@repeatable
def get_segment(request: Request, view: View) -> Reply:
    """S3: one segment."""
    segment = rules.segment_of(request, view)
    return Reply(200, wire.segment(view, segment.id, segment.body))


def update_segment(request: Request, view: View) -> Reply:
    """S4: another name and source; the users stay (S-03). Problem 404 though it is not listed (S-14)."""
    segment = rules.segment_of(request, view)
    changes = {
        "name": request.body["name"],
        "sourceProvider": request.body["sourceProvider"],
        "updatedAt": timestamp(view.now),
    }
    return changed_segment(view, segment.id, {**segment.body, **changes})


def delete_segment(request: Request, view: View) -> Reply:
    """S5: 204 whether the segment was there or not; another institution's stays (S-14, S-16)."""
    institution = rules.institution_of(request, view)
    key = request.path["segmentId"].lower()
    segment = view.documents.get(SEGMENTS, key)
    if segment is None or segment.body["institution"] != institution.id:
        return Reply(204)
    return Reply(204, documents=view.documents.delete(SEGMENTS, key))


@repeatable
def get_segment_stats(request: Request, view: View) -> Reply:
    """S9: how many users and how many campaigns, which another API keeps (S-12)."""
    body = rules.segment_of(request, view).body
    return Reply(200, {"userCount": len(body["members"]), "numberOfCampaigns": body["campaigns"]})


@long_running
def list_end_user_segments(request: Request, view: View) -> Reply:
    """S17: the institution's segments that have the user; none when there is no such user (S-14)."""
    institution = rules.institution_of(request, view)
    number = Users.of(institution.customers).number_of(request.path["endUserId"].lower())
    if number is None:
        return segments(view, [])
    found = rules.segments_of(view, institution)
    return segments(view, [segment for segment in found if number in segment.body["members"].numbers])


def segments(view: View, found: list[Document]) -> Reply:
    """Segments."""
    return Reply(200, {"segments": [wire.segment(view, each.id, each.body) for each in found]})
