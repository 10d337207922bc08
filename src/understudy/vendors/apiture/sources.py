"""What a new audience is made of (A-12 … A-19)."""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Problem
from understudy.http.exchange import Request
from understudy.vendors.apiture.records import chosen
from understudy.vendors.apiture.rules import institution_of, source_of
from understudy.world.clock import timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["created", "new_body"]

GIVEN = ("name", "description", "customerType", "enrollmentState", "filters")

COPIED = (
    "source",
    "description",
    "filters",
    "insight",
    "template",
    "campaign",
    "fileName",
    "identifierType",
    "includesHeader",
    "members",
)
"""A-14: what a copy takes over unless the request says otherwise; neither connections nor collaborators."""


def created(request: Request, view: View) -> dict[str, Any]:
    """The body of a new audience: what it is made from, overridden by what the request gives.

    Problem 422 when it cannot be made from that (A-13, A-16, A-17, A-19).
    """
    source = source_of(request, view)
    inherited = {"source": "filter"} if source is None else taken(*source, given=request.body)
    return new_body(request, view, {**inherited, **chosen(request.body, GIVEN)})


def taken(parameter: str, source: Document, *, given: Mapping[str, Any]) -> dict[str, Any]:
    """What an audience takes from its source; a campaign gives no filters of its own (A-17)."""
    if parameter == "copyOf":
        return chosen(source.body, COPIED)
    if parameter == "insightId":
        return {"source": "insight", "insight": source.id}
    if parameter == "customerAudienceTemplateId":
        return {"source": "template", "template": source.id, "filters": source.body["filters"]}
    if "filters" not in given:
        raise Problem(
            422,
            "unprocessableEntity",
            "A campaign selects no customers by itself: send filters that name the engagement to look for.",
            rule="A-17",
        )
    return {"source": "campaign", "campaign": source.id}


def new_body(request: Request, view: View, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The body of an audience of the caller's that exists from now on."""
    moment = timestamp(view.now)
    return {
        "institution": institution_of(request, view).id,
        "state": "active",
        "owner": request.caller.subject,
        "updatedBy": request.caller.subject,
        "createdAt": moment,
        "updatedAt": moment,
        "countedAt": moment,
        "connections": [],
        **facts,
    }
