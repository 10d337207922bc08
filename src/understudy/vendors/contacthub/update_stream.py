"""The stream of updates, as it is read: what was there from the start, then what was recorded."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import polars as pl

from understudy.vendors.contacthub import updates
from understudy.vendors.contacthub.consents import forgotten_ones
from understudy.vendors.contacthub.event_rows import history_of
from understudy.vendors.contacthub.records import UPDATES
from understudy.vendors.contacthub.rows import Rows
from understudy.vendors.contacthub.update_rows import Seeded, entities, named, seeded
from understudy.world.view import View

__all__ = ["Filters", "deleted", "last_offset", "page"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which updates are asked for: of these entry nodes, of one entity (CUSTOMER or EVENT); None: of all."""

    nodes: Collection[str] | None = None
    entity: str | None = None

    def admit(self, entry: Mapping[str, Any]) -> bool:
        """Whether a recorded update is asked for."""
        wanted = self.nodes is None or entry["node"] in self.nodes
        return wanted and self.entity in (None, entry["entity"])


@dataclass(frozen=True, slots=True)
class Entry:
    """What was recorded at the `count` places from `first` on."""

    first: int
    count: int
    body: Mapping[str, Any]


def last_offset(view: View, ws: str, filters: Filters) -> int:
    """The greatest offset of an update that is asked for; 0 when there is none (H-107.1)."""
    start = seeded(view, ws)
    height = 0 if start is None else start.frame.height
    place: int = updates.state(view.documents, ws)["last"]
    while place:
        entry = entry_at(view, ws, place)
        if filters.admit(entry.body):
            return height + place
        place = entry.first - 1
    offsets = pl.Series(dtype=pl.Int64) if start is None else start.offsets(filters.nodes, filters.entity, 0)
    return int(offsets[-1]) if len(offsets) else 0


def page(
    view: View, ws: str, filters: Filters, *, offset: int | None, timestamp: int | None, size: int
) -> tuple[list[dict[str, Any]], int]:
    """At most `size` updates after `offset` as on the wire, and the offset that the next call goes on after.

    Without `offset`, from the first update made at `timestamp` (milliseconds since 1970) on, or from the very
    first (H-108.3, H-108.4). Where nothing is found the next offset is the one asked for.
    """
    start = seeded(view, ws)
    height = 0 if start is None else start.frame.height
    after = offset if offset is not None else since(view, ws, start, timestamp)
    reached, gone = after, forgotten_ones(view)
    found: list[dict[str, Any]] = []
    if start is not None and after < height:
        offsets = start.offsets(filters.nodes, filters.entity, after).head(size)
        found = [wire("CREATE", entity, body, gone) for entity, body in start.created(offsets)]
        reached = int(offsets[-1]) if len(offsets) else after
    for place, update, data in recorded_after(view, ws, max(after - height, 0), filters, size - len(found)):
        found.append(wire(update["operation"], update["entity"], data, gone))
        reached = height + place
    return found, reached


def wire(operation: str, entity: str, data: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """An update as on the wire; of who started as a row and is among the forgotten, what is left (H-92.5)."""
    if updates.owner(entity, data) in gone:
        data = updates.stripped(entity, data)
    return {"operation": operation, "entity": {"type": entity, "data": data}}


def since(view: View, ws: str, start: Seeded | None, timestamp: int | None) -> int:
    """The offset before the first update made at this moment or later; the last one when there is none."""
    if timestamp is None:
        return 0
    height = 0 if start is None else start.frame.height
    before = 0 if start is None else start.before(timestamp)
    if before < height:
        return before
    place, last = 0, updates.state(view.documents, ws)["last"]
    while place < last:
        entry = entry_at(view, ws, place + 1)
        if entry.body["at"] >= timestamp:
            break
        place = entry.first + entry.count - 1
    return height + place


def entry_at(view: View, ws: str, place: int) -> Entry:
    """The entry that holds this place."""
    runs = updates.state(view.documents, ws)["runs"]
    before = bisect_right(runs, place, key=itemgetter(0))
    first, count = runs[before - 1] if before else (place, 1)
    if place >= first + count:
        first, count = place, 1
    own = view.documents.get(UPDATES, updates.key(ws, first))
    if own is None:
        raise LookupError(f"The update {place} of the workspace {ws} is lost: its document was deleted.")
    return Entry(first, count, own.body)


def recorded_after(
    view: View, ws: str, place: int, filters: Filters, most: int
) -> Iterator[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    """At most `most` of the recorded updates asked for whose place is greater: place, entry, entity."""
    last = updates.state(view.documents, ws)["last"]
    while most > 0 and place < last:
        entry = entry_at(view, ws, place + 1)
        end = entry.first + entry.count - 1
        if filters.admit(entry.body):
            end = min(end, place + most)
            for at, data in enumerate(data_of(view, ws, entry, place + 1, end), place + 1):
                yield at, entry.body, data
            most -= end - place
        place = end


def data_of(view: View, ws: str, entry: Entry, first: int, last: int) -> list[Mapping[str, Any]]:
    """The entities at these places of an entry."""
    if "data" in entry.body:
        return [entry.body["data"]]
    start = seeded(view, ws)
    if start is None:
        return []
    return list(rows_of(start, entry.body, first - entry.first, last - entry.first + 1))


def rows_of(start: Seeded, body: Mapping[str, Any], begin: int, end: int) -> list[dict[str, Any]]:
    """The rows from the `begin`-th to before the `end`-th of those that went at once."""
    node, rows, entity = body["node"], body["rows"], body["entity"]
    if "places" in body:
        places = body["places"][begin:end]
        return entities(start.population, node, rows, entity, start.settings, places)
    gone = pl.Series(body["gone"], dtype=pl.UInt64).implode()
    if entity == "CUSTOMER":
        numbers = Rows.of(start.population, node, rows).numbers.cast(pl.UInt64)
    else:
        frame = history_of(start.population, node, rows, named(start.settings)).frame
        numbers = frame["row"]
    kept = (~numbers.is_in(gone)).arg_true().slice(begin, end - begin)
    chosen = numbers.gather(kept) if entity == "CUSTOMER" else kept
    return entities(start.population, node, rows, entity, start.settings, chosen.to_list())


def deleted(view: View, ws: str, filters: Filters, since: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What was deleted at `since` (milliseconds since 1970) or later: when, and the entity as it was."""
    place, last = 0, updates.state(view.documents, ws)["last"]
    while place < last:
        entry = entry_at(view, ws, place + 1)
        end = entry.first + entry.count - 1
        if entry.body["operation"] == "DELETE" and entry.body["at"] >= since and filters.admit(entry.body):
            for data in data_of(view, ws, entry, entry.first, end):
                yield entry.body["at"], data
        place = end
