"""How the vendor's documents look when stored: JSON Schemas (2020-12) of the bodies, by collection."""

from collections.abc import Mapping
from typing import Any

from understudy.vendors.contacthub import records
from understudy.vendors.contacthub.catalogue import PROVIDERS
from understudy.vendors.contacthub.journeys import CONTEXTS, TYPES

__all__ = ["SCHEMAS"]

Schema = dict[str, Any]

UUID: Schema = {"type": "string", "pattern": r"^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\z"}
MOMENT: Schema = {"type": "string", "format": "date-time", "minLength": 20, "maxLength": 30}
TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53}
FLAG: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
ROWS: Schema = {"enum": ["everyone", "enrolled", "commercial", None]}


def closed(properties: Schema, optional: Schema | None = None) -> Schema:
    """The schema of an object with these properties, some of them optional, and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": {**properties, **(optional or {})},
    }


def or_null(schema: Schema) -> Schema:
    """The schema of a value that may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    """The schema of a list."""
    return {"type": "array", "items": schema}


def one_of(*values: str) -> Schema:
    """The schema of one of some texts."""
    return {"enum": list(values)}


MATCHING = closed({"properties": {**many(TEXT), "minItems": 1}, "caseSensitive": FLAG})
SOURCE_INFO = closed({"registeredBy": or_null(UUID), "updatedBy": or_null(UUID)})

NODE: Schema = {
    "workspace": UUID,
    "name": TEXT,
    "description": or_null(TEXT),
    "imageUrl": or_null(TEXT),
    "retentionState": FLAG,
    "retention": {"type": "object", "additionalProperties": closed({"months": COUNT})},
}

ENTRY = closed(
    {
        **NODE,
        "type": {"const": "ENTRY"},
        "imageUrl": or_null(ADDRESS),
        "rows": ROWS,
        "uniqueCustomer": MATCHING,
        "mandatoryProperties": many(TEXT),
        "sourcePriority": many(UUID),
    }
)

AGGREGATE = closed(
    {
        **NODE,
        "type": {"const": "AGGREGATE"},
        "entryNodes": {**many(UUID), "minItems": 1},
        "matchingProperties": MATCHING,
        "exclusionFilters": or_null(
            many(closed({"property": TEXT, "value": TEXT, "pattern": one_of("START_WITH", "CONTAINS")}))
        ),
        "state": one_of("ACTIVE", "NEW", "LOCKED", "REMOVED"),
    }
)

CUSTOMER = closed(
    {
        "id": UUID,
        "intId": {"type": "integer"},
        "externalId": or_null(TEXT),
        "nodeId": UUID,
        "base": OBJECT,
        "consents": or_null(OBJECT),
        "extended": or_null(OBJECT),
        "extra": or_null(TEXT),
        "tags": or_null(closed({"auto": many(TEXT), "manual": many(TEXT)})),
        "enabled": FLAG,
        "registeredAt": MOMENT,
        "updatedAt": MOMENT,
        "version": {"type": "integer", "minimum": 1},
        "deleted": {"enum": [-1, 0, 1]},
        "sourceInfo": or_null(SOURCE_INFO),
    }
)

EVENT = closed(
    {
        "id": UUID,
        "customerId": or_null(UUID),
        "bringBackProperties": or_null(
            closed({"type": one_of("SESSION_ID", "EXTERNAL_ID"), "value": TEXT, "nodeId": UUID})
        ),
        "type": one_of(*TYPES),
        "properties": OBJECT,
        "context": one_of(*CONTEXTS),
        "contextInfo": OBJECT,
        "date": MOMENT,
        "origin": one_of("NATIVE", "DUPLICATE"),
        "tracking": or_null(OBJECT),
        "registeredAt": MOMENT,
        "updatedAt": MOMENT,
        "version": {"type": "integer", "minimum": 1},
    }
)

