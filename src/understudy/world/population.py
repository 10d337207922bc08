"""The customers of one institution: columns in memory, counted, paged and matched as a whole."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from understudy.errors import UsageError
from understudy.world.columns import LARGEST
from understudy.world.criteria import Criterion, compile_criterion
from understudy.world.draws import Draws
from understudy.world.matching import Match, match_people
from understudy.world.members import Members
from understudy.world.people import build_frame
from understudy.world.texts import PLAIN, texts

__all__ = ["Counts", "Page", "Population", "build_population"]

_ID = re.compile(r"[0-9a-f]{20}")
_CONTACTS = ("data_customer_id", "customer_id", "phone", "email")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people match. customers = retail + commercial = enrolled + unenrolled, applicants not among
    them (A-24); rows = customers + applicants.
    """

    customers: int
    retail: int
    commercial: int
    enrolled: int
    unenrolled: int
    applicants: int
    rows: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the matching people, in order of data_customer_id.

    `rows` has one text column per column asked for; `last` is the data_customer_id to go on after (None on an
    empty page); `more` says whether somebody comes after it; `count` is how many match on all pages together.
    """

    rows: pl.DataFrame
    last: str | None
    more: bool
    count: int

    def json(self, names: Mapping[str, str], *, before: bytes = b"[", after: bytes = b"]") -> bytes:
        """The rows as text of a JSON array: an object each, `names` maps member to column, nulls left out.

        `before` and `after` may hold more of the text around them, which saves copying it all once more.

        Only columns in PLAIN, the first of which must be data_customer_id: they need no escaping, so that a
        hundred thousand objects are a matter of milliseconds. ValueError otherwise.
        """
        members = list(names.items())
        if not members or members[0][1] != "data_customer_id" or not set(names.values()) <= set(PLAIN):
            raise ValueError(f"Only {', '.join(PLAIN)} can be written, data_customer_id first.")
        parts = [pl.lit(f'{{"{members[0][0]}":"'), pl.col("data_customer_id")]
        for member, column in members[1:]:
            present = pl.col(column).is_not_null()
            parts += [pl.when(present).then(pl.lit(f'","{member}":"')), pl.col(column)]
        line = pl.concat_str([*parts, pl.lit('"}')], ignore_nulls=True)
        # As bytes from here on: a str of many megabytes would be copied and checked three times more.
        text: bytes = self.rows.select(line.str.join(",").cast(pl.Binary)).item()
        return b"".join((before, text, after))


@dataclass(frozen=True, eq=False)
class Population:
    """The people of an institution: a pure function of institution, seed, size and pins.

    `frame` holds the columns of SCHEMA, a row per person, sorted by id; its `number` column is the person,
    who is the same whatever the size.
    """

    institution: str
    seed: int
    size: int
    frame: pl.DataFrame
    pinned: tuple[Mapping[str, Any], ...]
    _rows_of: pl.Series  # person number → row
    _parts: Mapping[str, pl.Series]  # flag column per part of Counts, over the whole frame

    @cached_property
    def total(self) -> int:
        """How many customers there are, applicants not counted."""
        return self.size - int(self._parts["applicants"].sum())

    @property
    def draws(self) -> Draws:
        """The institution's seeded draws, for what else is to be derived from a person number."""
        return Draws(self.seed, self.institution)

    def count(self, criterion: Criterion, today: date, among: Members | None = None) -> Counts:
        """How many people match on that day, of all or only `among` some."""
        frame, _ = self._among(among)
        mask = _mask(frame, criterion, today)
        parts = self._parts if among is None else _parts(frame)
        found = {part: int((mask & flags).sum()) for part, flags in parts.items()}
        customers = found["retail"] + found["commercial"]
        return Counts(customers=customers, rows=customers + found["applicants"], **found)

    def page(
        self,
        criterion: Criterion,
        today: date,
        *,
        after: str = "",
        limit: int,
        among: Members | None = None,
        columns: Sequence[str] = _CONTACTS,
    ) -> Page:
        """The next `limit` matching people whose data_customer_id is greater than `after` ("": the first).

        ValueError when `after` is not 20 hexadecimal digits; it need not be anybody's.
        """
        frame, rows = self._among(among)
        mask = _mask(frame, criterion, today)
        start = _start(frame, after)
        coming = mask.slice(start).arg_true()
        chosen = coming.head(limit) + start
        people = self.frame[chosen if rows is None else rows.gather(chosen)]
        written = texts(people, ["data_customer_id", *_others(columns)], self.draws, self.pinned)
        last = str(written["data_customer_id"][-1]) if written.height else None
        return Page(written.select(columns), last, len(coming) > limit, int(mask.sum()))

    def members(self, criterion: Criterion, today: date) -> Members:
        """Who matches on that day, applicants included."""
        return Members(self.frame["number"].filter(_mask(self.frame, criterion, today)))

    def people(self, members: Members, columns: Sequence[str]) -> pl.DataFrame:
        """`columns` (of SCHEMA or TEXTS) of these people, a row each, in order of data_customer_id."""
        frame, rows = self._among(members)
        return texts(frame if rows is None else self.frame[rows], columns, self.draws, self.pinned)

    def match(self, kind: str, values: pl.Series) -> Match:
        """The people whose username, customer_id, data_customer_id or tax_id is among the texts `values`."""
        return match_people(self.frame, self._rows_of, self.draws, kind, values)

    def _among(self, among: Members | None) -> tuple[pl.DataFrame, pl.Series | None]:
        """The frame of these people and the row in the whole frame of each; of everybody: the frame, None."""
        if among is None:
            return self.frame, None
        # A snapshot of a larger population may name people whom this one does not have.
        numbers = among.numbers.filter(among.numbers < self.size)
        rows = self._rows_of.gather(numbers).sort()
        return self.frame[rows], rows


