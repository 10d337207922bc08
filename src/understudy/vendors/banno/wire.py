"""Documents and users as the vendor writes them."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from understudy.vendors.banno.records import INSTITUTIONS
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["draft", "end_users", "institution_id", "segment"]

PLAIN = ("name", "updatedAt", "draftId", "createdAt", "sourceProvider")


def segment(view: View, key: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A Segment; its draftId is the one it was made from (S-04)."""
    return {
        "segmentId": key,
        "institutionId": institution_id(view, body["institution"]),
        **{name: body[name] for name in PLAIN if name in body},
    }


def draft(view: View, document: Document) -> dict[str, Any]:
    """A DraftedSegment (S-05)."""
    return {
        "draftId": document.id,
        "institutionId": institution_id(view, document.body["institution"]),
        "createdAt": document.body["createdAt"],
    }


def end_users(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """EndUsers, without what is not known of one; no rowNumber, for they stand in no file (Y-13)."""
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in rows.iter_rows(named=True)
    ]


def institution_id(view: View, institution: str) -> str:
    """The UUID by which the vendor knows an institution; KeyError when it knows it by none."""
    for document in view.documents.scan(INSTITUTIONS):
        if document.body["institution"] == institution:
            return document.id
    raise KeyError(f"{INSTITUTIONS} has no id for {institution}.")
