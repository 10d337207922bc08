"""Seeded draws for whole columns: SplitMix64 of (seed, institution, column, person number), in Polars.

Counter-based, so person i draws the same whether ten people are made or two million, and in wrapping 64-bit
integers only, so every machine and Polars version draws alike (Polars' own hash promises neither).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from understudy.world.ids import Ids

__all__ = ["Draws", "pick"]


def _word(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one institution's people."""

    seed: int
    institution: str

    def constant(self, column: str) -> int:
        """64 bits that belong to the column as a whole."""
        stream = Ids(self.seed).stream("population", self.institution, column)
        return int.from_bytes(stream.bytes(8), "big")

    def columns(self, numbers: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """For each column one UInt64 per person number, equally likely, distinct for distinct people."""
        start = numbers.cast(pl.UInt64).to_frame("start")
        step = pl.col("start") * _word(0x9E3779B97F4A7C15)
        z = start.select([(step + _word(self.constant(column))).alias(column) for column in columns])
        # Stage by stage: in one nested expression each z would be computed twice per level, 30 times slower.
        z = z.select((pl.all() ^ (pl.all() // _word(1 << 30))) * _word(0xBF58476D1CE4E5B9))
        z = z.select((pl.all() ^ (pl.all() // _word(1 << 27))) * _word(0x94D049BB133111EB))
        return z.select(pl.all() ^ (pl.all() // _word(1 << 31)))

    def column(self, numbers: pl.Series, column: str) -> pl.Series:
        """The one column of that name."""
        return self.columns(numbers, [column]).to_series()


def pick(table: Sequence[Any], index: pl.Expr, dtype: Any = None) -> pl.Expr:
    """`table[index]` for each row; `index` must lie within the table."""
    return pl.lit(pl.Series(values=table, dtype=dtype)).gather(index.cast(pl.UInt32))
