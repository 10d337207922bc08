"""What the vendor allows, decided on documents; nothing here writes."""

from collections.abc import Mapping
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Caller, Request
from understudy.vendors.apiture.records import (
    ANALYSTS,
    AUDIENCES,
    CAMPAIGNS,
    COLLABORATORS,
    CONNECTIONS,
    INSIGHTS,
    TEMPLATES,
)
from understudy.world.documents import Document
from understudy.world.view import Institution, View

__all__ = [
    "audience_of",
    "collaborators",
    "connection_of",
    "institution_of",
    "offered_templates",
    "refuse_archived",
    "refuse_in_use",
    "refuse_unknown_caller",
    "sees",
    "source_of",
]

USING = frozenset({"scheduled", "active", "paused", "testing"})
"""A-46: the campaign states in which a campaign needs its audience."""

SOURCES: Mapping[str, tuple[str, str, str]] = {
    "copyOf": (AUDIENCES, "noSuchCustomerAudience", "customer audience"),
    "insightId": (INSIGHTS, "noSuchInsight", "insight"),
    "customerAudienceTemplateId": (TEMPLATES, "noSuchCustomerAudienceTemplate", "customer audience template"),
    "campaignId": (CAMPAIGNS, "noSuchCampaign", "campaign"),
}
"""The parameters that name what an audience is made from: collection, problem code, noun."""


def institution_of(request: Request, view: View) -> Institution:
    """The institution that a request is about (A-03).

    The caller's own; for an administrator above all institutions the one that `institutions` names, else
    the first one. Problem 422 when there is no such institution.
    """
    named = request.query.get("institutions") or [next(iter(view.institutions))]
    name = request.caller.institution or named[0]
    institution = view.institutions.get(name)
    if institution is None:
        sentence = f"There is no institution {name}: name one that exists."
        cause = Cause("query", "/institutions", sentence)
        raise Problem(422, "unprocessableEntity", sentence, causes=[cause], rule="A-03")
    return institution


def audience_of(request: Request, view: View) -> Document:
    """The audience that the path names; Problem 404 when it is absent or not for the caller (A-04)."""
    institution = institution_of(request, view)
    audience = view.documents.get(AUDIENCES, request.path["customerAudienceId"])
    if audience is None or not sees(request.caller, institution, view, audience):
        sentence = "No customer audience with this id is shared with you: list those that are."
        raise Problem(404, "notFound", sentence, rule="A-04")
    return audience


def connection_of(request: Request, view: View) -> Document:
    """The connection that the path names; Problem 404 when it or its audience is not for the caller."""
    institution = institution_of(request, view)
    connection = view.documents.get(CONNECTIONS, request.path["customerAudienceConnectionId"])
    audience = connection and view.documents.get(AUDIENCES, connection.body["audience"])
    if connection is None or audience is None or not sees(request.caller, institution, view, audience):
        sentence = "No connection with this id belongs to an audience of yours: list those that do."
        raise Problem(404, "notFound", sentence, rule="B-10")
    return connection


def sees(caller: Caller, institution: Institution, view: View, audience: Document) -> bool:
    """Whether the audience is the institution's, and the caller its owner, collaborator or administrator."""
    return audience.body["institution"] == institution.id and (
        caller.institution is None
        or caller.subject == audience.body["owner"]
        or caller.subject in collaborators(view, audience.id)
    )


def collaborators(view: View, audience_id: str) -> list[str]:
    """The ids of the analysts an audience is shared with, in order."""
    document = view.documents.get(COLLABORATORS, audience_id)
    return document.body["analysts"] if document else []


def offered_templates(view: View, institution: Institution) -> list[Document]:
    """The templates that the institution does not exclude, by ordinal and name (A-11)."""
    offered = [
        template
        for template in view.documents.scan(TEMPLATES)
        if institution.id not in template.body.get("excludedBy", ())
    ]
    return sorted(offered, key=lambda template: (template.body["ordinal"], template.body["name"]))


def source_of(request: Request, view: View) -> tuple[str, Document] | None:
    """What a new audience is made from, as (parameter, document); None when it is made from filters alone.

    Problem 422 when more than one is named (A-13), when it does not exist (A-19), or when the institution
    excludes the template (A-16).
    """
    named = [parameter for parameter in SOURCES if parameter in request.query]
    if not named:
        return None
    if len(named) > 1:
        raise Problem(
            422,
            "mutuallyExclusiveParameters",
            f"{' and '.join(named)} exclude each other: an audience is made from one thing, so send one.",
            rule="A-13",
        )
    return named[0], existing(named[0], request.query[named[0]], request, view)


def existing(parameter: str, key: str, request: Request, view: View) -> Document:
    """The document that one of the SOURCES parameters names; Problem 422 when it cannot be used."""
    collection, code, noun = SOURCES[parameter]
    institution = institution_of(request, view)
    document = view.documents.get(collection, key)
    if document is None or not usable(parameter, document, institution, request.caller, view):
        sentence = f"There is no {noun} {key}: give the id of one that exists."
        raise Problem(422, code, sentence, rule="A-19")
    if institution.id in document.body.get("excludedBy", ()):
        raise Problem(
            422,
            "excludedCustomerAudienceTemplate",
            f"{institution.name} excludes the template {key}: use one of those that are listed.",
            rule="A-16",
        )
    return document


def usable(parameter: str, document: Document, institution: Institution, caller: Caller, view: View) -> bool:
    """Whether the document is the institution's (templates are everybody's) and visible to the caller."""
    if parameter == "copyOf":
        return sees(caller, institution, view, document)
    return bool(document.body.get("institution", institution.id) == institution.id)


def refuse_in_use(view: View, audience: Document, action: str, *, rule: str) -> None:
    """Problem 409, by `rule`, while a campaign needs the audience (A-44, A-46)."""
    for campaign in view.documents.scan(CAMPAIGNS):
        if campaign.body["audience"] == audience.id and campaign.body["state"] in USING:
            raise Problem(
                409,
                "customerAudienceInUse",
                f"The audience cannot be {action} while the {campaign.body['state']} campaign "
                f"{campaign.body['name']} uses it: end the campaign first.",
                rule=rule,
            )


def refuse_archived(audience: Document, status: int, *, rule: str) -> None:
    """Problem `status` (409, or 422 where 409 is not listed), by `rule`, when the audience is archived."""
    if audience.body["state"] == "archived":
        sentence = "The audience is archived and cannot be used: restore it."
        raise Problem(status, "customerAudienceArchived", sentence, rule=rule)


def refuse_unknown_caller(caller: Caller, view: View) -> None:
    """Problem 403 when no analyst or no institution of this world stands behind the token (A-04)."""
    unknown: dict[str, Any] = {}
    if view.documents.get(ANALYSTS, caller.subject) is None:
        unknown["analyst"] = caller.subject
    if caller.institution is not None and caller.institution not in view.institutions:
        unknown["institution"] = caller.institution
    for noun, name in unknown.items():
        sentence = f"The token is for the {noun} {name[:60]}, which is not known here."
        raise Problem(403, "forbidden", sentence, rule="A-04")
