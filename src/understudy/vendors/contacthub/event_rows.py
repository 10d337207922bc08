"""The events that people come with: rows, worked out from the seed at first need and then kept as columns.

The first people of an institution, by person number, have so many events each in every entry node that
starts with them. All of it follows from person, node and settings, so that a person's history is the same
whatever the size of the population. What events say beside that (event_properties) is written when read.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl

from understudy.vendors.contacthub.event_properties import Happening, content
from understudy.vendors.contacthub.journeys import CONTEXTS, TYPES, course, journeys
from understudy.vendors.contacthub.rows import Rows
from understudy.world.clock import timestamp
from understudy.world.columns import EPOCH, LARGEST
from understudy.world.draws import pick
from understudy.world.population import Population
from understudy.world.uuids import drawn, halves, uuid_text

__all__ = [
    "COLUMNS",
    "EVENTS_EACH",
    "HISTORIES",
    "PEOPLE_WITH_EVENTS",
    "SETTINGS",
    "History",
    "history_of",
]

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "contacthub.events": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1_000,
        "description": "How many events each of the customers with events has in a node.",
    },
    "contacthub.customers_with_events": {
        "type": "integer",
        "minimum": 0,
        "maximum": LARGEST,
        "description": "How many people have events, from the first one on.",
    },
}
"""The vendor's settings that histories depend on, each with its JSON Schema."""

EVENTS_EACH = ("contacthub.events", 20)
"""The setting that says how many events each of those people has in a node, and what it is unless set."""

PEOPLE_WITH_EVENTS = ("contacthub.customers_with_events", 1_000)
"""The setting that says how many people have events, from the first one on."""

HISTORIES = 64
"""Of how many nodes the rows are kept."""

PLACES = 1 << 16
"""More than the events of a person: row numbers are person · PLACES + place."""

MOMENT = pl.Datetime("ms", "UTC")
COLUMNS: Mapping[str, Any] = {
    "id": pl.String,
    "customer": pl.String,
    "node": pl.String,
    "type": pl.Enum(TYPES),
    "context": pl.Enum(CONTEXTS),
    "date": MOMENT,
    "registeredAt": MOMENT,
    "updatedAt": MOMENT,
}
"""What is told of events in columns."""

SECOND, MINUTE, DAY = 1_000, 60_000, 86_400_000
END = (EPOCH - date(1970, 1, 1)).days * DAY - SECOND
"""When histories end, in milliseconds since 1970."""

SPAN = 730 * DAY
"""How long before that they begin, in milliseconds."""


@dataclass(frozen=True, eq=False)
class History:
    """The rows of one node.

    `frame` has one per event, by person and then in order of time: `row` (its number), `person`, `step` (of
    the person's course), `journey` and COLUMNS.
    """

    population: Population
    node: str
    rows: str
    each: int
    frame: pl.DataFrame
    _highs: pl.Series
    _order: pl.Series

    def places(self, ids: Iterable[str]) -> list[int]:
        """Where in `frame` the events with these ids are; unknown ids are passed over."""
        highs = {key: pair[0] for key in ids if (pair := halves(key)) is not None}
        if not highs or not len(self._order):
            return []
        starts = self._highs.search_sorted(pl.Series(list(highs.values()), dtype=pl.UInt64))
        places = self._order.gather(starts.clip(upper_bound=len(self._order) - 1))
        found = self.frame["id"].gather(places) == pl.Series(list(highs), dtype=pl.String)
        return places.filter(found).to_list()

    def event(self, key: str) -> tuple[int, dict[str, Any]] | None:
        """The row number and the body of the event with this id; None when it is none of these."""
        # For one alone this takes a tenth of what `places` takes.
        pair = halves(key)
        found = None if pair is None else bisect_left(self._highs, pair[0])
        if found is None or found == len(self._order):
            return None
        place = self._order[found]
        return self.events([place])[0] if self.frame["id"][place] == key else None

    def of_customers(self, ids: Sequence[str]) -> pl.DataFrame:
        """The events of these customers, with COLUMNS."""
        # The events of a customer lie together, as many for each: looking at one of them will do.
        if not self.each:
            return self.frame.select(list(COLUMNS))
        people = self.frame["customer"].gather_every(self.each)
        turns = people.is_in(pl.Series(ids, dtype=pl.String).implode()).arg_true().cast(pl.Int64)
        places = [turn * self.each + step for turn in turns for step in range(self.each)]
        return self.frame[places].select(list(COLUMNS))

    def events(self, places: Sequence[int] | pl.Series) -> list[tuple[int, dict[str, Any]]]:
        """The row number and the body, as on the wire, of the events at these places of `frame`."""
        lines = [self.frame.row(place) for place in places]
        return [(line[0], self._body(*line[1:])) for line in lines]

    def _body(
        self,
        person: int,
        journey: int,
        step: int,
        key: str,
        customer: str,
        node: str,
        name: str,
        context: str,
        happened_at: datetime,
        registered: datetime,
        updated: datetime,
    ) -> dict[str, Any]:
        happening = Happening(self.population, node, person, journey, step, name, context, happened_at)
        return {
            "id": key,
            "customerId": customer,
            "bringBackProperties": None,
            "type": name,
            **content(happening),
            "date": timestamp(happened_at),
            "origin": "NATIVE",
            "registeredAt": timestamp(registered),
            "updatedAt": timestamp(updated),
            "version": 1,
        }


