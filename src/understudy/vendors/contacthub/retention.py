"""Events that are kept too long go at night: the sweep on the world's clock, and how things stand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.ageing import expiries, limited
from understudy.vendors.contacthub.event_types import types
from understudy.vendors.contacthub.policies import SWEEP, due_at, months_by_node, rescheduled
from understudy.world.clock import parse_timestamp, timestamp
from understudy.world.documents import Document, Documents
from understudy.world.lifecycle import Transition
from understudy.world.view import View

__all__ = ["TRANSITIONS", "scheduled", "status"]


def sweep(view: View, document: Document) -> Documents:
    """The documents without the workspace's events that are expired now, and the next sweep due (H-36.2)."""
    ws, before = document.id, document.body["swept"]
    gone, later = expiries(view, ws, None if before is None else parse_timestamp(before))
    view = replace(view, documents=events.swept(view, ws, gone))
    return rescheduled(view, ws, night_of(view, later), timestamp(view.now))


def scheduled(view: View, ws: str) -> Documents:
    """The documents with the sweep due on the night on which the next event expires, if one ever does.

    That is after a change of the policies: by them nothing was swept yet.
    """
    expired, later = expiries(view, ws, None)
    return rescheduled(view, ws, night_of(view, view.now if expired else later), None)


def night_of(view: View, expires: datetime | None) -> datetime | None:
    """The night on which what expires then goes."""
    return None if expires is None else due_at(expires, view.now)


def status(view: View, ws: str) -> dict[str, dict[str, Any]]:
    """How things stand for each entry node and type (H-34.1): months, and total, valid and expired events.

    Expired ones are still there, until the next sweep. `oldestDate` is null where there are no events.
    """
    months = months_by_node(view, ws)
    known = events.table(view, ws).select(pl.col("node", "type").cast(pl.String), "date")
    late = limited(known, months).filter(pl.col("expires") <= view.now)
    late = late.group_by("node", "type").len("expired")
    counted = known.group_by("node", "type").agg(pl.len().alias("total"), pl.col("date").min())
    rows = {
        (row["node"], row["type"]): row
        for row in counted.join(late, on=["node", "type"], how="left").iter_rows(named=True)
    }
    return {
        node: {name: state(own.get(name, 0), rows.get((node, name), {})) for name in types()}
        for node, own in months.items()
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
