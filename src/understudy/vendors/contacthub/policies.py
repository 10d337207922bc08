"""For how many months events are kept, and when the nightly sweep is due for them (operations 34-36, 41-51).

A workspace says so for each type of events, and an entry node for its own when its policy is enabled, which
then counts alone. No months: for ever. This module knows no events; `retention` does.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import polars as pl

from understudy.vendors.contacthub import configuration
from understudy.vendors.contacthub.access import nodes_of
from understudy.vendors.contacthub.records import NODES, SWEEPS
from understudy.world.documents import Document, Documents, Due
from understudy.world.view import View

__all__ = [
    "SWEEP",
    "Months",
    "countable",
    "due_at",
    "expiry",
    "months_by_node",
    "node_months",
    "rescheduled",
    "watched",
]

SWEEP = "contacthub/sweep"
"""The transition that removes expired events."""

MOST_MONTHS = 12_000
"""A thousand years stand for any longer time, so that moments stay countable."""

Months = Mapping[str, int]
"""Months by type of events; those that are kept for ever are left out."""


def months_of(policy: Mapping[str, Mapping[str, int]]) -> Months:
    """The months that a policy sets a limit of, by type."""
    return {name: min(said["months"], MOST_MONTHS) for name, said in policy.items() if said["months"]}


def node_months(view: View, ws: str, node: Document) -> Months:
    """What counts for the events of an entry node: its policy if enabled, or the workspace's (H-42.2)."""
    own = node.body["retention"] if node.body["retentionState"] else None
    return months_of(configuration.value(view, ws, "retention") if own is None else own)


def months_by_node(view: View, ws: str) -> dict[str, Months]:
    """What counts for the events of each entry node, by nodeId."""
    return {node.id: node_months(view, ws, node) for node in nodes_of(view, ws, "ENTRY")}


def expiry(date: pl.Expr, months: pl.Expr) -> pl.Expr:
    """The moment from which an event of that date is expired: so many calendar months later (H-36.2)."""
    return date.dt.offset_by(pl.format("{}mo", months))


def due_at(expires: datetime, now: datetime) -> datetime:
    """The sweep that removes what is expired from `expires` on: the next midnight (UTC) at or after it."""
    moment = max(expires, now + timedelta(milliseconds=1))
    midnight = datetime.combine(moment.date(), time(), UTC)
    return midnight if midnight == moment else midnight + timedelta(days=1)


def watched(view: View, ws: str, node: str, event_type: str, date: datetime) -> Documents:
    """The documents with the sweep due in time for a new event of the node; the same if it is, or none is."""
    document = view.documents.get(NODES, node)
    months = {} if document is None else node_months(view, ws, document)
    if event_type not in months:
        return view.documents
    one = pl.select(expiry(pl.lit(date), pl.lit(months[event_type])))
    sweep = view.documents.get(SWEEPS, ws)
    if countable(one).is_empty():
        return view.documents
    at = due_at(countable(one).item(), view.now)
    if sweep is not None and sweep.due is not None and sweep.due.at <= at:
        return view.documents
    return rescheduled(view, ws, at, None if sweep is None else sweep.body["swept"])


def countable(expiries: pl.DataFrame) -> pl.DataFrame:
    """Those moments that come before the calendar ends."""
    return expiries.filter(pl.first() < datetime(9999, 12, 1, tzinfo=UTC))


def rescheduled(view: View, ws: str, at: datetime | None, swept: str | None) -> Documents:
    """The documents with the sweep due at that moment, or never.

    `swept` is when it was last by the policies as they are now, None when it was not.
    """
    sweep = view.documents.get(SWEEPS, ws)
    due = None if at is None else Due(at, SWEEP)
    body: dict[str, Any] = {"swept": swept}
    before = (None, {"swept": None}) if sweep is None else (sweep.due, sweep.body)
    if before == (due, body):
        return view.documents
    return view.documents.put(SWEEPS, ws, body, due=due)