SCHEMAS: Mapping[str, Schema] = {
    records.WORKSPACES: closed(
        {
            "institution": or_null({"type": "string", "pattern": r"^[A-Z0-9_]{2,8}\z"}),
            "name": TEXT,
            "slug": TEXT,
            "groupPk": {"type": "integer"},
            "shard": TEXT,
            "status": one_of("ENABLED", "SUSPENDED", "DISABLED"),
            "industry": one_of("GDO", "Luxury", "Automotive", "NotDefined"),
            "logo": or_null(ADDRESS),
            "timezone": or_null(one_of("Europe/Rome", "Europe/Paris", "Europe/London")),
            "currency": one_of("EUR", "USD", "JPY"),
            "tier": or_null({"type": "integer"}),
            "maxRequestsPerMinute": {"type": "integer", "minimum": 0},
        }
    ),
    records.NODES: {
        "type": "object",
        "required": ["type"],
        "properties": {"type": one_of("ENTRY", "AGGREGATE")},
        "if": {"properties": {"type": {"const": "AGGREGATE"}}},
        "then": AGGREGATE,
        "else": ENTRY,
    },
    records.CUSTOMERS: closed(
        {"workspace": UUID, "node": UUID, "person": or_null(COUNT), "body": or_null(CUSTOMER)}
    ),
    records.EVENTS: closed(
        {
            "workspace": UUID,
            "node": UUID,
            "customer": or_null(UUID),
            "row": or_null(COUNT),
            "body": or_null(EVENT),
        }
    ),
    records.SESSIONS: closed({"workspace": UUID, "node": UUID, "customer": UUID, "value": TEXT}),
    records.UPDATES: closed(
        {
            "workspace": UUID,
            "operation": one_of("CREATE", "UPDATE", "DELETE"),
            "entity": one_of("CUSTOMER", "EVENT"),
            "node": or_null(UUID),
            "at": COUNT,
        },
        {"data": OBJECT, "rows": ROWS, "gone": many(COUNT), "places": many(COUNT)},
    ),
    records.STREAMS: closed(
        {
            "last": COUNT,
            "runs": many({"type": "array", "prefixItems": [COUNT, COUNT], "minItems": 2, "maxItems": 2}),
            "emptied": {"type": "object", "additionalProperties": ROWS},
            "eventless": many(UUID),
        }
    ),
    records.CONSENTS: closed(
        {
            "workspace": UUID,
            "node": or_null(UUID),
            "id": COUNT,
            "customerId": UUID,
            "date": MOMENT,
            "type": TEXT,
            "property": or_null(TEXT),
            "value": or_null(TEXT),
            "sourceId": or_null(UUID),
            "userId": or_null({"type": "integer"}),
        }
    ),
    records.SOURCES: closed(
        {
            "workspace": UUID,
            "provider": one_of(*(each["id"] for each in PROVIDERS)),
            "properties": OBJECT,
            "name": TEXT,
            "description": or_null(TEXT),
            "nodes": {**many(UUID), "minItems": 1},
            "enabled": FLAG,
            "token": {"type": "string", "minLength": 1},
            "role": one_of("TRUSTED_APPLICATION", "UNTRUSTED_APPLICATION"),
        }
    ),
    records.SEND_SOURCES: closed(
        {
            "workspace": UUID,
            "groupPk": {"type": "integer"},
            "userdbId": {"type": "integer"},
            "fields": many(closed({"name": TEXT, "type": TEXT})),
            "subscriptions": many(
                closed({"id": {"type": "integer"}, "name": TEXT, "registrationField": TEXT})
            ),
        }
    ),
    records.USERS: closed(
        {
            "workspace": UUID,
            "id": {"type": "integer"},
            "name": TEXT,
            "surname": TEXT,
            "username": TEXT,
            "email": or_null(TEXT),
            "subject": TEXT,
            "nodes": many(closed({"id": UUID, "permission": one_of("R", "RW", "W")})),
            "registeredAt": or_null(MOMENT),
            "updatedAt": or_null(MOMENT),
        }
    ),
    records.JOBS: closed(
        {
            "workspace": UUID,
            "node": UUID,
            "filename": TEXT,
            "name": TEXT,
            "operation": TEXT,
            "entity": one_of("CUSTOMER", "EVENT"),
            "eventType": or_null(TEXT),
            "caller": closed(
                {"subject": TEXT, "client": TEXT, "institution": or_null(TEXT), "scopes": many(TEXT)}
            ),
            "status": one_of("LOADED", "SCHEDULED", "PROCESSING", "PROCESSED", "FAILED"),
            "errorMessage": or_null(TEXT),
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
            "processed": COUNT,
            "failed": COUNT,
            "total": COUNT,
        },
        {
            "file": TEXT,
            "results": many(
                {"type": "array", "prefixItems": [COUNT, TEXT, TEXT], "minItems": 3, "maxItems": 3}
            ),
        },
    ),
    records.CONFIGURATION: closed({"workspace": UUID, "value": OBJECT}),
    records.METERS: closed({"minute": COUNT, "requests": COUNT}),
    records.SWEEPS: closed({"swept": or_null(MOMENT)}),
}
