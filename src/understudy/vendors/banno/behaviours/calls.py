"""Every operation, and a good request of each."""

from typing import Any

from understudy.conformance.forms import csv_text
from understudy.conformance.suite import Exchange, Probe
from understudy.vendors.banno.behaviours.steps import (
    APPLIES,
    CREATE,
    CSV,
    DELETE,
    DRAFT,
    DRAFT_IDS,
    GET,
    IMPORT,
    IMPORT_FOR,
    LIST,
    MISSING,
    OF_USER,
    STATS,
    UPDATE,
    USERS,
    said,
    sent_file,
    strangers,
)

__all__ = ["EVENT", "EVENT_OF_ONE", "EVERY", "OF_DRAFT", "OF_SEGMENT", "READS", "WRITES", "sent"]

EVENT, EVENT_OF_ONE = "createUnsavedSegmentPermissionsHistory", "createSegmentPermissionsHistory"

OF_DRAFT = (DRAFT, MISSING, DRAFT_IDS)
"""Operations that read a draft."""

READS = (LIST, GET, STATS, USERS, CSV, OF_USER, *OF_DRAFT)
"""Those that ask for the permission to view."""

WRITES = (CREATE, UPDATE, *APPLIES, IMPORT, IMPORT_FOR, DELETE)
"""Those that ask for the permission to edit; the page says nothing about the two that add to the history."""

EVERY = (*READS, EVENT, EVENT_OF_ONE, *WRITES)

OF_SEGMENT = (GET, STATS, USERS, CSV, UPDATE, *APPLIES, IMPORT_FOR, EVENT_OF_ONE)
"""Operations on one segment that exists; that a deletion needs one is not said."""


def sent(probe: Probe, operation: str, segment: str, draft: str, *, user: str = "", **more: Any) -> Exchange:
    """The answer to a request of the operation that a caller with all rights could well send.

    `user` is an endUserId; without one it is the draft's id, which names nobody.
    """
    if operation in (IMPORT, IMPORT_FOR):
        file = csv_text([value] for value in strangers(1))
        return sent_file(probe, file, segment=segment if operation == IMPORT_FOR else "", **more)
    if operation == CREATE:
        more["json"] = said(probe, draft)
    if operation == UPDATE:
        more["json"] = {"name": "Written by somebody else", "sourceProvider": "Nobody"}
    paths: dict[str, tuple[str, ...]] = {
        **dict.fromkeys((LIST, CREATE, EVENT), ()),
        **dict.fromkeys(OF_DRAFT, (draft,)),
        **dict.fromkeys(APPLIES, (segment, draft)),
        OF_USER: (user or draft,),
    }
    return probe.call(operation, *paths.get(operation, (segment,)), **more)
