"""Whether all documents together make sense: each can be shown to a client, and its users exist."""

from collections.abc import Callable

from understudy.vendors.banno import wire
from understudy.vendors.banno.records import DRAFTS, HISTORY, INSTITUTIONS, SEGMENTS, UUID
from understudy.vendors.banno.rules import refuse_too_many
from understudy.world.blaming import blaming
from understudy.world.documents import Document
from understudy.world.members import Members
from understudy.world.view import View

__all__ = ["Subject", "check", "document_named"]

Subject = Callable[[str, str], str]
"""How a sentence begins about the document of a collection (`segments`) with an id."""


def document_named(name: str, key: str) -> str:
    """The subject for a document that somebody put there."""
    return f"The document {key[:60]} of banno/{name}"


def check(view: View, subject: Subject = document_named) -> None:
    """Raise FixtureError unless all segments and drafts can be shown, and have users of their institution."""
    checks: dict[str, Callable[[View, Document], None]] = {
        INSTITUTIONS: known,
        DRAFTS: found,
        SEGMENTS: limited,
        HISTORY: told,
    }
    for collection, fits in checks.items():
        for document in view.documents.scan(collection):
            with blaming(subject(collection.removeprefix("banno/"), document.id)):
                identified(document)
                fits(view, document)


def identified(document: Document) -> None:
    """The id can be shown, and time does nothing to the document."""
    if UUID.fullmatch(document.id) is None:
        raise ValueError("an id is a UUID in lower case (Y-01).")
    if document.due is not None:
        raise ValueError(f"{document.due.transition} cannot be due on it.")


def known(view: View, document: Document) -> None:
    """The institution exists, and has this one id."""
    institution = document.body["institution"]
    if institution not in view.institutions:
        raise ValueError(f"there is no institution {institution}.")
    if wire.institution_id(view, institution) != document.id:
        raise ValueError(f"{institution} has another id already.")


def found(view: View, document: Document) -> None:
    """The institution has an id, and all members are its users."""
    institution: str = document.body["institution"]
    wire.institution_id(view, institution)
    members: Members = document.body["members"]
    people = view.institutions[institution].customers.people(members, ["enrollment"])
    users = int((people["enrollment"] == "enrolled").sum())
    if users < len(members):
        raise ValueError(f"{len(members) - users} of its `members` are no users of {institution}.")


def limited(view: View, segment: Document) -> None:
    """The segment has users of its institution, and no more than there may be."""
    found(view, segment)
    refuse_too_many(segment.body["members"])


def told(view: View, document: Document) -> None:
    """The institution has an id."""
    wire.institution_id(view, document.body["institution"])
