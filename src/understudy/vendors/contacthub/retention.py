"""Events that are kept too long go at night: the sweep on the world's clock, and how things stand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.event_types import types
from understudy.vendors.contacthub.policies import (
    SWEEP,
    countable,
    due_at,
    expiry,
    months_by_node,
    rescheduled,
)
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents
from understudy.world.lifecycle import Transition
from understudy.world.world import View

__all__ = ["TRANSITIONS", "scheduled", "status"]


def sweep(view: View, document: Document) -> Documents:
    """The documents without the workspace's events that are expired now, and the next sweep due (H-36.2)."""
    ws = document.id
    found = limited(view, ws).filter(pl.col("expires") <= view.now)
    documents = events.swept(view, ws, found["id"])
    return scheduled(replace(view, documents=documents), ws, timestamp(view.now))


def scheduled(view: View, ws: str, swept: str | None = None) -> Documents:
    """The documents with the sweep due on the night on which the next event expires, if one ever does."""
    first: Any = countable(limited(view, ws).select("expires")).min().item()
    at = due_at(first, view.now) if isinstance(first, datetime) else None
    return rescheduled(view, ws, at, swept)


def limited(view: View, ws: str) -> pl.DataFrame:
    """The events that are not kept for ever: id, node, type, date and `expires`, when they become expired."""
    lines = [
        (node, name, months) for node, own in months_by_node(view, ws).items() for name, months in own.items()
    ]
    policy = pl.DataFrame(
        lines, schema={"node": pl.String, "type": pl.String, "months": pl.Int64}, orient="row"
    )
    found = known(view, ws) if lines else known(view, ws).clear()
    joined = found.join(policy, on=["node", "type"])
    return joined.with_columns(expires=expiry(pl.col("date"), pl.col("months")))


def known(view: View, ws: str) -> pl.DataFrame:
    """All events of the workspace: id, node, type, date."""
    texts = [pl.col(name).cast(pl.String) for name in ("id", "node", "type")]
    return events.table(view, ws).select(*texts, "date")


def status(view: View, ws: str) -> dict[str, dict[str, Any]]:
    """How things stand for each entry node and type (H-34.1): months, and total, valid and expired events.

    Expired ones are still there, until the next sweep. `oldestDate` is null where there are no events.
    """
    expired = limited(view, ws).filter(pl.col("expires") <= view.now).group_by("node", "type").len("expired")
    counted = known(view, ws).group_by("node", "type").agg(pl.len().alias("total"), pl.col("date").min())
    rows = {
        (row["node"], row["type"]): row
        for row in counted.join(expired, on=["node", "type"], how="left").iter_rows(named=True)
    }
    return {
        node: {name: state(own.get(name, 0), rows.get((node, name), {})) for name in types()}
        for node, own in months_by_node(view, ws).items()
    }


def state(months: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """How things stand for one type of events of one node."""
    total, expired = row.get("total", 0), row.get("expired") or 0
    return {
        "months": months,
        "total": total,
        "valid": total - expired,
        "expired": expired,
        "oldestDate": timestamp(row["date"]) if total else None,
    }


TRANSITIONS: Mapping[str, Transition] = {SWEEP: sweep}
