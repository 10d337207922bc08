"""The part of the stream that is worked out: a CREATE of each person and event a workspace started with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from understudy.vendors.contacthub import updates
from understudy.vendors.contacthub.access import nodes_of
from understudy.vendors.contacthub.event_rows import EVENTS_EACH, PEOPLE_WITH_EVENTS, history_of
from understudy.vendors.contacthub.records import WORKSPACES
from understudy.vendors.contacthub.rows import Rows
from understudy.world.population import Population
from understudy.world.view import View

__all__ = ["ENTITIES", "Seeded", "entities", "named", "seeded"]

ENTITIES = ("CUSTOMER", "EVENT")
STREAMS = 32
"""Of how many workspaces the order of the rows is kept."""


@dataclass(frozen=True, eq=False)
class Seeded:
    """The rows of a workspace in order of registration: offset n is row n - 1 of `frame`.

    `frame` has `at` (milliseconds since 1970), `entity` and `node` (places in ENTITIES and in `nodes`) and
    `number` (of the person, or the event's place in its history). `nodes` are nodeIds with the people each
    started with; `events` and `people` are the settings.
    """

    population: Population
    nodes: tuple[tuple[str, str], ...]
    settings: tuple[int, int]
    frame: pl.DataFrame

    def offsets(self, nodes: Collection[str] | None, entity: str | None, after: int) -> pl.Series:
        """The offsets greater than `after` of rows of these nodes and this entity (None: all), in order."""
        coming = self.frame.slice(min(after, self.frame.height))
        asked = []
        if nodes is not None:
            wanted = [place for place, (key, _) in enumerate(self.nodes) if key in nodes]
            asked.append(pl.col("node").is_in(wanted))
        if entity is not None:
            asked.append(pl.col("entity") == ENTITIES.index(entity))
        if not asked:
            return pl.int_range(after, after + coming.height, dtype=pl.Int64, eager=True) + 1
        return coming.select(pl.all_horizontal(asked)).to_series().arg_true().cast(pl.Int64) + after + 1

    def before(self, timestamp: int) -> int:
        """How many rows were registered before this moment (milliseconds since 1970)."""
        return int(self.frame["at"].search_sorted(timestamp, side="left"))

    def created(self, offsets: pl.Series) -> list[tuple[str, dict[str, Any]]]:
        """Entity and body, as at the start, of the rows at these offsets."""
        lines = self.frame[offsets - 1].with_row_index("line")
        found: list[tuple[str, dict[str, Any]]] = [("", {})] * lines.height
        for (entity, place), part in lines.group_by("entity", "node"):
            node, rows = self.nodes[place]
            name = ENTITIES[entity]
            bodies = entities(self.population, node, rows, name, self.settings, part["number"].to_list())
            for line, body in zip(part["line"], bodies, strict=True):
                found[line] = (name, body)
        return found


def entities(
    population: Population,
    node: str,
    rows: str,
    entity: str,
    settings: tuple[int, int],
    numbers: Sequence[int],
) -> list[dict[str, Any]]:
    """The bodies, as at the start, of people of a node or of the events at these places of its history."""
    if entity == "CUSTOMER":
        return Rows.of(population, node, rows).bodies(numbers)
    history = history_of(population, node, rows, named(settings))
    return [body for _, body in history.events(numbers)]


def named(settings: tuple[int, int]) -> dict[str, int]:
    """The settings that histories depend on, by name."""
    return {EVENTS_EACH[0]: settings[0], PEOPLE_WITH_EVENTS[0]: settings[1]}


def seeded(view: View, ws: str) -> Seeded | None:
    """The rows that the workspace started with, whatever became of them; None when it has no people."""
    workspace = view.documents.get(WORKSPACES, ws)
    institution = None if workspace is None else view.institutions.get(workspace.body["institution"] or "")
    if institution is None:
        return None
    emptied: Mapping[str, str] = updates.state(view.documents, ws)["emptied"]
    kinds = {node.id: emptied.get(node.id, node.body["rows"]) for node in nodes_of(view, ws, "ENTRY")}
    nodes = tuple((key, kind) for key, kind in kinds.items() if kind is not None)
    settings = (int(view.settings.get(*EVENTS_EACH)), int(view.settings.get(*PEOPLE_WITH_EVENTS)))
    return ordered(institution.customers, nodes, settings)


@lru_cache(maxsize=STREAMS)
def ordered(population: Population, nodes: tuple[tuple[str, str], ...], settings: tuple[int, int]) -> Seeded:
    """The rows of these nodes in order of registration, remembered; a customer comes before its events."""
    frames = []
    for place, (node, rows) in enumerate(nodes):
        people = Rows.of(population, node, rows).frame(["registeredAt"])
        events = history_of(population, node, rows, named(settings)).frame.with_row_index("place")
        frames += [
            people.select(*columns("person", 0, place)),
            events.select(*columns("place", 1, place)),
        ]
    empty = pl.DataFrame(schema={"at": pl.Int64, "number": pl.UInt64, "entity": pl.UInt8, "node": pl.UInt8})
    frame = pl.concat([empty, *frames]).sort("at", "entity", "node", "number")
    return Seeded(population, nodes, settings, frame)


def columns(number: str, entity: int, node: int) -> list[pl.Expr]:
    """The columns of Seeded.frame."""
    return [
        pl.col("registeredAt").dt.epoch("ms").alias("at"),
        pl.col(number).cast(pl.UInt64).alias("number"),
        pl.lit(entity, pl.UInt8).alias("entity"),
        pl.lit(node, pl.UInt8).alias("node"),
    ]