def build_population(
    institution: str,
    seed: int,
    size: int,
    *,
    pinned: Sequence[Mapping[str, Any]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Population:
    """Make `size` people; UsageError unless 0 ≤ size ≤ LARGEST.

    `pinned` gives values to persons 0, 1, …: any of data_customer_id, customer_id, customer_type, enrollment,
    phone, email; an explicit None is a value. `progress` is told (people done, of how many).
    """
    if not 0 <= size <= LARGEST:
        raise UsageError(f"A population of {size:,} cannot be made; ask for 0 to {LARGEST:,} people.")
    frame = build_frame(Draws(seed, institution), size, pinned, progress)
    rows_of = frame["number"].arg_sort()
    return Population(institution, seed, size, frame, tuple(pinned), rows_of, _parts(frame))


def _mask(frame: pl.DataFrame, criterion: Criterion, today: date) -> pl.Series:
    return frame.select(compile_criterion(criterion, today).alias("mask")).to_series()


def _parts(frame: pl.DataFrame) -> dict[str, pl.Series]:
    applicant = pl.col("enrollment") == "applicant"
    flags = frame.select(
        retail=(pl.col("customer_type") == "retail") & ~applicant,
        commercial=(pl.col("customer_type") == "commercial") & ~applicant,
        enrolled=pl.col("enrollment") == "enrolled",
        unenrolled=pl.col("enrollment") == "unenrolled",
        applicants=applicant,
    )
    return {flag.name: flag for flag in flags}


def _start(frame: pl.DataFrame, after: str) -> int:
    """The first row of `frame` whose id is greater than `after`."""
    if not after:
        return 0
    if _ID.fullmatch(after) is None:
        raise ValueError(
            f"`{after[:60]}` is no data_customer_id; those are 20 lower-case hexadecimal digits."
        )
    high, low = int(after[:16], 16), int(after[16:], 16)
    start = int(frame["id_high"].search_sorted(pl.Series([high], dtype=pl.UInt64), side="left")[0])
    found = start < frame.height and frame["id_high"][start] == high and frame["id_low"][start] <= low
    return start + 1 if found else start


def _others(columns: Sequence[str]) -> list[str]:
    return [column for column in columns if column != "data_customer_id"]
