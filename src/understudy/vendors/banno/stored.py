"""How the vendor's documents look when they are stored: JSON Schemas (2020-12) of the bodies, by collection.

`members` is a list of users as snapshots write it.
"""

from collections.abc import Mapping
from typing import Any

from understudy.vendors.banno.records import DRAFTS, HISTORY, INSTITUTIONS, SEGMENTS
from understudy.vendors.banno.users import KINDS

__all__ = ["SCHEMAS"]

Schema = dict[str, Any]

UUID: Schema = {"type": "string", "format": "uuid"}
MOMENT: Schema = {"type": "string", "format": "date-time", "minLength": 20, "maxLength": 30, "pattern": "Z$"}
INSTITUTION: Schema = {"type": "string", "pattern": "^[A-Z0-9_]{2,8}$"}
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}


def closed(properties: Schema, optional: Schema | None = None) -> Schema:
    """The schema of an object with these properties, some of them optional, and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": {**properties, **(optional or {})},
    }


MEMBERS = closed({"$members": TEXT})

SCHEMAS: Mapping[str, Schema] = {
    DRAFTS: closed(
        {
            "institution": INSTITUTION,
            "createdAt": MOMENT,
            "sourceType": {"enum": list(KINDS)},
            "members": MEMBERS,
            "headers": {"type": "array", "items": TEXT},
            "unknown": TEXT,
        },
        {"segment": UUID, "operation": {"enum": ["append", "delete"]}},
    ),
    HISTORY: closed(
        {"institution": INSTITUTION, "segment": {"type": ["string", "null"]}, "at": MOMENT, "subject": TEXT}
    ),
    INSTITUTIONS: closed({"institution": INSTITUTION}),
    SEGMENTS: closed(
        {
            "institution": INSTITUTION,
            "name": TEXT,
            "sourceProvider": TEXT,
            "members": MEMBERS,
            "createdAt": MOMENT,
            "updatedAt": MOMENT,
            "campaigns": COUNT,
        },
        {"draftId": UUID},
    ),
}
