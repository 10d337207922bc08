"""How the vendor's documents look when they are stored: JSON Schemas (2020-12) of the bodies, by collection.

Limits are those of the contracts, so that whatever is stored can be shown. `members` is a list of customers
as snapshots write it.
"""

from collections.abc import Mapping
from typing import Any

from understudy.vendors.apiture.records import (
    ANALYSTS,
    AUDIENCES,
    CAMPAIGNS,
    COLLABORATORS,
    CONNECTIONS,
    FILTER_TYPES,
    IMPORTS,
    INSIGHTS,
    PROVIDERS,
    TEMPLATES,
)
from understudy.world.criteria import MEASURES, OPERATORS

__all__ = ["SCHEMAS"]

Schema = dict[str, Any]

ID: Schema = {"type": "string", "pattern": "^[-_:.~$a-zA-Z0-9]{6,48}$"}
MOMENT: Schema = {"type": "string", "format": "date-time", "minLength": 20, "maxLength": 30, "pattern": "Z$"}
INSTITUTION: Schema = {"type": "string", "pattern": "^[A-Z0-9_]{2,8}$"}
CUSTOMER_TYPE: Schema = {"enum": ["all", "retail", "commercial"]}
ENROLLMENT: Schema = {"enum": ["all", "customer", "enrolled", "unenrolled", "applicant"]}
COMPARISONS = sorted({operator for offered in OPERATORS.values() for operator in offered})


def text(least: int, most: int) -> Schema:
    """The schema of a text of so many characters."""
    return {"type": "string", "minLength": least, "maxLength": most}


def listed(items: Schema, most: int, least: int = 0) -> Schema:
    """The schema of a list of so many items."""
    return {"type": "array", "minItems": least, "maxItems": most, "items": items}


