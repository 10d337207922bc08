"""Events in columns: all of a workspace, or those of a few customers without looking at the others."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from understudy.vendors.contacthub import updates
from understudy.vendors.contacthub.access import nodes_of
from understudy.vendors.contacthub.event_rows import COLUMNS, History, history_of
from understudy.vendors.contacthub.records import EVENTS, WORKSPACES
from understudy.world.clock import parse_timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = ["customer_of", "histories", "table", "theirs"]


def histories(view: View, ws: str) -> dict[str, History]:
    """The rows of each entry node that still has its own, by nodeId."""
    workspace = view.documents.get(WORKSPACES, ws)
    institution = None if workspace is None else view.institutions.get(workspace.body["institution"] or "")
    if institution is None:
        return {}
    eventless = updates.state(view.documents, ws)["eventless"]
    return {
        node.id: history_of(institution.customers, node.id, node.body["rows"], view.settings)
        for node in nodes_of(view, ws, "ENTRY")
        if node.body["rows"] is not None and node.id not in eventless
    }


def table(view: View, ws: str) -> pl.DataFrame:
    """All events of the workspace, newest first, with the columns of event_rows.COLUMNS."""
    found: pl.DataFrame = view.documents.derived(("contacthub events", ws), lambda: made(view, ws))
    return found


def made(view: View, ws: str) -> pl.DataFrame:
    """The table of a workspace: each node's rows but those that a document is over, and the documents."""
    own = [each for each in view.documents.unsorted(EVENTS) if each.body["workspace"] == ws]
    covered = pl.Series([each.id for each in own], dtype=pl.String).implode()
    rows = [each.frame.select(list(COLUMNS)) for each in histories(view, ws).values()]
    rows = [frame.filter(~pl.col("id").is_in(covered)) for frame in rows] if own else rows
    written = [line(each) for each in own if each.body["body"] is not None]
    frames = [*rows, pl.DataFrame(written, schema=COLUMNS, orient="row")]
    return pl.concat(frames).sort("date", "registeredAt", "id", descending=True)


def line(own: Document) -> tuple[Any, ...]:
    """The row of COLUMNS for an event that a document holds."""
    body, said = own.body["body"], own.body
    moments = [parse_timestamp(body[name]) for name in ("date", "registeredAt", "updatedAt")]
    return (own.id, said["customer"], said["node"], body["type"], body["context"], *moments)


def theirs(view: View, ws: str, customers: Sequence[str]) -> pl.DataFrame:
    """The events of these entry customers alone, as `table` has them."""
    rows = [each.of_customers(customers) for each in histories(view, ws).values()]
    own = [each for key in customers for each in view.documents.where(EVENTS, customer_of, key)]
    written = [line(each) for each in own if each.body["workspace"] == ws]
    drawn = pl.concat([pl.DataFrame(schema=COLUMNS), *rows])
    kept = [view.documents.get(EVENTS, key) is None for key in drawn["id"]]
    frames = [
        drawn.filter(pl.Series(kept, dtype=pl.Boolean)),
        pl.DataFrame(written, schema=COLUMNS, orient="row"),
    ]
    return pl.concat(frames).sort("date", "registeredAt", "id", descending=True)


def customer_of(own: Document) -> str | None:
    """Whose event a document holds; None when nobody's, or when the event is gone."""
    customer: str | None = own.body["customer"]
    return None if own.body["body"] is None else customer