def history_of(population: Population, node: str, rows: str, settings: Mapping[str, Any]) -> History:
    """The rows of an entry node that starts with these people (a kind of Rows), remembered."""
    each = int(settings.get(*EVENTS_EACH))
    people = int(settings.get(*PEOPLE_WITH_EVENTS))
    return remembered(population, node, rows, each, people)


@lru_cache(maxsize=HISTORIES)
def remembered(population: Population, node: str, rows: str, each: int, people: int) -> History:
    """The rows of `each` events for everybody of the node whose person number is below `people`."""
    everybody = Rows.of(population, node, rows).frame(["id", "registeredAt"])
    customers = everybody.filter(pl.col("person") < people)
    frame = happened(population, node, rows, each, customers)
    order = frame["high"].arg_sort()
    highs = frame["high"].gather(order)
    return History(population, node, rows, each, frame.drop("high"), highs, order)


def happened(
    population: Population, node: str, rows: str, each: int, customers: pl.DataFrame
) -> pl.DataFrame:
    """The frame of a History, and `high`, the first 64 bits of each id.

    `customers` has `person`, `id` and `registeredAt` (a moment) of the node's customers.
    """
    turns = len(journeys(rows))
    steps = [step for first in range(turns) for step in course(rows, first, each)]
    last = [course(rows, first, each)[-1].journey + 1 if each else 1 for first in range(turns)]
    start = pl.col("registeredAt").dt.epoch("ms").clip(lower_bound=END - SPAN)
    people = customers.select(
        customer=pl.col("id"),
        person=pl.col("person").cast(pl.UInt64),
        turn=pl.col("person").cast(pl.UInt64) % turns,
        start=start,
        width=(END - start).clip(lower_bound=0),
    ).with_columns(slot=pl.col("width") // pick(last, pl.col("turn"), pl.Int64))
    lines = people.join(pl.DataFrame({"step": range(each)}, schema={"step": pl.UInt64}), how="cross")
    at = pl.col("turn") * each + pl.col("step")
    lines = lines.with_columns(
        row=pl.col("person") * PLACES + pl.col("step"),
        journey=pick([step.journey for step in steps], at, pl.UInt64),
        place=pick([step.step for step in steps], at, pl.Int64),
        places=pick([step.steps for step in steps], at, pl.Int64),
        minutes=pick([step.minutes for step in steps], at, pl.Int64),
        type=pick([step.type for step in steps], at, COLUMNS["type"]),
        context=pick([step.context for step in steps], at, COLUMNS["context"]),
    )
    return identified(dated(lines, population, node), population, node)


def dated(lines: pl.DataFrame, population: Population, node: str) -> pl.DataFrame:
    """The lines with their moments: a person's journeys follow each other, each in its part of the time.

    A journey begins in the first half of its part, so that it can end in it; where the part is too short, its
    events come closer.
    """
    begins = population.draws.column(
        lines.select(pl.col("person") * PLACES + pl.col("journey")).to_series(), f"contacthub/journey/{node}"
    )
    delays = population.draws.column(lines["row"], f"contacthub/delay/{node}")
    half = pl.col("slot") // 2
    room = (pl.col("slot") - half) * (pl.col("place") + 1) // (pl.col("places") + 1)
    waited = pl.min_horizontal(pl.col("minutes") * MINUTE + pl.col("delay") % 50 * SECOND, room)
    begin = (pl.col("begin") % half.clip(lower_bound=1).cast(pl.UInt64)).cast(pl.Int64)
    moment = pl.col("start") + pl.col("slot") * pl.col("journey").cast(pl.Int64) + begin + waited
    registered = moment + pl.col("delay") // 64 % 1_000
    return (
        lines.hstack([begins.alias("begin"), delays.cast(pl.Int64, wrap_numerical=True).abs().alias("delay")])
        .with_columns(date=moment, registered=registered)
        .with_columns(
            date=pl.col("date").cast(MOMENT),
            registeredAt=pl.col("registered").cast(MOMENT),
            updatedAt=pl.col("registered").cast(MOMENT),
        )
    )


def identified(lines: pl.DataFrame, population: Population, node: str) -> pl.DataFrame:
    """The lines with their ids, in the columns of a History's frame."""
    ids = drawn(population.draws, lines["row"], f"contacthub/event/{node}")
    return lines.hstack(ids).select(
        "row",
        "person",
        "journey",
        "step",
        "high",
        uuid_text("high", "low").alias("id"),
        "customer",
        pl.lit(node).alias("node"),
        "type",
        "context",
        "date",
        "registeredAt",
        "updatedAt",
    )
