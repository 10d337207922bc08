"""When events expire: those of rows, worked out once for each policy, and those written since.

A night must not look at all events: whoever lets years go by has thousands of nights.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import polars as pl

from understudy.vendors.contacthub.event_rows import HISTORIES, History
from understudy.vendors.contacthub.event_tables import histories
from understudy.vendors.contacthub.policies import Months, countable, expiry, months_by_node
from understudy.vendors.contacthub.records import EVENTS
from understudy.world.clock import parse_timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["expiries", "limited"]

EVENT = {"node": pl.String(), "type": pl.String(), "date": pl.Datetime("ms", "UTC"), "id": pl.String()}


def expiries(view: View, ws: str, swept: datetime | None) -> tuple[list[str], datetime | None]:
    """The ids of the workspace's events that are expired now, and when the next one will be (None: never).

    Rows that were expired when it was `swept` last, by the same policies, are gone.
    """
    own = written(view, ws)
    gone: list[str] = own.filter(pl.col("expires") <= view.now)["id"].to_list()
    later: list[Any] = [own.filter(pl.col("expires") > view.now)["expires"].min()]
    for frame in rows(view, ws):
        start, end = place_after(frame, swept), place_after(frame, view.now)
        gone += [key for key in frame["id"].slice(start, max(end - start, 0)) if untouched(view, key)]
        left = frame.slice(max(start, end)).iter_rows()
        later.append(next((at for at, key in left if untouched(view, key)), None))
    return gone, min((at for at in later if at is not None), default=None)


def place_after(frame: pl.DataFrame, moment: datetime | None) -> int:
    """The place of the first of these rows that expires later than a moment, if one is given."""
    return 0 if moment is None else int(frame["expires"].search_sorted(moment, side="right"))


def limited(found: pl.DataFrame, months: Mapping[str, Months]) -> pl.DataFrame:
    """The events that are not kept for ever, with `expires`: when they become expired.

    `found` has texts `node` and `type`, and `date`; `months` are those of each node.
    """
    lines = [(node, name, count) for node, own in months.items() for name, count in own.items()]
    schema = {"node": pl.String, "type": pl.String, "months": pl.Int64}
    joined = found.join(pl.DataFrame(lines, schema=schema, orient="row"), on=["node", "type"])
    return joined.with_columns(expires=expiry(pl.col("date"), pl.col("months")))


def rows(view: View, ws: str) -> Iterator[pl.DataFrame]:
    """Of each node the `expires` and `id` of its rows that are not kept for ever, in order; gone ones too."""
    months = months_by_node(view, ws)
    for node, history in histories(view, ws).items():
        if months[node]:
            yield rows_of(history, tuple(sorted(months[node].items())))


@lru_cache(maxsize=HISTORIES)
def rows_of(history: History, months: tuple[tuple[str, int], ...]) -> pl.DataFrame:
    """The same of one node with these months, remembered."""
    found = history.frame.select(pl.col("node", "type").cast(pl.String), "date", "id")
    return expiring(found, {history.node: dict(months)})


def written(view: View, ws: str) -> pl.DataFrame:
    """The `expires` and `id` of events of documents that are not kept for ever, in order."""
    own = view.documents.where(EVENTS, workspace_of, ws)
    lines = [(each.body["node"], *said(each.body["body"]), each.id) for each in own]
    frame = pl.DataFrame(lines, schema=EVENT, orient="row")
    return expiring(frame, months_by_node(view, ws))


def expiring(found: pl.DataFrame, months: Mapping[str, Months]) -> pl.DataFrame:
    """The `expires` and `id` of those events that are not kept for ever, in order."""
    return countable(limited(found, months).select("expires", "id")).sort("expires")


def said(body: Mapping[str, str]) -> tuple[str, datetime]:
    """Type and date of an event."""
    return body["type"], parse_timestamp(body["date"])


def untouched(view: View, key: str) -> bool:
    """Whether a row is still what it was at the start."""
    return view.documents.get(EVENTS, key) is None


def workspace_of(own: Document) -> str | None:
    """Whose event a document holds; None when it is gone."""
    workspace: str = own.body["workspace"]
    return None if own.body["body"] is None else workspace
