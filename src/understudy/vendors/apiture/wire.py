"""Documents as the vendor writes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from understudy.vendors.apiture.counting import counted, counted_at, counts, derived_type
from understudy.vendors.apiture.records import (
    ANALYSTS,
    AUDIENCES,
    CAMPAIGNS,
    CONNECTIONS,
    INSIGHTS,
    TEMPLATES,
    chosen,
    current,
)
from understudy.vendors.apiture.rules import collaborators
from understudy.world.documents import Document
from understudy.world.view import Institution, View

__all__ = ["audience", "audience_item", "connection", "people", "template"]

SHOWN_COLLABORATORS = 16
"""A-10: as many collaborators as an audience in a list shows."""

PERSON = ("firstName", "lastName", "username")
PLAIN = ("description", "filters")
LIST = ("fileName", "identifierType", "includesHeader")


def audience(view: View, document: Document) -> dict[str, Any]:
    """A customerAudience. It follows from the documents and the day, so that reading again costs nothing."""
    key = (AUDIENCES, document.id, document.revision, view.now.date())
    return view.documents.derived(key, lambda: written(view, document))


def written(view: View, document: Document) -> dict[str, Any]:
    """A customerAudience, put together from all documents that it is about."""
    body = document.body
    found = counted(view, body)
    return {
        "id": document.id,
        "name": body["name"],
        **chosen(body, PLAIN),
        "customerType": derived_type(body, found),
        "enrollmentState": body["enrollmentState"],
        "state": body["state"],
        "source": body["source"],
        **chosen(body, LIST),
        **sources(view, body),
        **counts(view.institutions[body["institution"]].customers, found),
        "customerCountUpdatedAt": counted_at(view, body),
        "createdAt": body["createdAt"],
        "updatedAt": body["updatedAt"],
        "owners": people(view, [body["owner"]]),
        "updatedBy": person(view, body["updatedBy"]),
        "collaborators": people(view, collaborators(view, document.id)),
        "connections": [connection_reference(view, key) for key in body["connections"]],
    }


def audience_item(view: View, document: Document) -> dict[str, Any]:
    """A customerAudienceItem: the audience with its first collaborators and their number."""
    whole = audience(view, document)
    everybody = whole["collaborators"]
    return {
        **whole,
        "collaborators": everybody[:SHOWN_COLLABORATORS],
        "collaboratorsCount": len(everybody),
    }


def sources(view: View, body: Mapping[str, Any]) -> dict[str, Any]:
    """The references to what the audience was made from; none for filters and lists (A-18)."""
    references: dict[str, Any] = {}
    if "insight" in body:
        insight = current(view, INSIGHTS, body["insight"])
        names = chosen(insight.body, ("insightTypeName", "insightCategoryName"))
        references["insight"] = {"id": insight.id, **names}
    if "template" in body:
        made_from = current(view, TEMPLATES, body["template"])
        references["template"] = {"id": made_from.id, "name": made_from.body["name"]}
    if "campaign" in body:
        references["campaign"] = campaign(view, current(view, CAMPAIGNS, body["campaign"]))
    return references


def campaign(view: View, document: Document) -> dict[str, Any]:
    """A campaignReference."""
    body = document.body
    return {
        "id": document.id,
        "name": body["name"],
        "state": body["state"],
        "audience": audience_reference(view, body["audience"]),
    }


def audience_reference(view: View, key: str) -> dict[str, str]:
    """An audience by id, and by name as long as it exists."""
    document = view.documents.get(AUDIENCES, key)
    return {"id": key, "name": document.body["name"]} if document else {"id": key}


def template(view: View, institution: Institution, document: Document) -> dict[str, Any]:
    """A customerAudienceTemplate with the institution's counts."""
    names = ("name", "description", "topics", "customerType", "enrollmentState", "filters", "ordinal")
    found = counted(view, {**document.body, "institution": institution.id})
    return {"id": document.id, **chosen(document.body, names), **counts(institution.customers, found)}


def connection(view: View, document: Document) -> dict[str, Any]:
    """A customerAudienceConnection, or one of a list: both have the same members."""
    body = document.body
    return {
        "id": document.id,
        "state": body["state"],
        "provider": body["provider"],
        "audience": audience_reference(view, body["audience"]),
        "createdAt": body["createdAt"],
        "createdBy": person(view, body["createdBy"]),
        "updatedAt": body["updatedAt"],
        "updatedBy": person(view, body["updatedBy"]),
        "lastSyncedAt": body["lastSyncedAt"],
    }


def connection_reference(view: View, key: str) -> dict[str, Any]:
    """A customerAudienceConnectionReference."""
    return {"id": key, **chosen(current(view, CONNECTIONS, key).body, ("state", "provider"))}


def people(view: View, keys: Iterable[str]) -> list[dict[str, str]]:
    """Analysts as owners and collaborators are written."""
    return [person(view, key) for key in keys]


def person(view: View, key: str) -> dict[str, str]:
    """One analyst."""
    return {"id": key, **chosen(current(view, ANALYSTS, key).body, PERSON)}
