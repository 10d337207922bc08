"""What the vendor allows, decided on documents; nothing here writes."""

from understudy.errors import Problem
from understudy.http.exchange import Request
from understudy.vendors.banno.records import DRAFTS, INSTITUTIONS, SEGMENTS
from understudy.world.documents import Document
from understudy.world.members import Members
from understudy.world.view import Institution, View

__all__ = [
    "MOST_USERS",
    "draft_named",
    "draft_of",
    "institution_of",
    "refuse_too_many",
    "segment_of",
    "segments_of",
]

MOST_USERS = 200_000
"""S-16: as many users as a segment can have."""


def institution_of(request: Request, view: View) -> Institution:
    """The institution that the path names; Problem 404 when there is none (Y-06).

    Whoever belongs to another one was refused before (S-16).
    """
    key = request.path["institutionId"].lower()
    named = view.documents.get(INSTITUTIONS, key)
    institution = None if named is None else view.institutions.get(named.body["institution"])
    if institution is None:
        sentence = f"There is no institution {key}: give the institutionId of one that exists."
        raise Problem(404, "notFound", sentence, rule="S-16")
    return institution


def segment_of(request: Request, view: View) -> Document:
    """The segment that the path names; Problem 404 when the institution has none of that id (S-14, S-16)."""
    institution = institution_of(request, view)
    key = request.path["segmentId"].lower()
    segment = view.documents.get(SEGMENTS, key)
    if segment is None or segment.body["institution"] != institution.id:
        sentence = f"{institution.name} has no segment {key}: list those that it has."
        raise Problem(404, "notFound", sentence, rule="S-14")
    return segment


def draft_of(request: Request, view: View, status: int) -> Document:
    """The draft that the path names; Problem `status` when the institution has none with this id.

    That is 400 where drafts are read (Y-14), and 404 where one is applied to a segment (S-14).
    """
    return draft_named(request.path["draftId"], request, view, status)


def draft_named(key: str, request: Request, view: View, status: int) -> Document:
    """The institution's draft with this id; Problem `status` when there is none (S-14, S-16)."""
    institution = institution_of(request, view)
    draft = view.documents.get(DRAFTS, key.lower())
    if draft is None or draft.body["institution"] != institution.id:
        sentence = f"{institution.name} has no draft {key.lower()}: import a CSV file to make one."
        raise Problem(status, "noSuchDraft", sentence, rule="S-14")
    return draft


def segments_of(view: View, institution: Institution) -> list[Document]:
    """The institution's segments in order of creation (S-13)."""
    found = [
        segment for segment in view.documents.scan(SEGMENTS) if segment.body["institution"] == institution.id
    ]
    return sorted(found, key=lambda segment: (segment.body["createdAt"], segment.id))


def refuse_too_many(members: Members) -> None:
    """Problem 422 when these are more users than a segment can have (S-16)."""
    if len(members) > MOST_USERS:
        raise Problem(
            422,
            "tooManyUsers",
            f"The segment would have {len(members):,} users, but {MOST_USERS:,} are the most: split them.",
            rule="S-16",
        )