def closed(properties: Schema, optional: Schema | None = None) -> Schema:
    """The schema of an object with these properties, some of them optional, and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": {**properties, **(optional or {})},
    }


ORDINAL: Schema = {"type": "integer", "minimum": 0, "maximum": 200}
FILTERS: Schema = {
    # Clients may send members of their own in filters; they are stored and shown as well.
    "filters": {
        "type": "object",
        "properties": {
            "operator": {"enum": ["and", "or", "not"]},
            "primitiveFilters": listed({"$ref": "#/$defs/primitive"}, 100, 1),
            "compositeFilters": listed({"$ref": "#/$defs/filters"}, 100),
            "ordinal": ORDINAL,
        },
    },
    "primitive": {
        "type": "object",
        "required": ["filterType", "operator", "values"],
        "properties": {
            "filterType": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": ID, "name": text(2, 100)},
            },
            "operator": {"enum": COMPARISONS},
            "values": listed(text(0, 200), 1000),
            "ordinal": ORDINAL,
            "includeMissingValues": {"type": "boolean"},
        },
    },
}
FILTERED: Schema = {"$ref": "#/$defs/filters"}
PROVIDER = closed({"name": text(0, 80)}, {"connectedResourceId": text(1, 256)})

MEMBERS = closed({"$members": {"type": "string"}})

SOURCES: Mapping[str, list[str]] = {
    "filter": [],
    "insight": ["insight"],
    "list": ["members", "fileName", "identifierType"],
    "template": ["template"],
    "campaign": ["campaign"],
}
"""What an audience needs to have, by its `source`."""

AUDIENCE = closed(
    {
        "institution": INSTITUTION,
        "name": text(3, 100),
        "source": {"enum": list(SOURCES)},
        "customerType": CUSTOMER_TYPE,
        "enrollmentState": ENROLLMENT,
        "state": {"enum": ["active", "archived"]},
        "owner": ID,
        "updatedBy": ID,
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "countedAt": MOMENT,
        "connections": listed(ID, 1000),
    },
    {
        "description": text(3, 256),
        "filters": FILTERED,
        "insight": ID,
        "template": ID,
        "campaign": ID,
        "fileName": text(4, 255),
        "identifierType": {"enum": ["username", "customerId", "dataCustomerId", "taxIdNumber"]},
        "includesHeader": {"type": "boolean"},
        "members": MEMBERS,
        "importing": {"type": ["string", "null"], "maxLength": 64},
    },
)

FILTER_TYPE = closed(
    {
        "name": text(2, 100),
        "measure": {"enum": list(MEASURES)},
        "dataType": {"enum": ["choice", "boolean", "integer", "decimal", "date"]},
        "operators": listed({"enum": COMPARISONS}, 20, 1),
    },
    {
        "aliases": listed(ID, 20),
        "choices": listed(text(1, 200), 1000, 1),
        "minimum": {},
        "maximum": {},
        "campaign": {"type": "boolean"},
    },
)


def bounded(bound: Schema) -> Schema:
    """What a filter type whose values have bounds needs."""
    return {"required": ["minimum", "maximum"], "properties": {"minimum": bound, "maximum": bound}}


VALUES: Mapping[str, Schema] = {
    "choice": {"required": ["choices"]},
    "boolean": {"required": ["choices"], "properties": {"choices": {"items": {"enum": ["true", "false"]}}}},
    "integer": bounded({"type": "integer", "minimum": 0, "maximum": 10**12}),
    "decimal": bounded({"type": "string", "pattern": "^-?(0|[1-9][0-9]{0,11})\\.[0-9]{2}$"}),
    "date": {},
}


def depending(member: str, needs: Mapping[str, Schema]) -> Schema:
    """What an object needs besides, by the value of one of its members."""
    return {
        "allOf": [
            {"if": {"properties": {member: {"const": value}}}, "then": needed}
            for value, needed in needs.items()
        ]
    }


SCHEMAS: Mapping[str, Schema] = {
    ANALYSTS: closed(
        {
            "firstName": text(0, 56),
            "lastName": text(0, 56),
            "username": text(5, 128),
            "institution": {"type": ["string", "null"], "maxLength": 8},
        }
    ),
    AUDIENCES: {
        **AUDIENCE,
        **depending("source", {source: {"required": needed} for source, needed in SOURCES.items()}),
        "$defs": FILTERS,
    },
    CAMPAIGNS: closed(
        {
            "institution": INSTITUTION,
            "name": text(3, 100),
            "state": {
                "enum": [
                    *("draft", "scheduled", "testing", "active"),
                    *("paused", "canceled", "completed", "archived"),
                ]
            },
            "audience": ID,
        }
    ),
    COLLABORATORS: closed({"analysts": listed(ID, 2000)}),
    CONNECTIONS: closed(
        {
            "audience": ID,
            "provider": PROVIDER,
            "state": {"enum": ["pending", "active", "inactive", "failed"]},
            "outcome": {"enum": ["active", "failed"]},
            "createdAt": MOMENT,
            "createdBy": ID,
            "updatedAt": MOMENT,
            "updatedBy": ID,
            "lastSyncedAt": MOMENT,
        }
    ),
    FILTER_TYPES: {**FILTER_TYPE, **depending("dataType", VALUES)},
    IMPORTS: closed({"members": MEMBERS}),
    INSIGHTS: {
        **closed(
            {
                "institution": INSTITUTION,
                "insightTypeName": text(4, 128),
                "insightCategoryName": text(0, 512),
                "filters": FILTERED,
            }
        ),
        "$defs": FILTERS,
    },
    PROVIDERS: closed({}, {"name": text(1, 200)}),  # the name again: its id
    TEMPLATES: {
        **closed(
            {
                "name": text(3, 100),
                "description": text(3, 500),
                "customerType": CUSTOMER_TYPE,
                "enrollmentState": ENROLLMENT,
                "topics": listed(
                    closed({"id": ID, "label": text(3, 100)}, {"description": text(3, 500)}), 100, 1
                ),
                "filters": FILTERED,
                "ordinal": {"type": "integer", "minimum": 0, "maximum": 1000},
            },
            {"excludedBy": listed(INSTITUTION, 1000)},
        ),
        "$defs": FILTERS,
    },
}
