"""The people whom an entry node starts with: columns by attribute path, and whole bodies on demand.

All of it follows from node and person number: person i is the same whatever the size of the population, and
another customer, of another id, in every node.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from understudy.vendors.contacthub.shapes import completed
from understudy.world.clock import timestamp
from understudy.world.columns import EPOCH
from understudy.world.population import Population
from understudy.world.texts import texts
from understudy.world.uuids import drawn, halves, uuid_text

__all__ = ["COLUMNS", "KINDS", "Rows"]

DAY = 86_400_000
"""Milliseconds."""

EPOCH_DAY = (EPOCH - date(1970, 1, 1)).days
MOMENT = pl.Datetime("ms", "UTC")

COLUMNS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "intId": pl.Int64,
    "externalId": pl.String,
    "base.firstName": pl.String,
    "base.lastName": pl.String,
    "base.dob": pl.Date,
    "base.contacts.email": pl.String,
    "base.contacts.mobilePhone": pl.String,
    "base.address.region": pl.String,
    "base.credential.username": pl.String,
    "registeredAt": MOMENT,
    "updatedAt": MOMENT,
    "tags.auto": pl.List(pl.String),
}
"""The attributes in which the people of a node differ; all else is the same for all of them (Rows.blank)."""

KINDS: Mapping[str, pl.Expr] = {
    "everyone": pl.lit(True),
    "enrolled": pl.col("enrollment") == "enrolled",
    "commercial": pl.col("customer_type") == "commercial",
}
"""Who of the population is in a node that starts with these people."""

TOLD = {
    "base.firstName": "first_name",
    "base.lastName": "last_name",
    "base.dob": "birth_date",
    "base.contacts.email": "email",
    "base.contacts.mobilePhone": "phone",
    "base.address.region": "region",
}
"""The columns of the population behind attributes that every kind of node knows."""

NO_ID = (0, 0)
GREATEST = 2**64 - 1
"""No id has these halves: they are of no version of UUID."""

POPULATIONS = 64
"""Of how many nodes the rows are kept."""


class Rows:
    """The people whom one node started with, in order of person number; columns are made at first need."""

    __slots__ = (
        "_columns",
        "_order",
        "_people",
        "_population",
        "_sorted",
        "blank",
        "kind",
        "node",
        "numbers",
    )

    def __init__(self, population: Population, node: str, kind: str) -> None:
        """Find out who they are; `Rows.of` does so once."""
        self.node, self.kind = node, kind
        self._people = population.frame.filter(KINDS[kind])
        self._order = self._people["number"].arg_sort()
        self.numbers = self._people["number"].gather(self._order)
        self.blank = {"id": None, "intId": None, **common(node)}
        self._population = population
        self._columns: dict[str, pl.Series] = {}
        self._sorted: pl.DataFrame | None = None

    @staticmethod
    def of(population: Population, node: str, kind: str) -> "Rows":
        """The rows of the node, made at first need; `kind` is one of KINDS."""
        return rows_of(population, node, kind)

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """`person` (the number) and these columns (of COLUMNS), a row for each."""
        return pl.DataFrame([self.numbers.alias("person"), *(self.column(name) for name in columns)])

    def column(self, name: str) -> pl.Series:
        """One column of COLUMNS."""
        if name not in self._columns:
            self._columns[name] = self._made(name).cast(COLUMNS[name]).alias(name)
        return self._columns[name]

    def bodies(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """The customers these people are, as on the wire; numbers of people who are not here are left out."""
        places = self.numbers.search_sorted(pl.Series(numbers, dtype=pl.UInt32))
        known = [place for place, number in zip(places, numbers, strict=True) if self._is_at(place, number)]
        frame = self.frame(list(COLUMNS))[known]
        return [self._body(row) for row in frame.iter_rows(named=True)]

    def number_of(self, key: str) -> int | None:
        """The person who has this id here, None when nobody has."""
        # For one alone this takes a tenth of what `numbers_of` takes.
        people, wanted = self._by_id(), halves(key) or NO_ID
        high, low, number = people.row(bisect_left(people["high"], wanted[0]))
        return int(number) if (high, low) == wanted else None

    def numbers_of(self, keys: Sequence[str]) -> list[int | None]:
        """For each id the person who has it here, None when nobody has."""
        people, sought = self._by_id(), [halves(key) or NO_ID for key in keys]
        places = people["high"].search_sorted(pl.Series([high for high, _ in sought], dtype=pl.UInt64))
        rows = people[places].rows()
        return [
            number if (high, low) == wanted else None
            for (high, low, number), wanted in zip(rows, sought, strict=True)
        ]

    def known(self, numbers: Collection[int]) -> int:
        """How many of these person numbers are here."""
        sought = pl.Series(list(numbers), dtype=pl.UInt32)
        return int(sought.is_in(self.numbers.implode()).sum())

    def ids(self) -> pl.DataFrame:
        """The halves of their ids."""
        return drawn(self._population.draws, self.numbers, f"contacthub/{self.node}")

    def told(self, column: str) -> pl.Series:
        """A column of the population, of these people."""
        told = texts(self._people, [column], self._population.draws, self._population.pinned)
        return told[column].gather(self._order)

    def drawn(self, column: str) -> pl.Series:
        """64 drawn bits for each of them, the same in every node."""
        return self._population.draws.column(self.numbers, f"contacthub/{column}")

    def _is_at(self, place: int, number: int) -> bool:
        return place < len(self.numbers) and self.numbers[place] == number

    def _by_id(self) -> pl.DataFrame:
        if self._sorted is None:
            people = self.ids().with_columns(self.numbers.alias("number"))
            last = people.clear(1).with_columns(high=pl.lit(GREATEST, pl.UInt64))
            self._sorted = pl.concat([people, last]).sort("high")
        return self._sorted

    def _made(self, name: str) -> pl.Series:
        if name in TOLD:
            return self.told(TOLD[name])
        return MAKERS[name](self)

    def _body(self, row: Mapping[str, Any]) -> dict[str, Any]:
        contacts = {"email": row["base.contacts.email"], "mobilePhone": row["base.contacts.mobilePhone"]}
        username = row["base.credential.username"]
        body = common(self.node)
        base = body["base"]
        base |= {"firstName": row["base.firstName"], "lastName": row["base.lastName"]}
        base["dob"] = None if row["base.dob"] is None else row["base.dob"].isoformat()
        base["contacts"] |= contacts
        base["address"]["region"] = row["base.address.region"]
        base["credential"] = None if username is None else {"username": username, "password": None}
        return {
            "id": row["id"],
            "intId": row["intId"],
            **body,
            "externalId": row["externalId"],
            "tags": {"auto": row["tags.auto"], "manual": []},
            "registeredAt": timestamp(row["registeredAt"]),
            "updatedAt": timestamp(row["updatedAt"]),
        }


@lru_cache(maxsize=POPULATIONS)
def rows_of(population: Population, node: str, kind: str) -> Rows:
    """The rows of a node, remembered."""
    return Rows(population, node, kind)


def common(node: str) -> dict[str, Any]:
    """What all people of a node have in common."""
    base = {"locale": "en_US", "contacts": {}, "address": {"country": "US"}}
    return completed({"nodeId": node, "base": base})


def external_ids(rows: Rows) -> pl.Series:
    """Online banking knows its people by their usernames alone."""
    if rows.kind == "enrolled":
        return pl.repeat(None, len(rows.numbers), dtype=pl.String, eager=True)
    return rows.told("data_customer_id")


def usernames(rows: Rows) -> pl.Series:
    """Only online banking knows them."""
    if rows.kind == "enrolled":
        return rows.told("username")
    return pl.repeat(None, len(rows.numbers), dtype=pl.String, eager=True)


def registered(rows: Rows) -> pl.Series:
    """On the day before somebody became a customer; applicants, within the year before the epoch."""
    drawn_at = rows.drawn("registered")
    ahead = EPOCH_DAY - 1 - (drawn_at // DAY % 365).cast(pl.Int64)
    day = rows.told("customer_since").cast(pl.Int32).cast(pl.Int64) - 1
    return day.fill_null(ahead) * DAY + (drawn_at % DAY).cast(pl.Int64)


def updated(rows: Rows) -> pl.Series:
    """On the day before the last login; without one, when the customer was registered."""
    since = rows.column("registeredAt").cast(pl.Int64)
    day = rows.told("last_login_on").cast(pl.Int32).cast(pl.Int64) - 1
    login = day * DAY + (rows.drawn("updated") % DAY).cast(pl.Int64)
    return (
        pl.DataFrame({"since": since, "login": login}).select(pl.max_horizontal("since", "login")).to_series()
    )


MAKERS: Mapping[str, Callable[[Rows], pl.Series]] = {
    "id": lambda rows: rows.ids().select(uuid_text("high", "low")).to_series(),
    "intId": lambda rows: rows.numbers.cast(pl.Int64) + 1,
    "externalId": external_ids,
    "base.credential.username": usernames,
    "registeredAt": registered,
    "updatedAt": updated,
    "tags.auto": lambda rows: (
        rows.told("customer_type").cast(pl.String).to_frame().select(pl.concat_list(pl.all())).to_series()
    ),
}
"""How the other columns come about."""
