"""Whether all documents together make sense: each can be shown to a client, and what it refers to exists."""

import re
from collections.abc import Callable

from understudy.vendors.apiture import wire
from understudy.vendors.apiture.counting import criterion_of
from understudy.vendors.apiture.lifecycle import ARRIVE, SETTLE, VANISH
from understudy.vendors.apiture.records import (
    ANALYSTS,
    AUDIENCES,
    CAMPAIGNS,
    COLLABORATORS,
    CONNECTIONS,
    FILTER_TYPES,
    IMPORTS,
    INSIGHTS,
    TEMPLATES,
    current,
)
from understudy.world.blaming import blaming
from understudy.world.criteria import MEASURES, OPERATORS
from understudy.world.documents import Document
from understudy.world.members import Members
from understudy.world.view import View

__all__ = ["Subject", "check", "document_named"]

Subject = Callable[[str, str], str]
"""How a sentence begins about the document of a collection (`audiences`) with an id."""

EVERYBODY = {"customerType": "all", "enrollmentState": "all"}
RESOURCE_ID = re.compile(r"[-_:.~$a-zA-Z0-9]{6,48}", re.ASCII)  # resourceId of either contract

DUE = {AUDIENCES: VANISH, CONNECTIONS: SETTLE, IMPORTS: ARRIVE}
"""What can be due on the documents of a collection."""

KINDS = {
    "choice": ("choice", "set"),
    "boolean": ("boolean",),
    "integer": ("integer",),
    "decimal": ("decimal",),
    "date": ("date",),
}
"""The kinds of measure that the values of a filter type's dataType can be compared with."""


def document_named(name: str, key: str) -> str:
    """The subject for a document that somebody put there."""
    return f"The document {key[:60]} of apiture/{name}"


def check(view: View, subject: Subject = document_named) -> None:
    """Raise FixtureError unless all that is offered can be counted and written as for a client."""
    checks: dict[str, Callable[[View, Document], None]] = {
        ANALYSTS: identified,
        FILTER_TYPES: comparable,
        TEMPLATES: offered,
        INSIGHTS: selecting,
        CAMPAIGNS: identified,
        COLLABORATORS: shared,
        AUDIENCES: whole,
        IMPORTS: coming,
        CONNECTIONS: joined,
    }
    for collection in view.documents.collections():
        vendor, _, name = collection.partition("/")
        for document in view.documents.scan(collection) if vendor == "apiture" else ():
            with blaming(subject(name, document.id)):
                scheduled(collection, document)
                checks.get(collection, anything)(view, document)


def scheduled(collection: str, document: Document) -> None:
    """What is due on the document is what can be due on one of its collection."""
    if document.due is not None and DUE.get(collection) != document.due.transition:
        raise ValueError(f"{document.due.transition} cannot be due on it.")


def anything(_view: View, _document: Document) -> None:
    """Whatever keeps its schema makes sense."""


def identified(_view: View, document: Document) -> None:
    """The id can be shown."""
    if RESOURCE_ID.fullmatch(document.id) is None:
        raise ValueError("an id has 6 to 48 of the characters A-Z a-z 0-9 - _ : . ~ $.")


def comparable(_view: View, document: Document) -> None:
    """The filter type is about something that is measured, and its operators can be applied."""
    body = document.body
    measure = MEASURES[body["measure"]]
    if measure.kind not in KINDS[body["dataType"]]:
        raise ValueError(f"{body['measure']} is no {body['dataType']}.")
    if measure.per_campaign != body.get("campaign", False):
        raise ValueError(f"`campaign` does not fit {body['measure']}.")
    unknown = set(body["operators"]) - OPERATORS[measure.kind].keys()
    if unknown:
        raise ValueError(f"{body['measure']} cannot be compared by {', '.join(sorted(unknown))}.")


def offered(view: View, template: Document) -> None:
    """The template can be counted and shown in every institution."""
    identified(view, template)
    for institution in view.institutions.values():
        wire.template(view, institution, template)


def selecting(view: View, insight: Document) -> None:
    """The insight selects customers."""
    identified(view, insight)
    criterion_of(view, {**EVERYBODY, "insight": insight.id})


def shared(view: View, document: Document) -> None:
    """Everybody with whom an audience is shared exists."""
    wire.people(view, document.body["analysts"])


def whole(view: View, audience: Document) -> None:
    """The audience can be counted and shown, its people are there, and its connections know it."""
    identified(view, audience)
    body = audience.body
    wire.audience(view, audience)
    if body["source"] == "list":
        people(view, body["institution"], body["members"])
    for key in body["connections"]:
        if current(view, CONNECTIONS, key).body["audience"] != audience.id:
            raise ValueError(f"connection {key} belongs to another audience.")


def coming(view: View, document: Document) -> None:
    """The audience of an import exists, and so do its people."""
    audience = current(view, AUDIENCES, document.id)
    people(view, audience.body["institution"], document.body["members"])


def people(view: View, institution: str, members: Members) -> None:
    """ValueError unless all members are people of the institution."""
    size = view.institutions[institution].customers.size
    if (members.numbers >= size).any():
        raise ValueError(f"its `members` go beyond the {size} people of {institution}.")


def joined(view: View, connection: Document) -> None:
    """The connection can be shown, and its audience exists."""
    identified(view, connection)
    wire.connection(view, connection)
    current(view, AUDIENCES, connection.body["audience"])
